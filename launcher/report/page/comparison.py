"""Launches beside each other as a page: the curves on one axis, and a table."""

from collections.abc import Sequence
from typing import Any

from launcher.report.charts import frame as paper
from launcher.report.charts.curve import Curve, Stroke
from launcher.report.charts.frame import Hours
from launcher.report.page import html
from launcher.report.page.report import KINDS, points, ranges_of
from launcher.report.story.comparing import beside, steps_of
from launcher.report.story.story import Story
from launcher.report.words import said_count

MOST = 6
"""So many launches can be told apart by colour."""


def page(stories: Sequence[Story]) -> str:
    """The whole file."""
    rows = beside(stories)
    strokes = [
        Stroke(label=row.label, css=f"p-{number}", layer="sum", line=row.story.views)
        for number, row in enumerate(rows, 1)
    ]
    longest = max((row.story.views for row in rows), key=lambda line: line.until)
    ranges = list(ranges_of(longest))
    said = {
        "rows": [(row, stroke.css) for row, stroke in zip(rows, strokes, strict=True)],
        "steps": [said_count(value) for value in steps_of(stories)],
        "ranges": ranges,
        "curves": _curves(strokes, ranges),
        "legend": [(each.label, each.css) for each in strokes],
    }
    data = {"release": None, "zone": "UTC", **points(strokes, longest, ranges)}
    return html.rendered("comparison.html", said, script="page.js", data=data)


def _curves(strokes: list[Stroke], ranges: list[tuple[str, str, float]]) -> list[Any]:
    chart = Curve(strokes=strokes, title="Views since each release")
    return [
        html.own(chart.drawn(Hours(end=end), kind, frame, f"r-{name} s-{kind}"))
        for name, _, end in ranges
        for frame in paper.CURVE
        for kind in KINDS
    ]
