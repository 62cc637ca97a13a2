"""Which platforms there are, by name: five built in, others by the entry point group `launcher.platforms`.

A third party's distribution names its class, whose login and kind stand on it:

    [project.entry-points."launcher.platforms"]
    peertube = "launcher_peertube:PeerTube"

The class has `name`, `limits`, `kind` ("host" or "feed") and `login` (a subclass of `launcher.logins.base.Login`).
Nothing here imports a platform before it is asked for.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from launcher.clock import Clock
from launcher.errors import LauncherError
from launcher.logins.base import Login
from launcher.platforms.base import Platform
from launcher.platforms.pins import same_owner
from launcher.settings import Settings

GROUP = "launcher.platforms"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Where one platform's class and login stand (`module:attribute`). `kind` and `login` empty: the class tells."""

    name: str
    target: str
    kind: str = ""
    login: str = ""


def _ours(name: str, kind: str, adapter: str, login: str) -> Entry:
    target = f"launcher.platforms.{name}.adapter:{adapter}"
    return Entry(name=name, target=target, kind=kind, login=f"{name}:{login}")


BUILT_IN = (
    _ours("youtube", "host", "YouTube", "YoutubeLogin"),
    _ours("vimeo", "host", "Vimeo", "VimeoLogin"),
    _ours("facebook", "feed", "Facebook", "FacebookLogin"),
    _ours("x", "feed", "X", "XLogin"),
    _ours("reddit", "feed", "Reddit", "RedditLogin"),
)

PEOPLE = Entry(name="notify", target="launcher.platforms.notify:Notify", kind="people", login="notify:NotifyLogin")
"""Not among the platforms: nothing of the film goes there."""


@cache
def entries() -> dict[str, Entry]:
    """Every platform by name. Raises LauncherError naming both where two claim a name."""
    found: dict[str, Entry] = {}
    for entry in (*BUILT_IN, *(Entry(name=each.name, target=each.value) for each in entry_points(group=GROUP))):
        other = found.setdefault(entry.name, entry)
        if other is not entry:
            raise LauncherError(
                f"two platforms are named {entry.name!r}: {other.target} and {entry.target}",
                fix="uninstall the package of one of them",
            )
    return found


def names() -> list[str]:
    """All platforms' names, built in first."""
    return list(entries())


def hosts() -> list[str]:
    """The names of those that hold a film."""
    return [name for name, entry in entries().items() if kind(entry) == "host"]


def feeds() -> list[str]:
    """The names of those on which a film is announced."""
    return [name for name, entry in entries().items() if kind(entry) == "feed"]


def make(name: str) -> Platform:
    """A platform that is not connected yet. Raises LauncherError for a name that nobody claims."""
    made: Platform = load(entry_of(name).target)()
    return made


def open_platform(name: str, account: str, settings: Settings, clock: Clock) -> Platform:
    """A platform connected with the account's credentials. Sends nothing. Raises LoginExpired where one is missing."""
    platform = make(name)
    platform.connect(login_class(name).load(settings, account), clock)
    return platform


def proved(name: str, account: str, settings: Settings, clock: Clock) -> Platform:
    """A platform connected with the credentials of the account's owner: nothing goes out in another's name.

    Whose they are is asked, by one read, only where they are not the ones that `launcher login` got. Raises
    LoginExpired where they are missing or another's.
    """
    platform, login = make(name), login_class(name).load(settings, account)
    platform.connect(login, clock)
    if not login.is_proved:
        same_owner(login, platform.account())
    return platform


def login_class(name: str) -> type[Login]:
    """The class of the platform's login. Raises LauncherError for a name that nobody claims."""
    entry = entry_of(name)
    found: type[Login] = load(f"launcher.logins.{entry.login}") if entry.login else load(entry.target).login
    return found


def entry_of(name: str) -> Entry:
    """The entry of that name. Raises LauncherError listing the names there are."""
    if name == PEOPLE.name:
        return PEOPLE
    try:
        return entries()[name]
    except KeyError:
        raise LauncherError(f"no platform is named {name!r}", fix=f"one of: {', '.join(names())}") from None


def kind(entry: Entry) -> str:
    """Either "host" or "feed"."""
    return entry.kind or str(load(entry.target).kind)


def load(target: str) -> Any:
    """What stands at `module:attribute`. Raises LauncherError where it cannot be loaded."""
    module, _, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise LauncherError(
            f"{target} cannot be loaded: {error}", fix="install its package again, or uninstall it"
        ) from error
