"""A plan's timeline and texts, and what recording it would change, on a console."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from launcher.cli import output
from launcher.cli.layout import beside, cell, columns, day_and_clock, here, in_full, show, zone

if TYPE_CHECKING:
    from rich.console import Console

    from launcher.journal.fates import Change
    from launcher.plan.plan import Plan
    from launcher.report.changes import ByHand
    from launcher.report.texts import Part, Sent
    from launcher.report.timeline import Planned

_SAME = {"added": "green", "changed": "yellow", "withdrawn": "red", "fixed": "dim", "skipped": "yellow", "held": "red"}
_LABEL = 12
"""Columns for the name of a part, at least: most texts then begin in one."""


def head(console: "Console", plan: "Plan", now: datetime, *, known: bool) -> None:
    """Film, launch, T and release."""
    from launcher.journal.staged import is_staged
    from launcher.text.human import duration, until

    facts, place = plan.facts, zone(plan.timezone)
    console.print(cell(str(facts["film"]["title"]), "bold"), cell(f" · launch {plan.launch}"), sep="", end="")
    console.print(cell(" · on the stage" * is_staged(facts), "yellow"), end="")
    console.print(cell(" · goes on" if known else " · new", "dim"))
    there = plan.at.astimezone(place)
    utc = f" = {beside(plan.at, there)} UTC" if there.utcoffset() else ""
    console.print(cell(f"T        {in_full(there)}{utc} ({until(plan.at - now)})"))
    if plan.release_at != plan.at:
        premiere = facts["launch"].get("premiere")
        why = f", the premiere alone until then: {premiere}" if premiere else ""
        after = f"{duration(plan.release_at - plan.at)} after T{why}"
        console.print(cell(f"release  {in_full(plan.release_at.astimezone(place))} ({after})"), soft_wrap=True)
    console.print()


def timeline(console: "Console", plan: "Plan", rows: "Iterable[Planned]", now: datetime) -> None:
    """Every line with its instant in the launch's zone, here and in UTC, and how far away it is."""
    from launcher.text.human import until

    local, names = _zones(plan)
    place = zone(plan.timezone)
    table = columns(*names, "from now", "what")
    for row in rows:
        what = cell(f"{row.what} {row.detail}".strip(), "dim" if row.state == "done" else "")
        done = "done" if row.state == "done" else ""
        if row.due_at is None:
            table.add_row(cell(row.trigger), *[""] * (len(names) - 1), done, what)
            continue
        there = row.due_at.astimezone(place)
        others = [beside(here(row.due_at), there)] if local else []
        instants = [day_and_clock(there), *others, beside(row.due_at, there)][: len(names)]
        table.add_row(*instants, done or until(row.due_at - now), what)
    show(console, table)


def _zones(plan: "Plan") -> tuple[bool, list[str]]:
    """Whether the local clock has a column of its own, and the columns' names; clocks that always agree share one."""
    place, instants = zone(plan.timezone), [plan.at, *(action.due_at for action in plan.actions)]
    name = plan.timezone.rpartition("/")[2].replace("_", " ")
    local = [here(each).utcoffset() for each in instants]
    there = [each.astimezone(place).utcoffset() for each in instants]
    if local == there:
        return False, [f"{name}, here", "UTC"] if any(local) else ["UTC, here"]
    return (True, [name, "here", "UTC"]) if any(local) else (False, [name, "UTC, here"])


def texts(console: "Console", sent: "Iterable[Sent]") -> None:
    """Every text exactly as it will be sent, with its length."""
    for each in sent:
        times = f" ({each.times} times)" if each.times > 1 else ""
        console.print()
        console.print(cell(f"{each.what}{times}", "bold"))
        width = max((len(part.name) for part in each.parts), default=0)
        for part in each.parts:
            _part(console, part, max(width, _LABEL))


def _part(console: "Console", part: "Part", width: int) -> None:
    count = f"{part.count} {part.count.unit}" if part.count else ""
    label = f"  {part.name:<{width}}"
    if "\n" not in part.text and len(part.text) < 60:
        line = cell(f"{label} ", "dim")
        line.append(output.safe(part.text)).append(f"  {count}" if count else "", style="dim")
        console.print(line, soft_wrap=True)
        return
    console.print(cell(f"  {part.name}  {count}".rstrip(), "dim"))
    for line_of_text in output.safe(part.text).split("\n"):
        console.print(cell(f"    {line_of_text}".rstrip()), soft_wrap=True)


def cost(console: "Console", lines: "Iterable[tuple[str, str, str]]") -> None:
    """What reading costs, an account a line."""
    table = columns("", "", "")
    for name, calls, price in lines:
        table.add_row(cell(f"  {name}"), cell(calls), cell(price, "dim"))
    if table.row_count:
        console.print(cell("At most, at the platforms", "bold"))
        show(console, table)


def changes(console: "Console", found: "Sequence[Change]") -> None:
    """What recording the plan would change, and why."""
    from launcher.report.changes import summary, told

    console.print(cell(f"Against the journal: {summary(found)}."))
    table = columns("", "", "")
    for change in told(found):
        fate = str(change.fate)
        table.add_row(cell(f"  {fate}", _SAME.get(fate, "")), cell(change.key.partition("/")[2]), cell(change.why))
    if table.row_count:
        show(console, table)


def by_hand(console: "Console", found: "Iterable[ByHand]") -> None:
    """What was edited too late, and what a person can still do."""
    table = columns("", "", "")
    for each in found:
        table.add_row(cell(f"  {each.what}"), cell(each.parts), cell(each.fix))
    if table.row_count:
        console.print()
        console.print(cell("Edited, but out already: launching again changes nothing of it", "yellow"))
        show(console, table)
