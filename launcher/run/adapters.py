"""Connected platforms, one object an account and lane, so that each serves one thread at a time."""

from threading import Lock

from launcher.clock import Clock
from launcher.plan.action import Lane
from launcher.platforms import registry
from launcher.platforms.base import Platform
from launcher.settings import Settings

Place = tuple[str, str, Lane]


class Adapters:
    """Opens platforms when they are first needed and keeps them connected."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._open: dict[Place, Platform] = {}
        self._lock = Lock()

    def get(self, platform: str, account: str, lane: Lane) -> Platform:
        """The connected platform. Raises LoginExpired where credentials are missing."""
        place = (platform, account, lane)
        with self._lock:
            if place not in self._open:
                self._open[place] = registry.open_platform(platform, account, self._settings, self._clock)
            return self._open[place]

    def forget(self, platform: str, account: str) -> None:
        """Connect that account anew the next time: its credentials may have been mended."""
        with self._lock:
            for place in [each for each in self._open if each[:2] == (platform, account)]:
                del self._open[place]
