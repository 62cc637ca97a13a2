"""Connected platforms, kept for the next action of their account; one that is in use serves nobody else."""

from threading import Lock

import structlog

from launcher.errors import LauncherError, SettingsError
from launcher.journal.database import Journal
from launcher.plan.action import Lane
from launcher.platforms import registry
from launcher.platforms.base import Platform
from launcher.run.embargo import guarded
from launcher.settings import Settings, renewed
from launcher.text.redaction import is_secret_name, protect

log = structlog.get_logger()

Place = tuple[str, str, Lane]
"""Platform, account and lane."""


class Adapters:
    """Lends connected platforms, each behind the embargo's guard. Who takes one gives it back, or drops a dead login's.

    A login that was changed in the secrets file or the store counts at once: what was connected with another
    serves no more.
    """

    def __init__(self, settings: Settings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._idle: dict[Place, Platform] = {}
        self._logins: dict[int, str] = {}
        self._lock = Lock()

    def take(self, place: Place) -> Platform:
        """A connected platform, an idle one where there is one.

        Raises LoginExpired where credentials are missing or another's, and what a read of them raises.
        """
        login = self.login(place)
        with self._lock:
            idle = self._idle.pop(place, None)
            if idle is not None and self._logins[id(idle)] == login:
                return idle
        name, account, _ = place
        platform = guarded(registry.proved(name, account, self._settings, self._journal.clock), self._journal)
        self._logins[id(platform)] = login
        return platform

    def give(self, place: Place, platform: Platform) -> None:
        """Keep it, with its connections, for the next action in that place."""
        with self._lock:
            self._idle[place] = platform

    def login(self, place: Place, platform: Platform | None = None) -> str:
        """The login of `platform`, or else the place's present one, as a hash."""
        if platform is not None:
            return self._logins[id(platform)]
        self._renew()
        name, account, _ = place
        try:
            return registry.login_class(name).fingerprint(self._settings, account)
        except LauncherError:
            return ""  # no such platform any more, or the store cannot be read: opening it says so

    def _renew(self) -> None:
        """Read the secrets file anew where it has changed."""
        with self._lock:
            try:
                found = renewed(self._settings)
            except (SettingsError, OSError) as error:
                log.warning("the changed secrets file cannot be read", why=str(error))
                return
            if found is not self._settings:
                protect(value for name, value in found.values.items() if is_secret_name(name))
                self._settings = found
