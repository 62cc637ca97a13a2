"""What must be right before a launch is recorded: every account that it uses has credentials, and they are good."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Thread
from time import monotonic

from launcher.clock import Clock
from launcher.errors import LauncherError, LoginExpired, PlatformError, Refused
from launcher.journal.records import Entry, State
from launcher.logins.base import advice
from launcher.logins.notify import variable
from launcher.plan.action import TRAILING, Kind
from launcher.plan.plan import Plan
from launcher.platforms import registry
from launcher.platforms.base import Identity, Platform
from launcher.settings import Settings
from launcher.text.redaction import redact

PATIENCE = 15.0
"""Seconds in which all platforms together must have said whose the credentials are."""

_OVER = frozenset({State.DONE, State.CANCELLED, State.SKIPPED})


@dataclass(frozen=True, kw_only=True)
class Met:
    """One account, and who its platform says that it is; or why it did not say.

    `error` is a LoginExpired or Refused where the credentials are no good, and any other where that is not known.
    """

    platform: str
    account: str
    identity: Identity | None = None
    error: LauncherError | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the platform said that these credentials will not do."""
        return isinstance(self.error, LoginExpired | Refused)


def require_credentials(plan: Plan, settings: Settings, clock: Clock) -> dict[tuple[str, str], Platform]:
    """Connect every account of the plan, which sends nothing. Raises LoginExpired that tells all that is missing."""
    quick = replace(settings, timeout=min(settings.timeout, PATIENCE))
    connected, missing = {}, []
    for place in dict.fromkeys((each.platform, each.account) for each in plan.actions if each.kind is not Kind.NOTIFY):
        try:
            connected[place] = registry.open_platform(*place, quick, clock)
        except LoginExpired as error:
            missing.append(error)
    if missing:
        raise told_together("nothing was recorded, because credentials are missing", missing)
    return connected


def told_together(what: str, errors: Iterable[LauncherError]) -> LoginExpired:
    """One error for the credentials of several accounts, with every fix."""
    errors = list(errors)
    fixes = dict.fromkeys(error.fix for error in errors if error.fix)
    said = "\n  ".join(redact(error.message) for error in errors)
    return LoginExpired(f"{what}:\n  {said}", fix="\n       ".join(fixes))


def in_use(plan: Plan, entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """The accounts on which something is still to be done; one that is only sampled is not asked."""
    over = {each.key for each in entries if each.state in _OVER}
    left = (action for action in plan.actions if action.key not in over and action.kind not in TRAILING)
    return {(action.platform, action.account) for action in left}


def meet(connected: dict[tuple[str, str], Platform], *, patience: float = PATIENCE) -> list[Met]:
    """Ask every platform, all at once, whose the credentials are: one read each, nothing is sent.

    Never raises; it returns after `patience` seconds whatever a platform does.
    """
    met: dict[tuple[str, str], Met] = {}
    threads = []
    for place, platform in connected.items():

        def ask(place: tuple[str, str] = place, platform: Platform = platform) -> None:
            met[place] = _met(place, platform)

        threads.append(Thread(target=ask, name=f"who is {place[0]}", daemon=True))
        threads[-1].start()
    until = monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    return [met.get(place) or _silent(place, patience) for place in connected]


def _met(place: tuple[str, str], platform: Platform) -> Met:
    name, account = place
    try:
        return Met(platform=name, account=account, identity=platform.account())
    except PlatformError as error:
        if isinstance(error, LoginExpired):
            error.fix = advice(error.fix, name, account)
        return Met(platform=name, account=account, error=error)
    except Exception as error:  # noqa: BLE001 - told as a doubt: the launch itself does not hang on this answer
        return Met(platform=name, account=account, error=LauncherError(f"{name}: {type(error).__name__}: {error}"))


def _silent(place: tuple[str, str], patience: float) -> Met:
    error = LauncherError(f"{place[0]}: no answer in {patience:.0f} seconds")
    return Met(platform=place[0], account=place[1], error=error)


def unheard(plan: Plan, settings: Settings) -> list[str]:
    """The variables of the people whom the plan tells, as far as they hold no address."""
    names = plan.facts.get("notify", {}).get("names", ())
    return [variable(name) for name in names if not settings.values.get(variable(name))]
