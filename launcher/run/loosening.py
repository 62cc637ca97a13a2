"""A release that is held or withdrawn while the host would do it by itself: what the host was told is taken back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from launcher.clock import iso, utc
from launcher.errors import JournalError, LauncherError, PlatformError
from launcher.journal import decisions
from launcher.journal.database import Journal
from launcher.journal.reading import entries, entry
from launcher.journal.records import OPEN, Entry, State
from launcher.plan.action import Kind
from launcher.plan.specs import InstantSpec
from launcher.platforms import registry
from launcher.platforms.base import SchedulesRelease
from launcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """Holds or cancels actions, and what the hosts were told of their release with them."""

    decide: decisions.Decide
    settings: Settings

    def __call__(self, journal: Journal, keys: Sequence[str]) -> list[str]:
        """The keys that this changed. Raises LauncherError where a host goes on to publish the film by itself."""
        changed = self.decide(journal, keys)
        for schedule in told(journal, keys):
            loosen(journal, self.settings, schedule)
            again = decisions.taken_back(journal, schedule.key)
            changed += self.decide(journal, again) or again
        return changed


def told(journal: Journal, keys: Sequence[str]) -> list[Entry]:
    """What hosts were told to do by themselves, and will, of those releases among `keys` that do not go on."""
    found = []
    for key in keys:
        with suppress(JournalError):
            release = entry(journal, key)
            if release.kind is Kind.RELEASE and release.state not in {*OPEN, State.DONE}:
                found += [each for each in told_of(journal, release.launch) if each.name == release.name]
    return found


def told_of(journal: Journal, launch: str) -> list[Entry]:
    """What the launch's hosts will do by themselves at an instant that is to come."""
    due = [each for each in entries(journal, launch) if each.kind is Kind.SCHEDULE and each.state is State.DONE]
    return [each for each in due if isinstance(each.spec, InstantSpec) and utc(each.spec.at) > journal.now()]


def loosen(journal: Journal, settings: Settings, schedule: Entry) -> None:
    """Have the host not publish the film by itself. Raises LauncherError saying that it will, and what to do."""
    film = entry(journal, f"{schedule.launch}/{Kind.UPLOAD}/{schedule.name}").receipt
    try:
        platform = registry.open_platform(schedule.platform, schedule.account, settings, journal.clock)
        if film and isinstance(platform, SchedulesRelease):
            platform.unschedule(film)
    except PlatformError as error:
        at = iso(utc(schedule.spec.at)) if isinstance(schedule.spec, InstantSpec) else ""
        raise LauncherError(
            f"it is held here, but {schedule.platform} will publish the film by itself at {at}: {error.message}",
            fix=f"set its visibility to private on {schedule.platform}, or type the same again",
        ) from error
