"""`launcher tick`: whatever is due now, for all launches of the journal, once. For cron."""

from threading import Lock
from typing import Annotated

import typer

from launcher.cli import output
from launcher.cli.context import LimitRate, shared
from launcher.cli.exits import Exit
from launcher.journal.records import Entry, Outcome, State
from launcher.run.observer import Observer

_TOLD = frozenset({State.HELD, State.UNKNOWN, State.REFUSED})


def command(
    context: typer.Context,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell what is done, too, and what is tried again.")
    ] = False,
    ping: Annotated[
        str | None, typer.Option(metavar="URL", help="Fetch this page after a good tick: a dead-man switch.")
    ] = None,
    limit_rate: LimitRate = None,
) -> None:
    """Do whatever is due now, for all launches, then return. Silent when all is well, so that cron sends no mail.

    A film's upload is seen through to its end, however long that takes. Ticks may overlap, with each other and with
    `launch`. What this tick found held, refused or not confirmed gets a line each on stderr, with what to type.
    Exit code 3 where something was held or is not confirmed, else 1 where something was refused, else 0.

    With --ping, a monitoring service hears of every tick that ends with 0. A ping that fails is told, no more.
    """
    from launcher.cli.naming import existing
    from launcher.cli.staying import interruptible
    from launcher.journal import last_tick
    from launcher.journal.reading import entry
    from launcher.run.executor import Executor
    from launcher.run.ping import checked

    settings = shared(context).settings(limit_rate=limit_rate)
    if ping is not None:
        checked(ping)
    journal = existing(settings)
    heard = Heard(verbose=verbose)
    with interruptible("launcher tick"), Executor(journal, settings, observer=heard) as executor:
        executor.tick()
    last_tick.mark(settings.marks)
    for key in heard.passed_over:
        heard.tell(entry(journal, key))
    journal.close()
    if ping and not heard.code():
        tell_monitor(ping)
    raise typer.Exit(heard.code())


def tell_monitor(url: str) -> None:
    """Ping the monitoring service, and say where that failed."""
    from launcher.run import ping

    failed = ping.ping(url)
    if failed:
        output.warning(failed)


class Heard(Observer):
    """Tells what a person must know of a tick, and remembers the worst of it."""

    def __init__(self, *, verbose: bool) -> None:
        self.passed_over: list[str] = []
        self._verbose = verbose
        self._states: dict[str, State] = {}
        self._lock = Lock()

    def swept(self, key: str) -> None:
        """Too late, not ready, never reached: told when the tick ends."""
        self.passed_over.append(key)

    def settled(self, entry: Entry, outcome: Outcome) -> None:
        """The try ended so."""
        with self._lock:
            self._states[entry.key] = outcome.state
        url = outcome.receipt.url if outcome.receipt else ""
        self._line(entry.key, outcome.state, outcome.error or url, outcome.next)

    def tell(self, entry: Entry) -> None:
        """What the passing of time alone did to an action."""
        self._states[entry.key] = entry.state
        self._line(entry.key, entry.state, entry.error or "", entry.next or "")

    def _line(self, key: str, state: State, said: str, advice: str) -> None:
        if self._verbose or state in _TOLD:
            output.say("  ".join(part for part in (f"{key}: {state}", said, f"→ {advice}" if advice else "") if part))

    def code(self) -> Exit:
        """The exit code: what each action came to in the end counts."""
        found = set(self._states.values())
        if found & {State.HELD, State.UNKNOWN}:
            return Exit.HELD
        return Exit.FAILED if State.REFUSED in found else Exit.OK
