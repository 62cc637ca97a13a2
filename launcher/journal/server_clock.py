"""The database server's clock, by which all workers of one journal agree on what is due."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Lock

from launcher.clock import since_boot
from launcher.errors import JournalError

_EVERY = 60.0
"""Seconds after which the server is asked again: quartz drifts by some milliseconds in that time."""
_OFTEN, _QUICK = 3, 0.005
"""So often is it asked where the answer takes longer than so many seconds; the quickest one is the most exact."""


class ServerClock:
    """The server's time without asking it each time: an offset to this machine's steady clock, renewed every minute.

    It asks by `ask`, which may raise JournalError: at first that is raised, later the old offset serves on.
    """

    is_real = True

    def __init__(self, ask: Callable[[], datetime]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._known = self._measured()
        self._asked = self._known[1]

    def now(self) -> datetime:
        """The instant by the server's clock: never ahead of it, and behind it by a round trip at the most."""
        if since_boot() - self._asked >= _EVERY:
            self._renew()
        instant, at = self._known
        return instant + timedelta(seconds=since_boot() - at)

    def wait(self, until: datetime, wake: Event) -> None:
        """Sleep until then, or until woken."""
        wake.wait(max(0.0, (until - self.now()).total_seconds()))

    def _measured(self) -> tuple[datetime, float]:
        """The server's instant, and when on our clock that was, at the latest."""
        trips = []
        for _ in range(_OFTEN):
            trips.append(self._trip())
            if trips[-1][0] < _QUICK:
                break
        _, instant, at = min(trips)
        return instant, at

    def _trip(self) -> tuple[float, datetime, float]:
        """The round trip in seconds, the server's instant, and when the answer was here.

        It was given before that: were it taken for half way, a slow request would set our clock ahead of the server's.
        """
        before = since_boot()
        instant = self._ask()
        after = since_boot()
        return after - before, instant, after

    def _renew(self) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._asked = since_boot()
            self._known = self._measured()
        except JournalError:
            return  # whoever asked for the time is about to ask for more, and hears of it then
        finally:
            self._lock.release()
