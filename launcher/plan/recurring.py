"""Which actions are one firing of a cron, told by their keys: `film/post/evening/2026-12-07T20:00-0800`."""

import re
from datetime import UTC, datetime

_INSTANT = re.compile(r"(?<=/)\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d{4}(?=/|$)")


def firing(key: str) -> datetime | None:
    """The cron's instant that the key names, or None."""
    found = _INSTANT.search(key)
    return datetime.strptime(found[0], "%Y-%m-%dT%H:%M%z") if found else None


def universal(key: str) -> str:
    """The key with its instant in UTC: the same in every zone."""
    return _INSTANT.sub(lambda found: f"{datetime.fromisoformat(found[0]).astimezone(UTC):%Y-%m-%dT%H:%MZ}", key)
