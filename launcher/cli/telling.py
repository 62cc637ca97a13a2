"""A launch's report in a terminal: sentences, the curve, sparks by platform, the timeline, the addresses."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from launcher.cli import output
from launcher.cli.closing import addresses
from launcher.cli.layout import MARKS, cell, columns, show
from launcher.engagement.totals import FILM_WIDE
from launcher.report.charts.blocks import spark
from launcher.report.engagement import COLUMNS, drawn
from launcher.report.phrases import label
from launcher.report.story import moments, summary, windows
from launcher.report.story.lines import thinned
from launcher.report.urls import urls
from launcher.report.words import clock, exact, late, minute, offset, said_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rich.console import Console
    from rich.text import Text

    from launcher.report.story.story import Story

_SPARK, _CURVE = 24, 72


def tell(story: "Story") -> None:
    """The whole report, on stdout."""
    console = output.screen()
    console.print(cell(story.title, "bold"), cell(f" · launch {story.launch.name}"), sep="")
    for each in summary.sentences(story):
        console.print(cell(each), soft_wrap=not console.is_terminal)
    parts: tuple[tuple[object, str, Callable[[Console, Story], None]], ...] = (
        (story.views.last or not len(story.views.hours), "Views since release", _curve),
        (story.latest, "By platform", _platforms),
        (windows.over(story.seen) and story.latest, "First hour, first day, first week", _windows),
        (story.views.last and windows.spans(story), "Where the views came from", _spans),
        (True, f"How it went (times of {story.launch.timezone})", _timeline),
        (urls(story.entries), "Addresses", lambda where, what: addresses(where, what.entries)),
    )
    for _, title, part in filter(lambda each: each[0], parts):
        console.print()
        console.print(cell(title, "bold"))
        part(console, story)


def _curve(console: "Console", story: "Story") -> None:
    width = min(_CURVE, console.width - 20) if console.is_terminal else _CURVE
    line = story.views
    parts = thinned(line, line.until, width * 4)
    lines = drawn([(story.instant(hour), value) for part in parts for hour, value in part], width=width, height=6)
    if not lines:
        told = f"{said_count(line.last)} views; the curve begins with the next reading."
        console.print(told if line.last else "No views have been read yet.")
        return
    for place, each in enumerate(lines):
        beside = f" {said_count(line.last)} views" if not place else ""
        console.print(cell(each, "cyan"), cell(beside, "dim"), sep="")
    zone = ZoneInfo(story.launch.timezone)
    first, last = (minute(story.instant(hour), zone) for hour in (parts[0][0][0], line.until))
    console.print(cell(f"{first}{last:>{max(0, width - len(first))}}", "dim"))


def _platforms(console: "Console", story: "Story") -> None:
    """Each platform's newest numbers and the spark of the first of them; then the film's sums."""
    found = story.by_platform
    shown = tuple(each for each in COLUMNS if any(each in metrics for metrics in found.values()))
    table = columns("", "from release to now", *shown, right=shown)
    for name, metrics in found.items():
        first = next((each for each in shown if each in metrics), "")
        curve = spark(story.line(first, name), _SPARK) if first else ""
        table.add_row(cell(label(name)), cell(curve, "cyan"), *(exact(metrics.get(each)) for each in shown))
    sums = [exact(story.totals.get(each)) if each in FILM_WIDE else "" for each in shown]
    table.add_row(
        cell("The film", "bold"), cell(spark(story.views, _SPARK), "cyan"), *(cell(each, "bold") for each in sums)
    )
    show(console, table)


def _windows(console: "Console", story: "Story") -> None:
    over = windows.over(story.seen)
    names = tuple(name for name, _ in over)
    table = columns("", *names, "now", right=(*names, "now"))
    for metric in FILM_WIDE:
        line = story.line(metric)
        if len(line.hours):
            first = (windows.amount(line, hours, story.seen) for _, hours in over)
            table.add_row(metric, *map(summary.in_table, first), exact(line.last))
    show(console, table)


def _spans(console: "Console", story: "Story") -> None:
    hosts = [label(each) for each in story.by_host]
    table = columns("", "new views", *hosts, right=("new views", *hosts))
    for each in windows.spans(story):
        known = sum(value for _, value in each.shares) or 1.0
        parts = [f"{100 * value / known:.0f} %" for _, value in each.shares]
        table.add_row(each.name, "not read" if each.views is None else exact(each.views), *parts)
    show(console, table)


def _timeline(console: "Console", story: "Story") -> None:
    """Actions and the numbers reached, in one order of time."""
    zone = ZoneInfo(story.launch.timezone)
    rows: list[tuple[datetime, int, Text, str, Text]] = [
        (story.instant(step.hours), 0, cell("○"), "", cell(f"{said_count(step.value)} views", "bold"))
        for step in moments.reached(story)
    ]
    rows += [(story.instant(each.hours), 0, cell("○"), "", cell(each.what, "bold")) for each in moments.news(story)]
    for each in moments.moments(story):
        told = late(each.late) if each.at else str(each.state)
        what = cell(f"{each.what} {each.detail}".strip())
        rows.append((each.at or each.planned_for, 1, cell(*MARKS[each.state]), told, what))
    table = columns("", "", "", "", "")
    for at, _, mark, told, what in sorted(rows, key=lambda row: row[:2]):
        table.add_row(mark, clock(at, zone), offset(story.hours(at)), told, what)
    show(console, table)
