"""New views per hour, as bars on the same time axis as the curve."""

from itertools import pairwise

import numpy as np

from launcher.report.charts import frame as paper
from launcher.report.charts.frame import Frame, Hours
from launcher.report.charts.scales import of_values
from launcher.report.charts.svg import tag, text
from launcher.report.story.lines import Line, gained, strongest
from launcher.report.words import said_count

_MOST = 56
"""So many bars are shown at the most. None is finer than the readings were."""


def drawn(line: Line, hours: Hours, frame: Frame, css: str) -> str:
    """The chart; the highest bar is labelled. A bar within a gap is left out, and the gap is shown."""
    edges = _edges(line, hours.end)
    came = zip(pairwise(edges), gained(line, edges), strict=True)
    rates = [(start, end, max(0.0, new / (end - start))) for (start, end), new in came if new is not None]
    y = of_values("linear", strongest(rate for *_, rate in rates), frame.floor, frame.top)
    x = hours.scale(frame)
    bars = [
        tag(
            "rect",
            tag("title", f"{said_count(rate)} an hour"),
            x=x(start) + 0.5,
            width=max(x(end) - x(start) - 1.0, 0.6),
            y=y(rate),
            height=frame.floor - y(rate),
            class_="bar",
        )
        for start, end, rate in rates
        if rate
    ]
    head = text("New views per hour", frame.left, 14, class_="label strong")
    return tag(
        "svg",
        tag("title", "New views per hour"),
        paper.gaps(frame, hours, line.gaps),
        paper.counts(frame, y),
        *bars,
        head,
        hours.axis(frame, frame.floor),
        viewBox=f"0 0 {frame.width:.0f} {frame.height:.0f}",
        class_=f"growth {frame.name} {css}",
        role="img",
    )


def _edges(line: Line, end: float) -> list[float]:
    """Instants of readings that stand at least a bar's width apart, from release on."""
    edges, least = [0.0], end / _MOST - 1e-6
    last = int(np.searchsorted(line.hours, end + 1e-6, side="right"))
    while (place := int(np.searchsorted(line.hours, edges[-1] + least))) < last:
        edges.append(float(line.hours[place]))
    if line.until >= end > edges[-1] + least / 2:
        edges.append(end)
    return edges
