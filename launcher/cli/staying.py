"""Staying with a launch at a terminal or in a pipe, and leaving it at once when asked to."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from launcher.cli import output
from launcher.cli.exits import Exit, failed

if TYPE_CHECKING:
    from launcher.cli.context import Shared
    from launcher.cli.progress import Lines
    from launcher.journal.database import Journal
    from launcher.run.standing import Standing
    from launcher.settings import Settings

WATCH = 10
"""Seconds between two looks whether the release is in danger."""

NOTHING = "Nothing was recorded or sent."


class Terminated(KeyboardInterrupt):
    """Somebody sent SIGTERM: as Ctrl-C, with an exit code of its own."""


@dataclass
class Underway:
    """What goes on with that which can be interrupted: a command, or "" while there is nothing to go on with."""

    again: str = ""


@contextmanager
def interruptible(again: str = "") -> Iterator[Underway]:
    """Ctrl-C and SIGTERM within end the process at once, behind a line that says how to go on, if there is need.

    At once, because an upload in another thread cannot be stopped otherwise. That is safe: the journal says what was
    sent, and what was under way is taken up again as after a power cut.
    """
    underway = Underway(again=again)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield underway
    except KeyboardInterrupt as error:
        more = f"Nothing is lost; this goes on:\n  {underway.again}" if underway.again else NOTHING
        output.say(f"\nStopped. {more}")
        leave(128 + signal.SIGTERM if isinstance(error, Terminated) else Exit.INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)


def leave(code: int) -> NoReturn:
    """End the process now, whatever other threads do."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def stay(name: str, settings: "Settings", shared: "Shared", *, forever: bool) -> int:
    """Run the launch until it is settled, tell what came of it, and return the exit code.

    A journal that fails ends the process at once, with its message: nothing may be sent that cannot be recorded.
    """
    from launcher.cli import closing
    from launcher.errors import JournalError
    from launcher.journal.database import open_journal
    from launcher.run.executor import Executor
    from launcher.run.staying import stay as run

    journal = open_journal(settings.journal_url, create=False)
    journal.require_whole()
    watcher, screen = _watcher(journal, name)
    try:
        with screen, Executor(journal, settings, observer=watcher) as executor:
            run(executor, _finished(journal, name, watcher, forever=forever))
    except JournalError as error:
        leave(failed(error))
    stand = _standing(journal, name)
    journal.close()
    output.say("")
    closing.addresses(output.screen(), stand.entries)
    closing.troubles(output.talk(), stand)
    if not forever:
        closing.later(output.talk(), stand, settings, shared)
    return stand.exit_code


def _watcher(journal: "Journal", name: str) -> "tuple[Lines, AbstractContextManager[object]]":
    """Who hears what happens, and the live part of the screen while that lasts; times are in the launch's zone."""
    from launcher.cli.layout import zone
    from launcher.cli.progress import Lines, Live, time_of_day
    from launcher.journal.reading import launch

    console, recorded = output.talk(), launch(journal, name)
    place = recorded.timezone if recorded else "UTC"
    output.say(f"\nFrom here on, times are in {place}. Ctrl-C stops; launching again goes on.")
    told = time_of_day(zone(place))
    if not console.is_terminal:
        return Lines(console, journal.now, told, only=name), nullcontext()
    from rich.live import Live as Screen

    watcher = Live(console, journal.now, told, only=name)
    return watcher, Screen(watcher, console=console, transient=True, refresh_per_second=4)


def _finished(journal: "Journal", name: str, watcher: "Lines", *, forever: bool) -> Callable[[], bool]:
    from launcher.clock import Stopwatch
    from launcher.report.danger import dangers

    since = Stopwatch()

    def finished() -> bool:
        nonlocal since
        stand = _standing(journal, name)
        watcher.look(stand)
        if since.seconds() > WATCH:
            since = Stopwatch()
            watcher.warn(dangers(journal, stand.entries))
        return not stand.coming and not (forever and stand.later)

    return finished


def _standing(journal: "Journal", name: str) -> "Standing":
    from launcher.journal.reading import entries
    from launcher.run.standing import standing

    return standing(entries(journal, name))
