"""`launcher status`: where a launch stands, what needs a person first."""

from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared

if TYPE_CHECKING:
    from rich.console import Console

    from launcher.journal.database import Journal
    from launcher.journal.records import Launch
    from launcher.report.standings import Group, Line
    from launcher.report.status import Histories
    from launcher.run.standing import Standing
    from launcher.settings import Settings

_SHOWN = 12
"""So many of the actions that come next are shown without --all."""


def command(
    context: typer.Context,
    launch: Annotated[
        str, typer.Argument(help="The launch's name or its manifest; may be left out where there is one.")
    ] = "",
    *,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Add everything that happened to each action.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show all that comes next, however much it is.")] = False,
) -> None:
    """Show where a launch stands: what needs you, what runs, what comes next, what is done and where.

    Exit code 3 where something is held or unknown, else 1 where something was refused, else 0. Where nothing was
    launched yet it says so, and the exit code is 0. Changes nothing.
    """
    from launcher.cli.naming import existing, launch_meant
    from launcher.journal.database import is_there
    from launcher.journal.reading import launch_names

    settings = shared(context).settings()
    if not is_there(settings.journal_url):
        nothing(settings.journal_url, json=json)
        return
    journal = existing(settings)
    names = launch_names(journal)
    if not names and not launch:
        nothing(settings.journal_url, json=json)
        return
    if not launch and len(names) > 1 and not json:
        raise typer.Exit(overview(journal, names))
    meant = launch_meant(journal, launch)
    if not json:
        _logins(settings, journal, meant)
    raise typer.Exit(_show(journal, meant, json=json, history=history, everything=everything))


def _logins(settings: "Settings", journal: "Journal", launch: "Launch") -> None:
    """Warn of logins that end before long. A store that cannot be read is told where a login is needed."""
    from contextlib import suppress

    from launcher.errors import LauncherError
    from launcher.journal.reading import entries
    from launcher.logins.store import opened
    from launcher.report.ending import ending

    with suppress(LauncherError):
        for each in ending(opened(settings).every(), entries(journal, launch.name), journal.now()):
            output.warning(each)


def nothing(journal_url: str, *, json: bool) -> None:
    """Say that nothing was launched; `null` for a program."""
    from launcher.journal.address import shown, sqlite_path

    place = sqlite_path(journal_url) or shown(journal_url)
    output.say(f"Nothing was launched from here yet (no launch in {place}).")
    output.say("  launcher launch MANIFEST begins; LAUNCHER_HOME and --home say which journal is meant.")
    if json:
        output.as_json(None)


def overview(journal: "Journal", names: list[str]) -> int:
    """One line a launch, and the exit code of the worst."""
    from launcher.journal.reading import entries, launch
    from launcher.run.standing import standing

    standings = {name: standing(entries(journal, name)) for name in names}
    width = max(map(len, names))
    for name, stand in standings.items():
        output.data(f"{name:<{width}}  {stand.state}: {counts(stand)}{_stage(launch(journal, name))}")
    output.say("launcher status LAUNCH shows one of them.")
    return max(stand.exit_code for stand in standings.values())


def _stage(launch: "Launch | None") -> str:
    """That it went to imitations of the platforms, where it did."""
    from launcher.journal.staged import is_staged

    return " · on the stage" if launch and is_staged(launch.facts) else ""


def counts(stand: "Standing") -> str:
    """How many actions are in which state."""
    from collections import Counter

    found = Counter(str(each.state) for each in stand.entries)
    return ", ".join(f"{count} {state}" for state, count in found.most_common())


def _show(journal: "Journal", launch: "Launch", *, json: bool, history: bool, everything: bool) -> int:
    from launcher.cli.layout import cell
    from launcher.journal.reading import entries
    from launcher.journal.samples import latest
    from launcher.report.danger import dangers
    from launcher.report.status import status
    from launcher.run.standing import standing

    stand, newest = standing(entries(journal, launch.name)), latest(journal, launch.name)
    histories = _histories(journal, stand) if history else None
    found = dangers(journal, stand.entries)
    if json:
        output.as_json(status(launch, stand, newest, histories, found))
    else:
        told = status(launch, stand, newest)
        console = output.screen()
        _head(console, launch, stand, journal)
        for each in found:
            console.print(cell(f"! {each}", "bold yellow"), soft_wrap=True)
        _groups(console, launch, stand, journal, everything=everything)
        _totals(console, told["totals"], journal)
        _allowances(console, launch, stand, journal)
        _happenings(console, launch, histories or {})
        _idle(launch, stand)
    return stand.exit_code


def _idle(launch: "Launch", stand: "Standing") -> None:
    """Where something is to come and nothing runs: what must run for it. Whether it does cannot be seen from here."""
    if (stand.coming or stand.later) and not any(each.state == "running" for each in stand.entries):
        output.say(
            f"\nIt goes on only while this runs:  launcher launch {launch.name}\n"
            "or while cron ticks:              launcher cron --install"
        )


