"""What time the platforms say it is, as their replies' Date headers tell it (RFC 9110, section 6.6.1).

A machine that dreams of another zone when it starts, or whose clock is set on in the middle of a launch, would open
the film before its hour. Time that passes between two replies is counted by a clock that nobody sets.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from launcher.clock import since_boot

_told: dict[str, tuple[datetime, float]] = {}


def hear(platform: str, headers: Mapping[str, str]) -> None:
    """Take note of a reply's date, unless it was kept for a while on its way; names must not mind upper case."""
    try:
        at = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return
    if "age" not in headers and at.tzinfo is not None:
        _told[platform] = (at, since_boot())


def latest() -> datetime | None:
    """The time by the platform whose clock is the furthest on, or None where none has told it to this process."""
    now = since_boot()
    return max((at + timedelta(seconds=now - heard) for at, heard in list(_told.values())), default=None)
