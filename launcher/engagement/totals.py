"""Sums over a film's receipts: the one place that says what is added to what."""

from collections.abc import Iterable

from launcher.journal.records import Reading

FILM_WIDE = ("views", "likes", "comments", "shares")
"""Metrics that mean the same everywhere and are added over all platforms.

Views are plays on the hosts; a feed's impressions are not views. Reddit's score stands for no like, crossposts for
shares are not added, nor are quotes. A rank, a ratio, a removal and a score are never added.
"""

_NOT_ADDED = ("upvote_ratio", "removed")


def totals(readings: Iterable[Reading]) -> dict[str, float]:
    """Film-wide sums of the latest samples; a metric that no platform told is left out."""
    sums: dict[str, float] = {}
    for reading in readings:
        if reading.metric in FILM_WIDE:
            sums[reading.metric] = sums.get(reading.metric, 0) + reading.value
    return sums


def by_platform(readings: Iterable[Reading]) -> dict[str, dict[str, float]]:
    """For each platform its metrics: counts added over its receipts, ranks and ratios the best of them."""
    found: dict[str, dict[str, float]] = {}
    for reading in readings:
        metrics = found.setdefault(reading.platform, {})
        before = metrics.get(reading.metric)
        metrics[reading.metric] = reading.value if before is None else _joined(reading.metric, before, reading.value)
    return found


def _joined(metric: str, one: float, other: float) -> float:
    if metric.endswith("rank"):
        return min(one, other)
    return max(one, other) if metric in _NOT_ADDED else one + other


def metrics(readings: Iterable[Reading]) -> dict[str, float]:
    """Every metric by the name that `when:` gives it: film-wide `views`, and `youtube.views`, `reddit.rank` …"""
    kept = list(readings)
    named = {
        f"{platform}.{name}": value for platform, each in by_platform(kept).items() for name, value in each.items()
    }
    return {**totals(kept), **named}
