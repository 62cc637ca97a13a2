"""Changes in how a platform counts: before and after one, a metric's numbers are not the same thing."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True)
class Counting:
    """From `since` on the platform counts the metric so, as `source` says (checked 2026-11)."""

    platform: str
    metric: str
    since: datetime
    what: str
    source: str

    @property
    def name(self) -> str:
        """What the data calls it: the date from which it holds."""
        return f"{self.since:%Y-%m-%d}"


COUNTINGS = (
    Counting(
        platform="youtube",
        metric="views",
        since=datetime(2026, 8, 27, tzinfo=UTC),
        what="a view counts as soon as playback begins, of itself or by a pointer that rests there, in every format",
        source="https://developers.google.com/youtube/v3/revision_history",
    ),
)
"""Every known change, oldest first for each metric."""


def counting(platform: str, metric: str, at: datetime) -> str:
    """Which counting a reading is by: the name of the last change before it, `before DATE`, or empty for no change."""
    changes = [each for each in COUNTINGS if (each.platform, each.metric) == (platform, metric)]
    if not changes:
        return ""
    begun = [each.name for each in changes if each.since <= at]
    return begun[-1] if begun else f"before {changes[0].name}"
