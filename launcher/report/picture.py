"""The curve as a PNG, for a slide or a message: matplotlib, which is imported only here."""

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from launcher.report.charts.scales import hour_marks, of_values
from launcher.report.phrases import label
from launcher.report.story import reference
from launcher.report.story.comparing import beside
from launcher.report.story.lines import Line, crossing, thinned
from launcher.report.story.moments import reached
from launcher.report.story.story import Story
from launcher.report.story.summary import sentences
from launcher.report.words import said_count, short_count, since
from launcher.text.foreign import clean_line

_INK, _QUIET, _RULE, _PAPER = "#1d1c1a", "#6b675f", "#e3dfd6", "#fbfaf7"
_COLOURS = {"youtube": "#b23a2c", "vimeo": "#14788f", "facebook": "#3b5998", "x": "#626b78", "reddit": "#c4651a"}
ORDER = ("#b23a2c", "#14788f", "#c4651a", "#3b5998", "#7a5c8f", "#626b78")
"""Of lines that are compared."""

_INCHES, _DPI = (10.4, 5.6), 150


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One line of the picture."""

    label: str
    colour: str
    width: float
    line: Line


def of_story(story: Story, *, overlay: bool = False) -> bytes:
    """The launch's views, all and by platform, since release."""
    hosts = story.by_host.items() if len(story.by_host) > 1 else ()
    lines = [
        Drawn(label=label(name), colour=_COLOURS.get(name, "#7a5c8f"), width=1.6, line=line) for name, line in hosts
    ]
    lines.append(Drawn(label="All views", colour=_INK, width=2.4, line=story.views))
    flags = [crossing(story.views, each.value, each.hours, _height) for each in reached(story)]
    words = next(sentences(story), "")
    start = story.launch.release_at.astimezone(ZoneInfo(story.launch.timezone))
    return picture(story.title, words, lines, flags=flags, overlay=overlay, start=start)


def of_stories(stories: Sequence[Story]) -> bytes:
    """Launches beside each other, each since its own release."""
    rows = beside(stories)
    lines = [Drawn(label=row.label, colour=ORDER[at], width=2.0, line=row.story.views) for at, row in enumerate(rows)]
    return picture(", ".join(row.label for row in rows), "Views, each since its own release", lines)


def picture(
    title: str,
    words: str,
    lines: Sequence[Drawn],
    *,
    flags: Sequence[tuple[float, float]] = (),
    overlay: bool = False,
    start: datetime | None = None,
) -> bytes:
    """A PNG of these lines on a logarithmic axis, from release to the newest reading."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.085, 0.13, 0.775, 0.67), facecolor=_PAPER)
    end = max([1.0, *(each.line.until for each in lines)])
    most = max([10.0, *(float(each.line.values.max()) for each in lines if len(each.line.values))])
    _axes(axes, end, most, start)
    for each in lines:
        for part in thinned(each.line, end, 600):
            axes.plot(*zip(*part, strict=True), color=each.colour, linewidth=each.width, solid_capstyle="round")
    _labels(axes, lines, end)
    _flags(axes, flags)
    if overlay:
        _overlay(axes)
    figure.text(0.085, 0.915, _plain(title, 60), color=_INK, fontsize=19, family="serif")
    figure.text(0.085, 0.862, _plain(words, 130), color=_QUIET, fontsize=9.5)
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a title in a script of which its fonts know no letter is drawn as boxes
        figure.savefig(file, format="png", facecolor=_PAPER, metadata={"Software": None})
    return file.getvalue()


def _height(value: float) -> float:
    """A place on the logarithmic axis."""
    return math.log10(max(value, 1.0))


def _plain(words: str, most: int) -> str:
    """Foreign words as they are: a dollar sign would begin a formula."""
    return clean_line(words, most).replace("$", r"\$")


def _axes(axes: Any, end: float, most: float, start: datetime | None) -> None:
    scale = of_values("log", most, 0.0, 1.0)
    axes.set_yscale("log")
    axes.set_ylim(scale.low, scale.high)
    axes.set_xlim(0.0, end)
    axes.set_yticks(scale.marks(), [short_count(each) for each in scale.marks()])
    marks = hour_marks(end, 8)
    axes.set_xticks(marks, [since(each) for each in marks])
    axes.minorticks_off()
    axes.grid(axis="y", color=_RULE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_QUIET, labelsize=9, length=0, pad=7)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)
    if start is not None:
        axes.set_xlabel(f"since release, {start:%a} {start.day} {start:%b %Y %H:%M %Z}", color=_QUIET, fontsize=9)


def _labels(axes: Any, lines: Sequence[Drawn], end: float) -> None:
    """Each line's name and number at its end, moved apart where they would overlap."""
    _, high = axes.get_ylim()
    scale, above = of_values("log", high / 1.6, 0.0, 1.0), 2.0
    for each in sorted(lines, key=lambda one: -(one.line.height(end) or 0.0)):
        value = each.line.height(end)
        if value is None:
            continue
        above = min(scale(value), above - 0.085)
        said = f"{_plain(each.label, 17)}\n{said_count(value)}"
        axes.annotate(said, (1.015, above), xycoords="axes fraction", color=each.colour, fontsize=9.5, va="center")


def _flags(axes: Any, flags: Sequence[tuple[float, float]]) -> None:
    low, _ = axes.get_ylim()
    for hour, value in flags:
        if value >= low:
            axes.plot([hour], [value], "o", color=_INK, markerfacecolor=_PAPER, markersize=5.5, markeredgewidth=1.5)


def _overlay(axes: Any) -> None:
    hours, views, _ = zip(*reference.POINTS, strict=True)
    axes.plot(hours, views, "o--", color=_QUIET, linewidth=1.2, markersize=4, markerfacecolor=_PAPER)
    axes.annotate(
        reference.TITLE, (hours[-1], views[-1]), (8, -4), textcoords="offset points", color=_QUIET, fontsize=9
    )
