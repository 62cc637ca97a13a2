"""Engagement for a person: a table by platform, and the curve of views."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from launcher.engagement.totals import by_platform, totals
from launcher.journal.records import Reading
from launcher.platforms import registry

COLUMNS = (
    "views",
    "video_views",
    "impressions",
    "likes",
    "comments",
    "shares",
    "score",
    "rank",
    "all_rank",
    "popular_rank",
)
"""The metrics that the table shows, in order, where any platform has them."""

_EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """The table: `columns` are metrics, `rows` a platform with a number or None for each, `sums` the film's."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    sums: tuple[float | None, ...]


def table(latest: Iterable[Reading]) -> Engagement:
    """The newest readings by platform, and the film's sums of what may be added."""
    readings = list(latest)
    found = by_platform(readings)
    columns = tuple(each for each in COLUMNS if any(each in metrics for metrics in found.values()))
    places = sorted(found, key=[*registry.names(), *found].index)
    rows = tuple((name, tuple(found[name].get(each) for each in columns)) for name in places)
    sums = totals(readings)
    return Engagement(columns=columns, rows=rows, sums=tuple(sums.get(each) for each in columns))


def views(samples: Iterable[Reading]) -> list[tuple[datetime, float]]:
    """The film's views over time: at every sample, the sum of each upload's newest reading."""
    newest: dict[str, float] = {}
    curve: dict[datetime, float] = {}
    for reading in samples:
        if reading.metric == "views" and not reading.mark:
            newest[reading.key] = reading.value
            curve[reading.at] = sum(newest.values())
    return sorted(curve.items())


def drawn(curve: list[tuple[datetime, float]], *, width: int, height: int) -> list[str]:
    """The curve as `height` lines of block characters, `width` wide, from nothing to its highest; top line first."""
    if len(curve) < 2 or curve[-1][0] <= curve[0][0] or max(value for _, value in curve) <= 0:
        return []
    levels = [round(value * height * 8) for value in _columns(curve, width)]
    return ["".join(_EIGHTHS[min(8, max(0, level - row * 8))] for level in levels) for row in reversed(range(height))]


def _columns(curve: list[tuple[datetime, float]], width: int) -> list[float]:
    """For each column, the newest value by its end, as a share of the highest."""
    start, length = curve[0][0], curve[-1][0] - curve[0][0]
    most = max(value for _, value in curve)
    found, place = [], 0
    for column in range(width):
        end = start + length * ((column + 1) / width)
        while place + 1 < len(curve) and curve[place + 1][0] <= end:
            place += 1
        found.append(curve[place][1] / most)
    return found
