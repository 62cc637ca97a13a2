"""A release that is held, withdrawn or moved: what its host was told to do by itself is taken back."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from launcher.clock import iso, utc
from launcher.errors import JournalError, LauncherError, PlatformError
from launcher.journal import decisions
from launcher.journal.database import Journal
from launcher.journal.reading import entries, entry, history
from launcher.journal.records import OPEN, Entry, State
from launcher.plan.action import Kind
from launcher.plan.plan import Plan
from launcher.plan.specs import InstantSpec
from launcher.platforms import registry
from launcher.platforms.base import Platform, Receipt, SchedulesRelease, TellsPremiere
from launcher.settings import Settings

IN_STUDIO = "set it to private in YouTube Studio, by hand: there is no API for it"


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """Holds or cancels actions, and what the hosts were told of their release with them."""

    decide: decisions.Decide
    settings: Settings

    def __call__(self, journal: Journal, keys: Sequence[str]) -> list[str]:
        """The keys that this changed.

        Raises LauncherError where a host goes on to publish the film by itself: where a Premiere is set, for as long
        as nobody has taken that back there.
        """
        changed = self.decide(journal, keys)
        for schedule in told(journal, keys):
            loosen(journal, self.settings, schedule, "it is held here, but")
            again = decisions.taken_back(journal, schedule.key)
            changed += self.decide(journal, again) or again
        for release in _stopped(journal, keys):
            for each in _still_set(journal, self.settings, release):
                raise LauncherError(f"it is held here, but {says(each)}", fix=IN_STUDIO)
        return list(dict.fromkeys(changed))


@dataclass(frozen=True, kw_only=True)
class Retrying:
    """Tries actions again. What a host was told of a film that is uploaded anew is taken back first."""

    settings: Settings

    def __call__(self, journal: Journal, keys: Sequence[str]) -> list[str]:
        """The keys that this planned again.

        Raises LauncherError where a host goes on to publish the film that failed there: then nothing was changed.
        """
        for failed in _failed(journal, keys):
            for schedule in told_of(journal, failed.launch):
                if schedule.name == failed.name:
                    loosen(journal, self.settings, schedule, "nothing was changed, and")
            for each in _still_set(journal, self.settings, failed):
                raise LauncherError(f"nothing was changed: {says(each)}", fix=f"{IN_STUDIO}; then try again")
        return decisions.retry(journal, keys)


def _failed(journal: Journal, keys: Sequence[str]) -> list[Entry]:
    """Films that a retry uploads anew."""
    found = [entry(journal, key) for key in keys]
    return [each for each in found if each.kind is Kind.READY and each.state in decisions.RETRIABLE]


def told(journal: Journal, keys: Sequence[str]) -> list[Entry]:
    """What hosts were told to do by themselves, and will, of those releases among `keys` that do not go on."""
    found = _stopped(journal, keys)
    return [each for release in found for each in told_of(journal, release.launch) if each.name == release.name]


def _stopped(journal: Journal, keys: Sequence[str]) -> list[Entry]:
    found = []
    for key in keys:
        with suppress(JournalError):
            release = entry(journal, key)
            if release.kind is Kind.RELEASE and release.state not in {*OPEN, State.DONE}:
                found.append(release)
    return found


def premieres(journal: Journal, launch: str) -> list[Entry]:
    """The Premieres that persons have set, and that are to come: no API takes them back."""
    found = [each for each in entries(journal, launch) if each.kind is Kind.PREMIERE and each.state is State.DONE]
    return [each for each in found if _is_to_come(journal, each)]


def _still_set(journal: Journal, settings: Settings, step: Entry) -> Iterator[Entry]:
    """The Premieres of that step's film which nobody has taken back."""
    for each in premieres(journal, step.launch):
        if each.name == step.name and is_set(journal, settings, each):
            yield each


def is_set(journal: Journal, settings: Settings, premiere: Entry) -> bool:
    """Whether the host still has it, or cannot be asked. Where a person has taken it back, that is noted."""
    try:
        film, platform = _there(journal, settings, premiere)
        starts = platform.premiere(film) if film and isinstance(platform, TellsPremiere) else None
    except PlatformError:
        return True
    if starts is None or starts <= journal.now():
        decisions.taken_back(journal, premiere.key)
        return False
    return True


def _there(journal: Journal, settings: Settings, step: Entry) -> tuple[Receipt | None, Platform]:
    """The film of which a host was told something, and that host. Raises PlatformError."""
    film = entry(journal, f"{step.launch}/{Kind.UPLOAD}/{step.name}").receipt
    return film, registry.open_platform(step.platform, step.account, settings, journal.clock)


def says(premiere: Entry) -> str:
    """What comes of a Premiere that nobody takes back."""
    return f"{premiere.platform} will show the film by itself at {_instant(premiere)}: a Premiere is set there"


def told_of(journal: Journal, launch: str) -> list[Entry]:
    """What the launch's hosts will do by themselves at an instant that is to come, or may: a reply may be lost."""
    found = entries(journal, launch)
    there = {each.name for each in found if each.kind is Kind.UPLOAD and each.receipt}
    due = [each for each in found if each.kind is Kind.SCHEDULE and each.name in there and _is_to_come(journal, each)]
    return [each for each in due if _was_told(journal, each)]


def _is_to_come(journal: Journal, step: Entry) -> bool:
    return isinstance(step.spec, InstantSpec) and utc(step.spec.at) > journal.now()


def _was_told(journal: Journal, schedule: Entry) -> bool:
    """Whether it was tried since it was last taken back, however that try ended."""
    told = schedule.state is State.DONE
    for line in history(journal, schedule.key):
        told = line["event"] != decisions.TAKEN_BACK and (told or line["event"] == "claimed")
    return told


def take_back(journal: Journal, settings: Settings, plan: Plan, done: str) -> bool:
    """Have the hosts forget every instant that is none of the plan's; whether there was one.

    Raises LauncherError, which begins with `done`, where a host goes on to publish the film then.
    """
    kept = {each.key for each in plan.actions}
    found = [each for each in told_of(journal, plan.launch) if each.key not in kept]
    for each in found:
        loosen(journal, settings, each, done)
        decisions.taken_back(journal, each.key)
    return bool(found)


def loosen(journal: Journal, settings: Settings, schedule: Entry, done: str) -> None:
    """Have the host not publish the film by itself. Raises LauncherError saying that it will, and what to do.

    `done` says what was done here all the same.
    """
    try:
        film, platform = _there(journal, settings, schedule)
        if film and isinstance(platform, SchedulesRelease):
            platform.unschedule(film)
    except PlatformError as error:
        raise LauncherError(
            f"{done} {schedule.platform} will publish the film by itself at {_instant(schedule)}: {error.message}",
            fix=f"set its visibility to private on {schedule.platform}, or type the same again",
        ) from error


def _instant(step: Entry) -> str:
    return iso(utc(step.spec.at)) if isinstance(step.spec, InstantSpec) else ""
