"""The database server's clock, by which all workers of one journal agree on what is due."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Lock

from launcher.errors import JournalError

_EVERY = 60.0
"""Seconds after which the server is asked again: quartz drifts by some milliseconds in that time."""
_FIRST = 3
"""So often is it asked at the beginning; the quickest answer is the most exact."""


def _elapsed() -> float:
    """Seconds that nobody sets back or forward; a machine's sleep counts where the system can tell."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


class ServerClock:
    """The server's time without asking it each time: an offset to this machine's steady clock, renewed every minute.

    It asks by `ask`, which may raise JournalError: at first that is raised, later the old offset serves on.
    """

    def __init__(self, ask: Callable[[], datetime]) -> None:
        self._ask = ask
        self._lock = Lock()
        _, self._instant, self._at = min(self._measured() for _ in range(_FIRST))
        self._asked = self._at

    def now(self) -> datetime:
        """The instant by the server's clock, to about half a round trip."""
        if _elapsed() - self._asked >= _EVERY:
            self._renew()
        return self._instant + timedelta(seconds=_elapsed() - self._at)

    def wait(self, until: datetime, wake: Event) -> None:
        """Sleep until then, or until woken."""
        wake.wait(max(0.0, (until - self.now()).total_seconds()))

    def _measured(self) -> tuple[float, datetime, float]:
        """The round trip in seconds, the server's instant, and when on our clock that was: half way."""
        before = _elapsed()
        instant = self._ask()
        trip = _elapsed() - before
        return trip, instant, before + trip / 2

    def _renew(self) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._asked = _elapsed()
            _, self._instant, self._at = self._measured()
        except JournalError:
            return  # whoever asked for the time is about to ask for more, and hears of it then
        finally:
            self._lock.release()
