"""What a rehearsal shows: while it runs, and when it is over."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from launcher.cli import layout, output
from launcher.cli.closing import addresses, troubles
from launcher.cli.layout import MARKS, cell, clock, columns, day_and_clock, late, zone
from launcher.cli.progress import Live
from launcher.engagement.totals import totals
from launcher.journal.records import Entry, Outcome, State
from launcher.journal.samples import latest
from launcher.plan.action import Kind
from launcher.report import engagement, timeline
from launcher.run.standing import standing
from launcher.text.human import brief, number, rounded, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from launcher.journal.database import Journal
    from launcher.rehearsal import Rehearsed

CANNOT_SHOW = (
    "how long your line needs for the real film, and the platforms to process it",
    "whether your credentials are sound, and have the scopes and approvals that the platforms ask for",
    "the quotas and prepaid credit of your accounts",
    "what moderators, and a subreddit's own rules, say to a post",
    "how many people come: the growth is made up, after the film of 2014",
)

_OFTEN = 0.2
"""Seconds between two looks at the views."""


class Days(Live):
    """Lines that stay, and below them the rehearsal's clock and the views so far."""

    def __init__(self, console: "Console", journal: "Journal", told: Callable[[datetime], str]) -> None:
        super().__init__(console, journal.now, told)
        self._journal = journal
        self._looked_at = 0.0
        self._views = 0.0

    def settled(self, entry: Entry, outcome: Outcome) -> None:
        """A line, and now and then a look at the views."""
        super().settled(entry, outcome)
        if entry.kind is Kind.SAMPLE and time.monotonic() - self._looked_at > _OFTEN:
            self._looked_at = time.monotonic()
            self._views = totals(latest(self._journal, entry.launch)).get("views", 0)

    def status(self) -> str:
        """The time that the rehearsal has come to."""
        views = f" · {rounded(self._views)} views" if self._views else ""
        return f"{self.told(self.now())}{views}"


def show(result: "Rehearsed", seconds: float) -> None:
    """Everything that the rehearsal showed, on stdout."""
    console = output.screen()
    for title, part in (
        (f"What happened (times of {result.launch.timezone})", _timeline),
        ("Addresses (of the stage)", lambda each, found: addresses(each, found.entries)),
        ("Engagement", _engagement),
        ("What held", _proofs),
        ("What a rehearsal cannot show", _limits),
    ):
        console.print()
        console.print(cell(title, "bold"))
        part(console, result)
    troubles(output.talk(), standing(result.entries))
    passed = words(result.ended_at - result.began_at)
    output.say(f"\nRehearsed {passed} in {seconds:.0f} seconds. Nothing left this machine.")


def _timeline(console: "Console", result: "Rehearsed") -> None:
    place = zone(result.launch.timezone)
    table = columns("", "planned", "happened", "", "what")
    for row in timeline.happened(result.entries):
        mark, style = MARKS[row.state]
        planned = row.planned_for.astimezone(place).replace(microsecond=0)
        delay = late(row.late.total_seconds()) if row.late is not None else ""
        at = _beside(row.happened_at.astimezone(place), planned) if row.happened_at else str(row.state)
        what = cell(f"{row.what} {row.detail}".strip())
        table.add_row(cell(mark, style), day_and_clock(planned), at, delay, what)
    layout.show(console, table)


def _beside(happened: datetime, planned: datetime) -> str:
    """When it happened, with the day only where that is another one."""
    at = happened.replace(microsecond=0)
    return clock(at) if at.date() == planned.date() else day_and_clock(at)


def _engagement(console: "Console", result: "Rehearsed") -> None:
    found = engagement.table(result.latest)
    if not found.rows:
        console.print("No sample was taken.")
        return
    whole = _by_metric(found, number)
    fits = not console.is_terminal or console.measure(whole).maximum <= console.width
    layout.show(console, whole if fits else _by_metric(found, brief))
    _curve(console, result)


def _by_metric(found: engagement.Engagement, said: Callable[[int], str]) -> "Table":
    """A line a metric and a column a platform: names of metrics are longer than those of platforms."""
    places = (*(name for name, _ in found.rows), "film")
    table = columns("", *places, right=places)
    for place, metric in enumerate(found.columns):
        values = (*(values[place] for _, values in found.rows), found.sums[place])
        table.add_row(metric.replace("_", " "), *("" if value is None else said(int(value)) for value in values))
    return table


def _curve(console: "Console", result: "Rehearsed") -> None:
    curve = engagement.views(result.samples)
    width = min(72, console.width - 20) if console.is_terminal else 72
    lines = engagement.drawn(curve, width=width, height=6)
    if not lines:
        return
    place = zone(result.launch.timezone)
    most = rounded(max(value for _, value in curve))
    labels = [f"{most} views", *[""] * (len(lines) - 1)]
    console.print()
    for label, line in zip(labels, lines, strict=True):
        console.print(cell(line, "cyan"), cell(f" {label}", "dim"), sep="")
    first, last = (day_and_clock(each[0].astimezone(place).replace(second=0)) for each in (curve[0], curve[-1]))
    console.print(cell(f"{first}{last:>{max(0, width - len(first))}}", "dim"))


def _proofs(console: "Console", result: "Rehearsed") -> None:
    items, release = len(result.items), day_and_clock(result.launch.release_at.astimezone(zone(result.launch.timezone)))
    early, twice = ", ".join(result.early), ", ".join(result.twice)
    open_actions = [each for each in standing(result.entries).coming if each.state is not State.DONE]
    proofs = (
        (not early, f"nothing showed the film before release, {release}", f"public before release: {early}"),
        (not twice, f"each of {items} films and posts stands there once", f"not in the journal: {twice}"),
        (not open_actions, "every action of the launch came to its end", f"{len(open_actions)} actions are still open"),
    )
    for held, good, bad in proofs:
        mark, style = MARKS["done" if held else "refused"]
        console.print(cell(mark, style).append(output.safe(f" {good if held else bad}")), soft_wrap=True)
    console.print(cell(f"  the platforms saw {number(result.requests)} requests"))


def _limits(console: "Console", _result: "Rehearsed") -> None:
    for each in CANNOT_SHOW:
        console.print(cell(f"– {each}"), soft_wrap=not console.is_terminal)


def as_json(result: "Rehearsed") -> dict[str, Any]:
    """What the rehearsal showed, for a program."""
    from launcher.clock import iso
    from launcher.report.urls import urls

    return {
        "launch": result.launch.name,
        "release_at": iso(result.launch.release_at),
        "began_at": iso(result.began_at),
        "ended_at": iso(result.ended_at),
        "actions": [timeline.as_json(row) for row in timeline.happened(result.entries)],
        "urls": urls(result.entries),
        "totals": totals(result.latest),
        "views": [[iso(at), value] for at, value in engagement.views(result.samples)],
        "requests": result.requests,
        "early": result.early,
        "twice": result.twice,
    }
