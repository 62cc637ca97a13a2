"""Numbers over time: what was read, summed over receipts, with the gaps in which nothing was read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from launcher.journal.columns import Column
from launcher.report.story.pace import Pace

Floats = NDArray[np.float64]
Points = list[tuple[float, float]]

_LATER = 0.025
"""A reading later by this share of a time stands for it."""

_HOUR = 3_600_000_000
"""Microseconds."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """Readings in order of time: hours since release, and values. After each index of `breaks` there is a gap.

    `doubted` are readings that were not believed: they are none of the values.
    """

    hours: Floats
    values: Floats
    breaks: NDArray[np.intp]
    doubted: Sequence[tuple[float, float]] = ()

    @property
    def last(self) -> float:
        """The newest reading, or 0."""
        return float(self.values[-1]) if len(self.values) else 0.0

    @property
    def low(self) -> float:
        """The lowest reading, or infinity."""
        return float(self.values.min()) if len(self.values) else float("inf")

    @property
    def until(self) -> float:
        """The hour of the newest reading, or 0."""
        return float(self.hours[-1]) if len(self.hours) else 0.0

    @property
    def gaps(self) -> Points:
        """From which hour to which nothing was read."""
        return [(float(self.hours[i]), float(self.hours[i + 1])) for i in self.breaks]

    def at(self, hour: float) -> float | None:
        """The newest reading at that hour, or None where nothing was read by then."""
        place = int(np.searchsorted(self.hours, hour, side="right")) - 1
        return float(self.values[place]) if place >= 0 else None

    def height(self, hour: float) -> float | None:
        """Where the drawn line is at that hour: straight between two readings, but not through a gap."""
        return self.at(hour) if any(low < hour < high for low, high in self.gaps) else self._drawn(hour)

    def _drawn(self, hour: float) -> float | None:
        return None if self.at(hour) is None else float(self.between(np.asarray([hour]))[0])

    def between(self, hours: Floats) -> Floats:
        """The line at those hours, straight between two readings; 0 before the first, the last one after the last."""
        return np.interp(hours, self.hours, self.values, left=0.0) if len(self.hours) else np.zeros(len(hours))

    def stands_for(self, hour: float) -> float:
        """The hour of a reading that was taken so little later that it stands for `hour`; else that hour itself."""
        place = int(np.searchsorted(self.hours, hour - 1e-9))
        near = float(self.hours[place]) if place < len(self.hours) else hour
        return near if near <= hour * (1 + _LATER) else hour

    def reached(self, value: float) -> float | None:
        """The hour of the first reading that is at least `value`, or None."""
        found = np.flatnonzero(self.values >= value)
        return float(self.hours[found[0]]) if len(found) else None

    def fell(self) -> Points:
        """Readings below an earlier one: a counter that was corrected downwards."""
        highest = np.maximum.accumulate(self.values) if len(self.values) else self.values
        begun = np.flatnonzero((self.values[1:] < highest[:-1]) & (self.values[:-1] == highest[:-1])) + 1
        return [(float(self.hours[i]), float(self.values[i])) for i in begun]


def summed(columns: Iterable[Column], release: int, pace: Pace) -> Line:
    """Their sum at every instant at which any was read: once for each round of readings, as if all came with its first.

    One that was not read just then counts as on its own line between its readings, before its first as nothing, after
    its last as that. `release` is in microseconds.
    """
    given = list(columns)
    kept = [(np.frombuffer(each.at, np.int64), np.frombuffer(each.values, np.float64)) for each in given if each.at]
    if not kept:
        return Line(hours=np.zeros(0), values=np.zeros(0), breaks=np.zeros(0, np.intp))
    at = kept[0][0] if len(kept) == 1 else _merged([instants for instants, _ in kept])
    total = np.zeros(len(at))
    for instants, values in kept:
        total += np.interp(at, instants, values, left=0.0)
    hours = (at - release) / _HOUR
    whole = pace.rounds(hours) if len(kept) > 1 else np.ones(len(hours), np.bool_)
    hours, total = hours[np.append(True, whole[:-1])], total[whole]
    doubted = sorted(((at - release) / _HOUR, value) for each in given for at, value in each.doubted)
    return Line(hours=hours, values=total, breaks=pace.breaks(hours), doubted=doubted)


def _merged(instants: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All instants in order, each once."""
    at = np.sort(np.concatenate(instants))
    once: NDArray[np.int64] = at[np.append(True, at[1:] != at[:-1])]
    return once


