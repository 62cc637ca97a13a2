"""The first hour, day and week, and now: how much there was, and where it came from."""

from dataclasses import dataclass

from launcher.report.story.lines import Line, gained
from launcher.report.story.story import Story
from launcher.report.words import since

FIRST = (("first hour", 1.0), ("first day", 24.0), ("first week", 168.0))
"""Windows from release, in hours."""

_DAY, _MINUTE = 24.0, 1 / 60
_STALE = 0.1
"""A reading older than this share of the window says only "at least"."""

_SPANS = ((0, 1), (1, 3), (3, 6), (6, 12), (12, 24), (24, 48), (48, 72), (72, 168), (168, 336), (336, 720), (720, 8760))


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number by the end of a window; None where that is still to come. `at_least` where nothing newer was read."""

    value: float | None
    at_least: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """The views that came between two hours after release, by platform; None where that was not read throughout."""

    start: float
    end: float
    views: float | None
    shares: tuple[tuple[str, float], ...]

    @property
    def name(self) -> str:
        """Such as `first hour`, `first 20 min`, `3–6 h`, `after 6 h`, `day 2`, `days 4–7`, `after 3 days`."""
        if self.end <= _DAY:
            return self._hours
        if self.end % _DAY:
            return f"after {since(self.start)}"
        first, last = self.start // _DAY + 1, self.end // _DAY
        return f"day {last:.0f}" if first == last else f"days {first:.0f}–{last:.0f}"

    @property
    def _hours(self) -> str:
        if self.end % 1:
            return f"after {since(self.start)}" if self.start else f"first {since(self.end)}"
        return "first hour" if self.end == 1 else f"{self.start:g}–{self.end:g} h"


def over(seen: float) -> tuple[tuple[str, float], ...]:
    """The windows that have ended, looked at `seen` hours after release."""
    return tuple(each for each in FIRST if each[1] <= seen)


def amount(line: Line, window: float, seen: float) -> Amount:
    """The line's reading at the end of the window, looked at `seen` hours after release."""
    until = line.stands_for(window)
    read = line.hours[line.hours <= until]
    if seen < window or not len(read):
        return Amount(value=None)
    return Amount(value=line.at(until), at_least=float(read[-1]) < window * (1 - _STALE))


def spans(story: Story) -> list[Span]:
    """Where the views came from, span after span; the last one ends with the newest reading."""
    until = story.views.until
    edges = [(float(start), min(float(end), until)) for start, end in _SPANS if until - start > _MINUTE]
    return [_span(story, start, end) for start, end in edges]


def _span(story: Story, start: float, end: float) -> Span:
    (views,) = gained(story.views, [story.views.stands_for(each) for each in (start, end)])
    shares = []
    for place, line in story.by_host.items():
        edges = [line.stands_for(each) for each in (start, min(end, line.until))]
        (came,) = gained(line, edges) if line.until > start else (None,)
        shares.append((place, max(0.0, came or 0.0)))
    return Span(start=start, end=end, views=views, shares=tuple(shares))
