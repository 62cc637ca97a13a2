"""The accounts: whose the credentials are, and what each platform says of what is planned there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from threading import Thread
from time import monotonic

from launcher.doctor.finding import Finding, bad, doubtful, fine
from launcher.doctor.purposes import purpose
from launcher.doctor.subject import Place, Subject
from launcher.errors import LauncherError, LoginExpired, OutcomeUnknown, Refused, Throttled, Unavailable
from launcher.logins.base import advice, words
from launcher.logins.kept import Kept
from launcher.logins.store import opened
from launcher.platforms import registry
from launcher.platforms.base import Platform
from launcher.platforms.preflights import Preflights, Remark, Weight, expiry
from launcher.run.readiness import PATIENCE, Met, meet
from launcher.text.foreign import clean_line
from launcher.text.redaction import redact

PASSING = (Unavailable, OutcomeUnknown, Throttled)
"""What says nothing of the configuration: the network's fault, or the hour's."""


def heading(place: Place) -> str:
    """The platform, and the account where it has a name."""
    name, account = place
    return name if account == "default" else f"{name} ({account})"


def configured(subject: Subject) -> list[Place]:
    """Every account that is logged in, and every platform whose variables are set. What cannot be read is one, too."""
    kept = [(each.platform, each.account) for each in _kept(subject)]
    said = [(name, "default") for name in registry.names() if _is_set(name, subject)]
    return sorted({*kept, *said}, key=lambda place: (registry.names().index(place[0]), place[1]))


def _kept(subject: Subject) -> list[Kept]:
    try:
        return [each for each in opened(subject.settings).every() if each.platform in registry.names()]
    except LauncherError:
        return []  # told where the first account is connected


def _is_set(name: str, subject: Subject) -> bool:
    try:
        registry.login_class(name).load(subject.settings, "default")
    except LoginExpired as error:
        return error.code != "missing"
    except LauncherError:
        return True
    return True


def connected(subject: Subject) -> tuple[dict[Place, Platform], list[Finding]]:
    """Every account that has credentials, connected; and those that have not. Sends nothing."""
    found: dict[Place, Platform] = {}
    missing = []
    for place in subject.places:
        try:
            found[place] = registry.open_platform(*place, subject.settings, subject.clock)
        except LauncherError as error:
            missing.append(refused(place, "login", error))
    return found, missing


def check_accounts(subject: Subject) -> Iterator[Finding]:
    """All accounts at once: who, then what they may do."""
    platforms, missing = connected(subject)
    yield from missing
    yield from judged(subject, platforms, meet(platforms))


def judged(subject: Subject, platforms: Mapping[Place, Platform], met: Iterable[Met]) -> Iterator[Finding]:
    """What the platforms said: whose each account is, and of those that answered, the preflight."""
    answers = list(met)
    yield from map(_met, answers)
    yield from _ends(subject, {(each.platform, each.account) for each in answers if each.identity})
    good = {(each.platform, each.account): platforms[each.platform, each.account] for each in answers if each.identity}
    for findings in _at_once({place: _asking(subject, place, each) for place, each in good.items()}):
        yield from findings


def _met(met: Met) -> Finding:
    place = (met.platform, met.account)
    if met.identity is None:
        return refused(place, "account", met.error or LauncherError("said nothing"))
    said = "  ".join(filter(None, (clean_line(met.identity.name, 40), clean_line(met.identity.url))))
    return fine(heading(place), "account", said)


def _ends(subject: Subject, places: Collection[Place]) -> Iterator[Finding]:
    """When a kept login ends, where its platform said so when it was made, beside the last action."""
    for kept in _kept(subject):
        place = (kept.platform, kept.account)
        if place in places and kept.expires_at is not None:
            told = expiry(kept.expires_at, purpose(subject, place), fix=f"launcher login {words(*place)}")
            yield _remarked(place, replace(told, about="login"))


def refused(place: Place, name: str, error: Exception) -> Finding:
    """What an error says: a login that is missing, dead or another's blocks; a network that fails does not."""
    group, said = heading(place), redact(clean_line(getattr(error, "message", "") or type(error).__name__, 300))
    fix = redact(getattr(error, "fix", ""))
    if isinstance(error, LoginExpired):
        fix = advice(fix, *place)
        return Finding(group=group, name=name, weight=Weight.FAIL, said=said, fix=fix, blocks=True, login=True)
    if isinstance(error, Refused):
        return bad(group, name, said, fix, blocks=name == "account")
    if isinstance(error, PASSING) or "no answer" in said:
        said = f"could not be asked: {said}"
        return Finding(group=group, name=name, weight=Weight.WARN, said=said, fix=fix, unreachable=True)
    return doubtful(group, name, f"could not be looked at: {said}", fix)


def _asking(subject: Subject, place: Place, platform: Platform) -> Callable[[], list[Finding]]:
    def ask() -> list[Finding]:
        if not isinstance(platform, Preflights):
            return []
        try:
            said = platform.preflight(purpose(subject, place))
        except Exception as error:  # noqa: BLE001 - a check that fails says so, and the others are heard
            return [refused(place, "preflight", error)]
        return [_remarked(place, each) for each in said]

    return ask


def _remarked(place: Place, remark: Remark) -> Finding:
    """What a platform said, its text made harmless."""
    said, fix = clean_line(remark.said, 300), clean_line(remark.fix, 300)
    again = advice(fix, *place) if fix else ""
    return Finding(group=heading(place), name=clean_line(remark.about, 40), weight=remark.weight, said=said, fix=again)


def _at_once(calls: Mapping[Place, Callable[[], list[Finding]]]) -> Iterator[list[Finding]]:
    """What each call found, in their order; one that is silent for `PATIENCE` seconds is told, and left."""
    answers: dict[Place, list[Finding]] = {}
    threads = {}
    for place, call in calls.items():

        def run(place: Place = place, call: Callable[[], list[Finding]] = call) -> None:
            answers[place] = call()

        threads[place] = Thread(target=run, name=f"preflight {place[0]}", daemon=True)
        threads[place].start()
    until = monotonic() + PATIENCE
    for place, thread in threads.items():
        thread.join(max(0.0, until - monotonic()))
        late = LauncherError(f"no answer in {PATIENCE:.0f} seconds")
        yield answers.get(place) or ([refused(place, "preflight", late)] if thread.is_alive() else [])
