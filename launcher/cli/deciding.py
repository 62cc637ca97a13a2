"""What hold, resume, cancel and retry have in common: ask, decide, tell what changed, what was left, and why."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from launcher.cli import output
from launcher.cli.exits import Exit

if TYPE_CHECKING:
    from launcher.cli.context import Shared
    from launcher.cli.naming import Meant
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry

Decide = Callable[["Journal", Sequence[str]], list[str]]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One kind of decision: what does it, its past tense, and why it may leave an action as it is.

    `on_all` picks those actions that are meant where a whole launch is named; `asks` says in words what
    the decision leads to, or "" where nobody need be asked. `idle` says of a whole launch what to type where there was
    nothing to decide.
    """

    decide: Decide
    done: str
    why_left: "Callable[[Entry], str]"
    on_all: "Callable[[Entry], bool]"
    asks: "Callable[[Meant, Journal], str]" = lambda _meant, _journal: ""
    after: "Callable[[Journal, list[str]], None]" = lambda _journal, _changed: None
    idle: "Callable[[Meant], str]" = lambda _meant: ""


def carry_out(decision: Decision, shared: "Shared", words: Sequence[str], *, sure: bool, json: bool) -> None:
    """Decide over the actions that `words` name. Exit code 1 where that changed nothing.

    Raises typer.BadParameter where a word is not clear, and JournalError.
    """
    from launcher.cli.naming import Meant, actions_meant, existing
    from launcher.journal.takeover import free_the_dead

    journal = existing(shared.settings())
    free_the_dead(journal)  # what a killed process left running can be decided over at once
    meant = named = actions_meant(journal, words)
    if meant.whole:
        meant = Meant(entries=tuple(each for each in meant.entries if decision.on_all(each)), whole=True)
    ask(decision.asks(meant, journal), sure=sure)
    changed = decision.decide(journal, [each.key for each in meant.entries])
    left = _left(journal, meant, changed, decision)
    _tell(decision, changed, left, meant, json=json)
    if not json:
        decision.after(journal, changed)
    journal.close()
    if not changed:
        if meant.whole and decision.idle(named):
            output.say(decision.idle(named))
        raise typer.Exit(Exit.FAILED)


def ask(consequences: str, *, sure: bool) -> None:
    """Ask at a terminal whether to go on; without one nobody is asked. Raises typer.Exit for a no."""
    if not consequences or sure or not (output.interactive(sys.stdin) and output.interactive(sys.stderr)):
        return
    output.say(consequences)
    if not typer.confirm("Go on?", err=True):
        output.say("Nothing was changed.")
        raise typer.Exit(Exit.FAILED)


def _left(journal: "Journal", meant: "Meant", changed: Iterable[str], decision: Decision) -> "list[tuple[Entry, str]]":
    """What the decision did not change, as it stands now, and why."""
    from launcher.journal.reading import entry

    decided = set(changed)
    kept = [entry(journal, each.key) for each in meant.entries if each.key not in decided]
    return [(each, decision.why_left(each)) for each in kept]


def _tell(
    decision: Decision, changed: list[str], left: "list[tuple[Entry, str]]", meant: "Meant", *, json: bool
) -> None:
    if json:
        listed = [{"key": entry.key, "state": entry.state, "why": why} for entry, why in left]
        output.as_json({"changed": changed, "left": listed})
        return
    order = {each.key: place for place, each in enumerate(meant.entries)}
    for key in sorted(changed, key=lambda each: order.get(each, len(order))):
        output.data(f"{decision.done}  {key}")
    for entry, why in left:
        output.data(f"left as it is  {entry.key}: {why}")
    if not changed and not left:
        output.say(f"Nothing there to be {decision.done}.")


def waiting_in_vain(journal: "Journal", changed: list[str]) -> None:
    """Say which actions now wait for what was withdrawn, and what to do about them."""
    from launcher.journal.reading import entries, entry
    from launcher.run.standing import standing

    for name in dict.fromkeys(entry(journal, key).launch for key in changed):
        blocked = standing(entries(journal, name)).blocked
        waiting = [key for key, culprit in blocked.items() if culprit.key in changed]
        if waiting:
            output.say(f"These now wait for it in vain: {', '.join(waiting)}")
            output.say(f"  launcher cancel {' '.join(waiting)}   or   launcher retry {' '.join(changed)}")
