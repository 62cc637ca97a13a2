"""`launcher worker`: one of any number of processes, on any number of machines, that work on a PostgreSQL journal."""

import signal
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import LimitRate, shared
from launcher.cli.exits import Exit, failed
from launcher.cli.tick import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launcher.run.transports.procrastinate import Worker
    from launcher.settings import Settings

HANDS = 16
"""Actions at a time, unless told otherwise: they wait for platforms, hardly ever for this machine."""


def command(
    context: typer.Context,
    *,
    concurrency: Annotated[int, typer.Option(metavar="N", min=1, max=256, help="How many actions at a time.")] = HANDS,
    drain: Annotated[bool, typer.Option("--drain", help="Do what is due, and end when nothing more is.")] = False,
    films: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where this machine keeps films, at other paths than the plan names."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell what is done, too, and what is tried again.")
    ] = False,
    limit_rate: LimitRate = None,
) -> None:
    """Work on a journal on PostgreSQL, beside any number of other workers: take what is due, do it, keep house.

    Films are uploaded only by workers that see them: at the path that the plan names, or under --films by name and
    fingerprint. SIGTERM and Ctrl-C end it politely: nothing more is taken, what runs is finished. A second one ends it
    at once, which is as safe as `kill -9`: others take its actions over. With --drain the exit code is that of `tick`.
    """
    from launcher.cli.staying import leave
    from launcher.errors import JournalError

    settings = shared(context).settings(limit_rate=limit_rate)
    require_postgresql(settings)
    require_folder(films)
    try:
        code = work(settings, concurrency=concurrency, drain=drain, films=films, verbose=verbose)
    except JournalError as error:
        leave(failed(error))  # at once: nothing may be sent that cannot be recorded
    raise typer.Exit(code)


def work(settings: "Settings", *, concurrency: int, drain: bool, films: Path | None, verbose: bool) -> int:
    """Work until told to end, or until nothing is due; the exit code. Raises JournalError."""
    from launcher.journal.database import open_journal
    from launcher.run.executor import Executor
    from launcher.run.films import Films
    from launcher.run.transports.procrastinate import Worker

    journal, heard = open_journal(settings.journal_url), Watch(verbose=verbose)
    sees = Films(journal, films)
    with Executor(journal, settings, observer=heard, workers=concurrency, films=sees) as executor:
        worker = Worker(executor, settings.journal_url, concurrency=concurrency)
        with polite(worker) as signals:
            greet(settings, films, concurrency)
            worker.run(drain=drain)
    journal.close()
    if signal.SIGINT in signals:
        return Exit.INTERRUPTED
    return heard.code() if drain else Exit.OK


class Watch(Heard):
    """Tells what a person must know, as it happens: a worker may run for months."""

    def swept(self, key: str) -> None:
        """Too late, not ready, never reached."""
        output.say(f"{key}: passed over  → launcher status shows why, and what to type")


def require_postgresql(settings: "Settings") -> None:
    """Raise SettingsError where the journal is not on PostgreSQL, or what speaks to it is not installed."""
    from importlib.util import find_spec

    from launcher.errors import SettingsError
    from launcher.journal.address import is_postgresql

    if not is_postgresql(settings.journal_url):
        raise SettingsError(
            "workers share a journal on PostgreSQL, and this one is on SQLite: one machine needs no worker",
            fix="launcher cron; or set LAUNCHER_JOURNAL=postgresql://… and move the journal: launcher migrate --to URL",
        )
    if find_spec("procrastinate") is None:
        raise SettingsError("workers need Procrastinate", fix="pip install 'launcher[studio]'")


def require_folder(films: Path | None) -> None:
    """Raise typer.BadParameter where that is no folder."""
    if films is not None and not films.is_dir():
        raise typer.BadParameter(f"{films} is no folder on this machine", param_hint="--films")


def greet(settings: "Settings", films: Path | None, concurrency: int) -> None:
    """Say what this worker does, and how it is ended."""
    from launcher.journal.address import shown

    where = f", with the films in {films}" if films else ""
    output.say(f"Working on {shown(settings.journal_url)}, {concurrency} at a time{where}. Ctrl-C ends it politely.")


@contextmanager
def polite(worker: "Worker") -> "Iterator[list[int]]":
    """Within, a first SIGTERM or Ctrl-C stops the worker when its work is done, and a second one at once.

    Gives the signals that came.
    """
    from launcher.cli.staying import leave

    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            leave(128 + number)
        output.say("Ending: what runs is finished first. Once more ends it at once; others take over then.")
        worker.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