def _histories(journal: "Journal", stand: "Standing") -> "Histories":
    from launcher.journal.reading import history

    return {each.key: history(journal, each.key) for each in stand.entries}


def _head(console: "Console", launch: "Launch", stand: "Standing", journal: "Journal") -> None:
    from launcher.cli.layout import cell, day_and_clock, zone
    from launcher.text.human import until

    console.print(cell(str(launch.facts["film"]["title"]), "bold"), end="")
    console.print(cell(f" · {launch.name}, revision {launch.revision} · {stand.state}: {counts(stand)}"), end="")
    console.print(cell(_stage(launch), "yellow"))
    there = launch.release_at.astimezone(zone(launch.timezone))
    countdown = until(launch.release_at - journal.now())
    console.print(cell(f"release {day_and_clock(there)} {there:%Z}, {countdown}; times in {launch.timezone}"))


def _groups(console: "Console", launch: "Launch", stand: "Standing", journal: "Journal", *, everything: bool) -> None:
    from launcher.cli.layout import cell
    from launcher.report.standings import groups

    for group in groups(stand, journal.now(), launch.timezone, every=everything):
        console.print()
        console.print(cell(group.title, "bold yellow" if group.title == "Needs you" else "bold"))
        if group.title == "Needs you":
            for line in group.lines:
                _needs_you(console, line)
        else:
            _table(console, group, everything=everything)


def _needs_you(console: "Console", line: "Line") -> None:
    """The action, why it needs a person, and what to type: a command must stay in one line to be copied."""
    from textwrap import wrap

    from launcher.cli.layout import MARKS, cell

    mark, style = MARKS[line.state]
    console.print(cell(f"{mark} ", style), cell(line.key), cell(f"  {line.said}", style), sep="", soft_wrap=True)
    if line.why:
        width = console.width - 1 if console.is_terminal else len(line.why) + 5
        for part in wrap(line.why, width, initial_indent="    ", subsequent_indent="    "):
            console.print(cell(part), soft_wrap=True)
    if line.next:
        console.print(cell(f"    → {line.next}", "bold"), soft_wrap=True)


def _table(console: "Console", group: "Group", *, everything: bool) -> None:
    from launcher.cli.layout import MARKS, cell, columns, show

    shown = group.lines if everything or group.title != "Next" else group.lines[:_SHOWN]
    table = columns("", "", "")
    for line in shown:
        mark, style = MARKS[line.state]
        why = f"\n{line.why}" if line.why else ""
        table.add_row(cell(mark, style), cell(line.key), cell(f"{line.said}{why}"))
    show(console, table)
    if len(shown) < len(group.lines):
        console.print(cell(f"  … and {len(group.lines) - len(shown)} more: --all shows them", "dim"))


def _totals(console: "Console", totals: dict[str, int | str | None], journal: "Journal") -> None:
    from datetime import datetime

    from launcher.cli.layout import cell
    from launcher.text.human import ago, number

    if totals["at"] is None:
        return
    known = [f"{number(value)} {name}" for name, value in totals.items() if isinstance(value, int)]
    read = ago(journal.now() - datetime.fromisoformat(str(totals["at"])))
    console.print()
    console.print(cell(", ".join(known), "bold"), cell(f" ({read})", "dim"), sep="")


def _allowances(console: "Console", launch: "Launch", stand: "Standing", journal: "Journal") -> None:
    """What the launch's accounts have used of what their platforms allow, where that is worth a look."""
    from launcher.cli.layout import cell, day_and_clock, zone
    from launcher.journal.allowances import used
    from launcher.text.human import number

    places = {(each.platform, each.account) for each in stand.entries}
    shown = [each for each in used(journal, share=0.1) if (each.platform, each.account) in places]
    if shown:
        console.print()
    for each in shown:
        whose = each.platform if each.account == "default" else f"{each.platform} ({each.account})"
        until = day_and_clock(each.resets_at.astimezone(zone(launch.timezone)).replace(microsecond=0))
        spent = f"{number(int(each.used))} of {number(int(each.most))}"
        console.print(cell(f"{whose}: {spent} {each.name} used until {until}", "dim"))


def _happenings(console: "Console", launch: "Launch", histories: "Histories") -> None:
    """What happened to each action, in the launch's zone."""
    from launcher.cli.layout import cell, columns, in_full, show, zone

    for key, lines in histories.items():
        console.print()
        console.print(cell(key, "bold"))
        table = columns("", "", "")
        for line in lines:
            at = line["at"].astimezone(zone(launch.timezone)).replace(microsecond=0)
            detail = " · ".join(str(line[name]) for name in ("detail", "owner") if line[name])
            table.add_row(cell(in_full(at)), cell(line["event"]), cell(detail, "dim"))
        show(console, table)
