"""Instants as platforms' headers tell them."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from launcher.clock import utc

FARTHEST = timedelta(days=366)
"""No wait is longer, and nothing is older: whatever a header says is brought within that of now."""

RESET_IS_AN_INSTANT = 1_000_000_000
"""A number above this is in seconds since the epoch (X), below it in seconds from now (Reddit)."""


def moment(told: str, now: datetime) -> datetime | None:
    """The instant that a header tells, or None where it cannot be read.

    Seconds from now (Reddit) or since the epoch (X), ISO 8601 (Vimeo), or a date as HTTP writes it (RFC 9110).
    """
    at = _read(told, now)
    return at and max(now - FARTHEST, min(at, now + FARTHEST))


def _read(told: str, now: datetime) -> datetime | None:
    try:
        return number(float(told), now)
    except (ValueError, OverflowError):
        pass
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(told)
        except (ValueError, TypeError, OverflowError):
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def number(seconds: float, now: datetime) -> datetime:
    """The instant of a bare number."""
    return utc(seconds) if seconds > RESET_IS_AN_INSTANT else now + timedelta(seconds=seconds)
