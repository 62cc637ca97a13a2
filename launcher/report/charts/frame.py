"""The paper of a chart: its size, its margins, and the axes on it. Times are hours after release."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from launcher.report.charts.scales import Linear, Scale, hour_marks
from launcher.report.charts.svg import tag, text
from launcher.report.words import short_count, since


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A chart's size in its own units; a narrow one is for phones."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    marks: int

    @property
    def floor(self) -> float:
        """Where the plot ends below."""
        return self.height - self.bottom

    @property
    def edge(self) -> float:
        """Where the plot ends at the right."""
        return self.width - self.right

    @property
    def narrow(self) -> bool:
        """Whether it is for a phone."""
        return self.width < 500


CURVE = (
    Frame(name="wide", width=1040, height=500, left=78, right=128, top=18, bottom=84, marks=8),
    Frame(name="narrow", width=360, height=370, left=38, right=16, top=24, bottom=82, marks=4),
)
GROWTH = (
    Frame(name="wide", width=1040, height=210, left=78, right=128, top=26, bottom=44, marks=8),
    Frame(name="narrow", width=360, height=190, left=38, right=16, top=26, bottom=44, marks=4),
)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """The time axis: from release to `end` hours after it, by the clock of the launch's zone where there is one."""

    end: float
    release: datetime | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def scale(self, frame: Frame) -> Linear:
        """Hours on the paper."""
        return Linear(low=0.0, high=self.end, start=frame.left, end=frame.edge)

    def clock(self, hour: float) -> str:
        """The local clock at that hour: the time of day, or the day where the axis is long."""
        if self.release is None:
            return ""
        local = (self.release + timedelta(hours=hour)).astimezone(self.zone)
        if self.end > 72:
            return f"{local:%a} {local.day} {local:%b}"
        return f"{local:%a} {local:%H:%M}" if hour == 0 or local.hour < self.step else f"{local:%H:%M}"

    @property
    def step(self) -> float:
        """Hours between two marks of a wide axis: the day is told at the first mark of each."""
        found = hour_marks(self.end, CURVE[0].marks)
        return found[1] if len(found) > 1 else 1.0

    def axis(self, frame: Frame, floor: float) -> str:
        """The marks, what they mean since release, and below it by the clock."""
        x, drawn = self.scale(frame), []
        for hour in hour_marks(self.end, frame.marks):
            anchor = "start" if hour == 0 else "end" if x(hour) > frame.width - 24 else "middle"
            place = frame.left if hour == 0 else x(hour)
            drawn += [
                tag("line", x1=x(hour), x2=x(hour), y1=floor, y2=floor + 5, class_="tick"),
                text(since(hour, short=frame.narrow), place, floor + 19, class_="label", text_anchor=anchor),
                text(self.clock(hour), place, floor + 34, class_="label faint", text_anchor=anchor),
            ]
        drawn.append(tag("line", x1=frame.left, x2=frame.edge, y1=floor, y2=floor, class_="axis"))
        return "".join(drawn)


def counts(frame: Frame, scale: Scale, said: Callable[[float], str] = short_count) -> str:
    """The axis of counts: a faint line and a number at each mark."""
    drawn = []
    for value in scale.marks():
        y = scale(value)
        drawn += [
            tag("line", x1=frame.left, x2=frame.edge, y1=y, y2=y, class_="grid"),
            text(said(value), frame.left - 8, y + 4, class_="label", text_anchor="end"),
        ]
    return "".join(drawn)


def gaps(frame: Frame, hours: Hours, found: list[tuple[float, float]]) -> str:
    """A veil over every time in which nothing was read."""
    x = hours.scale(frame)
    drawn = []
    for low, high in found:
        left, right = x(max(low, 0.0)), x(min(high, hours.end))
        if high > 0 and low < hours.end and right > left:
            title = tag("title", f"Nothing was read for {since(high - low)}")
            drawn.append(
                tag(
                    "rect", title, x=left, width=right - left, y=frame.top, height=frame.floor - frame.top, class_="gap"
                )
            )
            if right - left > 70:
                middle = (left + right) / 2
                drawn.append(text("no readings", middle, frame.top + 14, class_="label faint", text_anchor="middle"))
    return "".join(drawn)
