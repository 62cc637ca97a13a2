"""The curve: numbers since release, with what was posted, what was reached, and when nothing was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from launcher.report.charts import frame as paper
from launcher.report.charts.frame import Frame, Hours
from launcher.report.charts.scales import Scale, of_values
from launcher.report.charts.svg import path, tag, text
from launcher.report.story import reference
from launcher.report.story.lines import Line, crossing, thinned
from launcher.report.words import said_count, short_count
from launcher.text.foreign import clean_line

_APART = 17.0
"""Two labels at the right stand at least so far apart."""

_ODD = 60
"""So many readings that need a remark are marked at the most."""


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """One line of the chart: its label, its colour's class, and the layer that a reader can hide."""

    label: str
    css: str
    layer: str
    line: Line


@dataclass(frozen=True, kw_only=True)
class Beat:
    """Something that was posted then; `number` is its place in the list below the chart."""

    hours: float
    number: int
    css: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A number that was reached then."""

    hours: float
    value: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """All that the chart shows. `changes` are hours at which something counts otherwise from then on.

    `overlay` adds the day of First Kiss, hidden until a reader asks for it.
    """

    strokes: Sequence[Stroke]
    beats: Sequence[Beat] = ()
    flags: Sequence[Flag] = ()
    changes: Sequence[tuple[float, str]] = ()
    overlay: bool = True
    title: str = "Views since release"

    def drawn(self, hours: Hours, kind: str, frame: Frame, css: str) -> str:
        """The chart with a linear or logarithmic axis, as one SVG element."""
        parts = {each.layer + each.label: thinned(each.line, hours.end, int(frame.width / 2)) for each in self.strokes}
        most = max((value for part in parts.values() for points in part for _, value in points), default=0.0)
        y = of_values(kind, most, frame.floor, frame.top)
        gaps = self.strokes[0].line.gaps if self.strokes else []
        inside = [
            paper.gaps(frame, hours, gaps),
            paper.counts(frame, y, short_count if frame.narrow else _full),
            hours.axis(frame, frame.floor + 24),
            self._beats(frame, hours),
            *(_change(frame, hours, hour, said) for hour, said in self.changes if 0 < hour < hours.end),
            _reference(frame, hours, y) if self.overlay else "",
            *(_stroke(each, parts[each.layer + each.label], hours, frame, y) for each in reversed(self.strokes)),
            self._labels(frame, hours, y),
            self._flags(frame, hours, y),
        ]
        return _svg(inside, frame, hours, y, css, self.title)

    def _beats(self, frame: Frame, hours: Hours) -> str:
        """A numbered dot below the plot for each post; those that would overlap share one."""
        x, floor = hours.scale(frame), frame.floor
        drawn = []
        for group in _grouped([each for each in self.beats if 0 <= each.hours <= hours.end], x):
            first, last = group[0], group[-1]
            place = (x(first.hours) + x(last.hours)) / 2
            said = str(first.number) if first is last else f"{first.number}–{last.number}"
            half = 8.0 if len(said) < 3 else 4.0 + 3.2 * len(said)
            lines = [tag("line", x1=x(b.hours), x2=x(b.hours), y1=frame.top, y2=floor, class_="beat") for b in group]
            title = tag("title", *(_escaped(f"{each.number} {each.title}") for each in group))
            pill = tag("rect", x=place - half, width=half * 2, y=floor + 4, height=16, rx=8, class_="pill")
            words = text(said, place, floor + 16, class_="number", text_anchor="middle")
            drawn.append(tag("g", title, *lines, pill, words))
        return tag("g", *drawn, class_="beats") if drawn else ""

    def _labels(self, frame: Frame, hours: Hours, y: Scale) -> str:
        """Each line's name at its end, moved apart where they would overlap. A narrow chart has a legend instead."""
        ends = [(y(value), each) for each in self.strokes if (value := _at_the_end(each.line, hours)) is not None]
        if frame.narrow or not ends:
            return ""
        drawn, above = [], -1e9
        for place, each in sorted(ends, key=lambda end: end[0]):
            above = max(place, above + _APART * 2)
            name = text(clean_line(each.label, 17), 0, 0, class_=f"name {each.css}")
            newest = text(said_count(_at_the_end(each.line, hours) or 0.0), 0, 15, class_="label")
            spot = f"translate({frame.edge + 10:.1f} {above + 3:.1f})"
            drawn.append(tag("g", name, newest, transform=spot, class_=f"layer {each.layer}"))
        return "".join(drawn)

    def _flags(self, frame: Frame, hours: Hours, y: Scale) -> str:
        x, drawn, low = hours.scale(frame), [], 1e9
        for each in self.flags:
            if each.hours > hours.end or each.value < y.low:
                continue
            hour, value = crossing(self.strokes[0].line, each.value, each.hours, y)
            place, across = y(value), x(hour)
            if place > frame.floor - 8 and y.kind == "linear":
                continue
            drawn.append(tag("circle", cx=across, cy=place, r=4.5, class_="flag"))
            right = across < frame.left + 50
            if low - place > 15 and not (right and frame.narrow):
                low = place
                side, below, anchor = (9, 14, "start") if right else (-9, -4, "end")
                words = short_count(each.value) if frame.narrow else said_count(each.value)
                drawn.append(text(words, across + side, place + below, class_="said", text_anchor=anchor))
        return tag("g", *drawn, class_="flags") if drawn else ""


