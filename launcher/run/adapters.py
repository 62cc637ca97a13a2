"""Connected platforms, kept for the next action of their account; one that is in use serves nobody else."""

from threading import Lock

from launcher.clock import Clock
from launcher.plan.action import Lane
from launcher.platforms import registry
from launcher.platforms.base import Platform
from launcher.settings import Settings

Place = tuple[str, str, Lane]
"""Platform, account and lane."""


class Adapters:
    """Lends connected platforms. Whoever takes one gives it back, or drops it where its login is dead."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._idle: dict[Place, Platform] = {}
        self._lock = Lock()

    def take(self, place: Place) -> Platform:
        """A connected platform, an idle one where there is one. Raises LoginExpired where credentials are missing."""
        with self._lock:
            idle = self._idle.pop(place, None)
        platform, account, _ = place
        return idle or registry.open_platform(platform, account, self._settings, self._clock)

    def give(self, place: Place, platform: Platform) -> None:
        """Keep it, with its connections, for the next action in that place."""
        with self._lock:
            self._idle[place] = platform
