"""How much of an account's allowances is left, as the platform's replies tell it or as its adapter counts.

    X          x-rate-limit-*, x-user-limit-24hour-*, x-app-limit-24hour-*, for each method and path
               (docs.x.com/x-api/fundamentals/rate-limits, checked 2026-11)
    Reddit     x-ratelimit-remaining, -used, -reset in seconds (support.reddithelp.com/…/16160319875092, 2026-11)
    Vimeo      x-ratelimit-limit, -remaining, -reset (developer.vimeo.com/guidelines/rate-limiting, 2026-11)
    Facebook   x-app-usage and x-business-use-case-usage, in hundredths of a rolling hour
               (developers.facebook.com/docs/graph-api/overview/rate-limiting, 2026-11)
    YouTube    tells nothing: `youtube_quota` counts

An adapter fills its gauge and acts on nothing: who runs it reads the gauge and decides what waits.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any

from launcher.clock import Clock
from launcher.platforms.instants import moment

ROLLING = timedelta(minutes=15)
"""How long to believe a share of a rolling hour where the platform does not say when it is renewed."""

FAMILIES = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour", "x-ratelimit")
"""What the headers begin with that count requests; `-limit`, `-remaining`, `-used` and `-reset` follow."""

USAGES = ("x-app-usage", "x-business-use-case-usage")
SHARES = ("call_count", "total_cputime", "total_time")


class Use(StrEnum):
    """What an allowance is for. One that is for several is spent by any of them."""

    UPLOAD = "upload"
    WRITE = "write"
    READ = "read"


@dataclass(frozen=True, kw_only=True)
class Level:
    """One allowance at one moment: `used` of `most`, renewed at `resets_at`.

    Where it was `counted`, `used` is only what was spent since the last level, and others may have spent more.
    """

    name: str
    used: float
    most: float
    resets_at: datetime
    uses: frozenset[Use] = frozenset(Use)
    counted: bool = False


class Gauge:
    """Collects levels until they are taken. Serves one adapter."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._levels: dict[str, Level] = {}
        self._lock = Lock()

    def read(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Take note of what a reply's headers say; its names must not mind upper case."""
        for level in (*limits(method, path, headers, self._clock.now()), *usages(headers, self._clock.now())):
            self.note(level)

    def note(self, level: Level) -> None:
        """Take note of one level: in place of the last of its name, or added to it where both were counted."""
        with self._lock:
            known = self._levels.get(level.name)
            if level.counted and known and known.resets_at == level.resets_at:
                level = Level(**{**vars(level), "used": level.used + known.used})
            self._levels[level.name] = level

    def take(self) -> list[Level]:
        """What was noted since the last time."""
        with self._lock:
            found, self._levels = list(self._levels.values()), {}
        return found


def limits(method: str, path: str, headers: Mapping[str, str], now: datetime) -> Iterator[Level]:
    """The levels of the headers that count requests. X's are of the method and path alone."""
    for family in FAMILIES:
        left, resets_at = number(headers.get(f"{family}-remaining")), moment(headers.get(f"{family}-reset", ""), now)
        used = number(headers.get(f"{family}-used"))
        most = number(headers.get(f"{family}-limit")) or (None if used is None or left is None else used + left)
        if left is not None and most is not None and resets_at is not None:
            name, uses = meant(family, method, path)
            yield Level(name=name, used=most - left, most=most, resets_at=resets_at, uses=uses)


def meant(family: str, method: str, path: str) -> tuple[str, frozenset[Use]]:
    """The allowance that a family of headers tells of, and what it is for."""
    if family == "x-ratelimit":
        return "requests", frozenset(Use)
    span = {"x-user-limit-24hour": " by this account a day", "x-app-limit-24hour": " by the app a day"}.get(family, "")
    return f"{method} {path}{span}", frozenset({Use.READ} if method == "GET" else {Use.WRITE, Use.UPLOAD})


def usages(headers: Mapping[str, str], now: datetime) -> Iterator[Level]:
    """The levels of the headers that tell shares in hundredths: the largest share of each."""
    for name in USAGES:
        shares = list(usages_of(headers.get(name, "")))
        if shares:
            used = max(float(each.get(share) or 0) for each in shares for share in SHARES)
            minutes = max(float(each.get("estimated_time_to_regain_access") or 0) for each in shares)
            resets_at = now + (timedelta(minutes=minutes) if minutes else ROLLING)
            yield Level(name=name, used=used, most=100.0, resets_at=resets_at)


def usages_of(told: str) -> list[dict[str, Any]]:
    """The usages in a header: one, or for each business a list of them; none where it cannot be read."""
    try:
        found = json.loads(told)
        many = [each for value in found.values() if isinstance(value, list) for each in value]
    except (ValueError, AttributeError):
        return []
    return many or [found]


def number(told: str | None) -> float | None:
    """The number that a header tells, or None."""
    try:
        return None if told is None else float(told)
    except ValueError:
        return None
