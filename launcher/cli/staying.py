"""Staying with a launch at a terminal or in a pipe, and leaving it at once when asked to."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
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


class Terminated(KeyboardInterrupt):
    """Somebody sent SIGTERM: as Ctrl-C, with an exit code of its own."""


@contextmanager
def interruptible(again: str) -> Iterator[None]:
    """Ctrl-C and SIGTERM within end the process at once, behind a line that says how to go on.

    At once, because an upload in another thread cannot be stopped otherwise. That is safe: the journal says what was
    sent, and what was under way is taken up again as after a power cut.
    """
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    except KeyboardInterrupt as error:
        output.say(f"\nStopped. Nothing is lost; this goes on:\n  {again}")
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
    """Who hears what happens, and the live part of the screen while that lasts."""
    from launcher.cli.progress import Lines, Live, here_and_now

    console = output.talk()
    if not console.is_terminal:
        return Lines(console, journal.now, here_and_now, only=name), nullcontext()
    from rich.live import Live as Screen

    watcher = Live(console, journal.now, here_and_now, only=name)
    return watcher, Screen(watcher, console=console, transient=True, refresh_per_second=4)


def _finished(journal: "Journal", name: str, watcher: "Lines", *, forever: bool) -> Callable[[], bool]:
    def finished() -> bool:
        stand = _standing(journal, name)
        watcher.look(stand)
        return not stand.coming and not (forever and stand.later)

    return finished


def _standing(journal: "Journal", name: str) -> "Standing":
    from launcher.journal.reading import entries
    from launcher.run.standing import standing

    return standing(entries(journal, name))
