"""The valve on uploads: all of this process together send at most so many bytes a second, by the hour."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from launcher.clock import Stopwatch
from launcher.rates import Limit, rate_at

LOOK = 0.25
"""Seconds after which a waiting upload looks whether it may still go on, and whether another hour has come."""


class Valve:
    """Lets bytes through. `now` tells the time; hours are those of this machine's zone."""

    def __init__(self, limits: tuple[Limit, ...], now: Callable[[], datetime]) -> None:
        self._limits = limits
        self._now = now
        self._since = Stopwatch()
        self._lock = Lock()
        self._paid = 0.0

    def let(self, count: int, wait: Callable[[float], object]) -> None:
        """Return once `count` more bytes are within the limit; `wait` is given seconds, and may raise."""
        if not self._limits or count <= 0:
            return
        rate = rate_at(self._limits, self._now().astimezone().time())
        if rate is None:
            return
        with self._lock:
            self._paid = max(self._paid, self._since.seconds()) + count / rate
            until = self._paid
        while (left := until - self._since.seconds()) > 0:
            wait(min(left, LOOK))
            if rate_at(self._limits, self._now().astimezone().time()) is None:
                return