def _at_the_end(line: Line, hours: Hours) -> float | None:
    """The line's height at the right edge, or None where it has not begun."""
    return line.height(line.stands_for(hours.end))


def _full(value: float) -> str:
    return said_count(value) if value >= 1 else "0"


def _escaped(words: str) -> str:
    return escape(clean_line(words, 120), quote=False) + "\n"


def _grouped(beats: Sequence[Beat], x: Scale) -> list[list[Beat]]:
    groups: list[list[Beat]] = []
    for each in sorted(beats, key=lambda beat: beat.hours):
        if groups and x(each.hours) - x(groups[-1][-1].hours) < 26:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _stroke(stroke: Stroke, parts: list[list[tuple[float, float]]], hours: Hours, frame: Frame, y: Scale) -> str:
    x = hours.scale(frame)
    drawn = "".join(path((x(hour), y(value)) for hour, value in part) for part in parts)
    odd = [(hour, value, "The platform took views back") for hour, value in stroke.line.fell()]
    odd += [
        (hour, value, "Not believed: the next reading did not go on from here") for hour, value in stroke.line.doubted
    ]
    corrected = [
        tag("circle", tag("title", said), cx=x(hour), cy=max(frame.top, y(value)), r=3.5, class_=f"odd {stroke.css}")
        for hour, value, said in odd[:_ODD]
        if 0 <= hour <= hours.end
    ]
    line = tag("path", d=drawn, class_=f"line {stroke.css}") if drawn else ""
    return tag("g", line, *corrected, class_=f"layer {stroke.layer}")


def _change(frame: Frame, hours: Hours, hour: float, said: str) -> str:
    place = hours.scale(frame)(hour)
    line = tag("line", x1=place, x2=place, y1=frame.top, y2=frame.floor, class_="change")
    right = place < frame.edge - 260
    words = text(said, place + (6 if right else -6), frame.floor - 8, text_anchor="start" if right else "end")
    return tag("g", line, words)


def _reference(frame: Frame, hours: Hours, y: Scale) -> str:
    """The dots that were told, joined; what lies above the chart is left out."""
    x = hours.scale(frame)
    shown = [each for each in reference.POINTS if each[0] <= hours.end and y.low <= each[1] <= y.high]
    dots = [tag("circle", cx=x(hour), cy=y(views), r=3.5, class_="told") for hour, views, _ in shown]
    words = [
        text(said, x(hour) + 8, y(views) + 13, class_="label")
        for hour, views, said in shown
        if not frame.narrow and hours.end <= 30
    ]
    name = _told(x(shown[-1][0]), y(shown[-1][1]), frame) if shown else ""
    joined = tag("path", d=path((x(hour), y(views)) for hour, views, _ in shown), class_="line told") if shown else ""
    end = ""
    if y.low <= reference.IN_THE_END <= y.high:
        height = y(reference.IN_THE_END)
        end = tag("line", x1=frame.left, x2=frame.edge, y1=height, y2=height, class_="line told")
        end += text("First Kiss in the end: 59 million", frame.left + 8, height - 6, class_="label")
    return tag("g", joined, *dots, *words, name, end, class_="layer told") if joined or end else ""


def _told(x: float, y: float, frame: Frame) -> str:
    """The name, above its last dot: at the left, where the curve is not, if there is room."""
    left = x - frame.left > 130
    return text(reference.TITLE, x + (-8 if left else 8), y - 8, class_="said", text_anchor="end" if left else "start")


def _svg(inside: list[str], frame: Frame, hours: Hours, y: Scale, css: str, title: str) -> str:
    return tag(
        "svg",
        tag("title", _escaped(title)),
        *inside,
        tag("g", class_="cursor"),
        viewBox=f"0 0 {frame.width:.0f} {frame.height:.0f}",
        class_=f"chart {frame.name} {css}",
        role="img",
        data_plot=f"{frame.left} {frame.edge} {frame.top} {frame.floor}",
        data_end=f"{hours.end:.4f}",
        data_scale=f"{y.kind} {y.low:.6g} {y.high:.6g}",
    )
