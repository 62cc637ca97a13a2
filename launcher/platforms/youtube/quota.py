"""What YouTube's requests cost, counted here because no header tells what is left.

https://developers.google.com/youtube/v3/determine_quota_cost, checked 2026-11: the day is Pacific; beginning an
upload spends one of the day's inserts, everything else units. A resumed upload is not a second insert.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from launcher.platforms.gauge import Level, Use
from launcher.platforms.limits import YOUTUBE

QUOTA_ZONE = ZoneInfo("America/Los_Angeles")
"""The daily quota is renewed at midnight Pacific."""

CHEAP, CAPTIONS = YOUTUBE["read_units"].value, YOUTUBE["captions_units"].value
LISTING_CAPTIONS = YOUTUBE["update_units"].value
"""`captions.list` costs as much as a write (docs/captions/list, checked 2026-11)."""


def spent(method: str, uri: str, now: datetime) -> Level | None:
    """What a request takes from the day's quota, or None where that is nothing: the film's bytes, a token."""
    path = urlsplit(uri).path.rstrip("/")
    if "/youtube/v3/" not in path:
        return None
    resets_at = renewed_at(now)
    if path.endswith("/upload/youtube/v3/videos"):
        most = YOUTUBE["day_uploads"].value
        begins = Level(
            name="uploads", used=1, most=most, resets_at=resets_at, uses=frozenset({Use.UPLOAD}), counted=True
        )
        return begins if method == "POST" else None
    uses, most = frozenset({Use.READ, Use.WRITE}), YOUTUBE["day_units"].value
    return Level(name="units", used=units(method, path), most=most, resets_at=resets_at, uses=uses, counted=True)


def units(method: str, path: str) -> float:
    """The units that a request to that path costs."""
    if path.endswith("/captions"):
        return LISTING_CAPTIONS if method == "GET" else CAPTIONS
    return CHEAP if method == "GET" else YOUTUBE["update_units"].value


def renewed_at(now: datetime) -> datetime:
    """The next midnight Pacific, by which the day's quota is renewed."""
    tomorrow = now.astimezone(QUOTA_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), QUOTA_ZONE).astimezone(now.tzinfo)