def lowest(columns: Iterable[Column]) -> float | None:
    """The lowest reading of all, such as the best rank; or None."""
    found = [float(np.frombuffer(each.values, np.float64).min()) for each in columns if each.at]
    return min(found) if found else None


def thinned(line: Line, end: float, buckets: int) -> list[Points]:
    """The line from release to `end` for a picture: in each of so many slices its lowest and highest reading, in turn.

    No extreme is lost. Each gap begins a new part. What was read before release counts as its first point, and a line
    that goes on ends at `end`.
    """
    first = max(0, int(np.searchsorted(line.hours, 0.0, side="right")) - 1)
    last = int(np.searchsorted(line.hours, end, side="right"))
    cuts = [first, *(int(i) + 1 for i in line.breaks if first <= i < last - 1), last]
    width = max(end, 1e-9) / buckets
    parts = [_extremes(line, start, stop, width) for start, stop in pairwise(cuts) if stop > start]
    goes_on = last < len(line.hours) and last - 1 not in line.breaks
    if parts and goes_on and parts[-1][-1][0] < end:
        parts[-1].append((end, float(line.between(np.asarray([end]))[0])))
    return parts


def _extremes(line: Line, start: int, stop: int, width: float) -> Points:
    hours, values = np.maximum(line.hours[start:stop], 0.0), line.values[start:stop]
    if stop - start > 4:
        slices = (hours / width).astype(np.int64)
        edges = np.flatnonzero(np.diff(slices, prepend=slices[0] - 1))
        order = np.lexsort((values, slices))
        ends = np.append(edges[1:], len(values)) - 1
        kept = np.unique(np.concatenate([order[edges], order[ends], [0, len(values) - 1]]))
        hours, values = hours[kept], values[kept]
    return [(float(hour), float(value)) for hour, value in zip(hours, values, strict=True)]


def crossing(line: Line, value: float, hour: float, height: Callable[[float], float]) -> tuple[float, float]:
    """Where the drawn line passes `value`, which the reading at `hour` was the first to show: an hour, and a number.

    `height` is the axis: the line is straight on the picture, not in numbers. Where it was passed in a gap, that
    reading is the place.
    """
    at = int(np.searchsorted(line.hours, hour))
    if at == 0 or at - 1 in line.breaks:
        return max(hour, 0.0), float(line.values[at])
    before, after = height(float(line.values[at - 1])), height(float(line.values[at]))
    share = (height(value) - before) / (after - before) if after != before else 1.0
    earlier = max(float(line.hours[at - 1]), 0.0)
    return earlier + share * (float(line.hours[at]) - earlier), value


def gained(line: Line, edges: Sequence[float]) -> list[float | None]:
    """How much the line rose from each edge to the next; None where it was not read through that time."""
    heights = line.between(np.asarray(edges, np.float64))
    return [
        None if end > line.until + 1e-6 or _inside_a_gap(line, start, end) else float(high - low)
        for start, end, low, high in zip(edges, edges[1:], heights, heights[1:], strict=False)
    ]


def _inside_a_gap(line: Line, start: float, end: float) -> bool:
    return any(low < end and high > start for low, high in line.gaps)


def strongest(values: Any) -> float:
    """The highest of what is known, at least 1."""
    return max((each for each in values if each is not None), default=1.0) or 1.0
