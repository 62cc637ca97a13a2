"""The last lines of a launch: addresses, what waits for a person, what goes on, and how."""

import os
import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from launcher.cli import output
from launcher.cli.layout import MARKS, cell

if TYPE_CHECKING:
    from rich.console import Console

    from launcher.cli.context import Shared
    from launcher.journal.records import Entry
    from launcher.run.standing import Standing
    from launcher.settings import Settings


def addresses(console: "Console", entries: "Iterable[Entry]") -> None:
    """Every public address, one a line, behind the name that the manifest gives it."""
    from launcher.report.urls import urls

    found = urls(entries)
    width = max((len(name) for name in found), default=0)
    for name, url in found.items():
        console.print(cell(f"{name:<{width}}  {url}"), soft_wrap=True)


def troubles(console: "Console", standing: "Standing") -> None:
    """What is held, unknown or refused, why, and what to type; and what waits for it in vain."""
    from launcher.journal.records import State
    from launcher.report.phrases import phrase

    for entry in standing.of(State.HELD, State.UNKNOWN, State.REFUSED):
        mark, colour = MARKS[entry.state]
        line = cell(mark, colour).append(output.safe(f" {phrase(entry)} is {entry.state}: {entry.error or ''}"))
        console.print(line, soft_wrap=True)
        if entry.next:
            console.print(cell(f"    {entry.next}"), soft_wrap=True)
        waiting = [phrase(each) for each in standing.entries if standing.blocked.get(each.key) is entry]
        if waiting:
            console.print(cell(f"    waiting for it: {', '.join(waiting)}", "dim"), soft_wrap=True)


_LINE, _NAMED = 156, 3
"""A crontab line longer than two rows of a terminal is not shown; of follow-ups so many are named."""


def later(console: "Console", standing: "Standing", settings: "Settings", shared: "Shared") -> None:
    """Follow-ups and samples go on by cron: say which, and how."""
    from launcher import settings as reading
    from launcher.cli.cron import doubts
    from launcher.cli.program import program
    from launcher.report.cron_line import Ticking, variables

    if not standing.later:
        return
    secrets = reading.secrets_file(os.environ, settings.home, shared.secrets)
    line = Ticking(program=program(), told=variables(settings, os.environ, secrets)).crontab()
    console.print(cell(f"Still to come: {to_come(standing)}."), soft_wrap=True)
    console.print(cell(f"It goes on by cron: {launcher(shared, 'cron', '--install')}   (or with launch --stay)"))
    if len(line) <= _LINE:
        console.print(cell(line, "dim"), soft_wrap=True)
    if settings.staged:
        output.say("On the stage there is no cron to go on with: its platforms end with it. Add --stay.")
        return
    for doubt in doubts(settings, os.environ, secrets_known=secrets is not None):
        output.warning(doubt)


def to_come(standing: "Standing") -> str:
    """The first follow-ups by name, how many more, and whether engagement is read."""
    from launcher.plan.action import Kind
    from launcher.report.phrases import phrase

    named = list(dict.fromkeys(phrase(each) for each in standing.later if each.kind is not Kind.SAMPLE))
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    sampling = ["engagement"] if any(each.kind is Kind.SAMPLE for each in standing.later) else []
    return ", ".join([*named[:_NAMED], *more, *sampling])


def again(shared: "Shared", what: str, *, stay: bool = False, limit_rate: str | None = None) -> str:
    """The command that goes on with the launch."""
    limit = ["--limit-rate", limit_rate] if limit_rate else []
    return launcher(shared, "launch", what, *(["--stay"] if stay else []), *limit)


def launcher(shared: "Shared", *words: str) -> str:
    """A command to type, with the shared options that this one was given."""
    options = [("--home", shared.home), ("--secrets", shared.secrets)]
    given = [word for name, value in options if value for word in (name, str(value))]
    return shlex.join(["launcher", *given, *words])
