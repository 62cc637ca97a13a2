"""How fast uploads may be: `5M`, `500K`, `5M 08:00-20:00`, several with commas; bytes a second, by the time of day."""

import re
from dataclasses import dataclass
from datetime import time

from launcher.errors import SettingsError

_RATE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMG]?)(?:B?(?:/s)?)", re.IGNORECASE)
_HOURS = re.compile(r"(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
FIX = (
    'write it like --limit-rate 5M (five megabytes a second) or --limit-rate "5M 08:00-20:00", '
    "or the same in LAUNCHER_LIMIT_RATE"
)
LEAST = 1000
"""Bytes a second. Slower than that a server takes the line for dead."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `rate` bytes a second between `since` and `until`, by the local clock; all day where both are equal."""

    rate: float
    since: time = time()
    until: time = time()

    def holds(self, now: time) -> bool:
        """Whether it does at that time of day; a span may pass midnight."""
        if self.since < self.until:
            return self.since <= now < self.until
        return self.since == self.until or now >= self.since or now < self.until


def parse(text: str) -> tuple[Limit, ...]:
    """The limits that a person wrote; none for an empty text. Raises SettingsError."""
    return tuple(_limit(part.strip()) for part in text.split(",")) if text.strip() else ()


def _limit(text: str) -> Limit:
    word, _, hours = text.partition(" ")
    rate, span = _RATE.fullmatch(word), _HOURS.fullmatch(hours.strip())
    if rate is None or (hours.strip() and span is None):
        raise SettingsError(f"the limit on uploads is {text!r}, not a rate", fix=FIX)
    found = float(rate["number"]) * _UNITS[rate["unit"].upper()]
    if found < LEAST:
        raise SettingsError(f"the limit on uploads is {text!r}: {found:.0f} bytes a second", fix=FIX)
    if span is None:
        return Limit(rate=found)
    try:
        since, until = time(int(span[1]), int(span[2])), time(*_end(int(span[3]), int(span[4])))
    except ValueError:
        raise SettingsError(f"the limit on uploads is {text!r}, with hours of no clock", fix=FIX) from None
    return Limit(rate=found, since=since, until=until)


def _end(hour: int, minute: int) -> tuple[int, int]:
    """24:00 is the beginning of the day."""
    return (0, 0) if (hour, minute) == (24, 0) else (hour, minute)


def rate_at(limits: tuple[Limit, ...], now: time) -> float | None:
    """The least of the rates that hold at that time of day, or None for no limit."""
    return min((each.rate for each in limits if each.holds(now)), default=None)
