"""What every platform's way to a login has in common: what to click and to ask, a page, and what its answer brings."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from launcher.errors import LoginExpired
from launcher.platforms.base import Identity
from launcher.settings import Settings

PORT = 8912
"""Of the redirect address, where a platform wants to know it beforehand."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing that makes up the app: the login's field, and what the platform's console calls it."""

    name: str
    called: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """One login that the answer brought: whose it is, as the platform says, and its credentials.

    `lasts` is how many seconds they live, 0 where the platform does not say.
    """

    id: str = ""
    name: str = ""
    lasts: float = 0.0
    values: Mapping[str, str] = field(repr=False)


class Consent(ABC):
    """One login on its way. A subclass has its platform's words and requests, and is used once.

    `host` is that of the redirect address: empty where the page shows a PIN to be typed. `port` is 0 where any will do.
    """

    name: str
    steps: str
    asks: tuple[Ask, ...]
    host = "127.0.0.1"
    port = PORT

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: dict[str, str] = {}
        self.redirect = ""

    @abstractmethod
    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """The address of the consent page. Raises LoginExpired where the app is not known."""

    @abstractmethod
    def finish(self, answer: str) -> list[Found]:
        """What the code (or PIN) brings: one login, or several to choose from. Raises LoginExpired; works once."""

    def named(self, values: dict[str, str], identity: Identity) -> dict[str, str]:
        """The credentials, once it is known whose they are."""
        del identity
        return values


def require_scopes(name: str, wanted: Iterable[str], granted: Iterable[str], fix: str) -> None:
    """Raise LoginExpired naming what was asked for and not allowed."""
    missing = sorted(set(wanted) - set(granted))
    if missing:
        raise LoginExpired(
            f"{name}: not everything was allowed: {', '.join(missing)} is missing", code="scope", fix=fix
        )


def not_taken(name: str, what: str, why: str) -> LoginExpired:
    """The platform took the code, the PIN or the app for wrong; `why` is its own word."""
    return LoginExpired(
        f"{name} did not take the {what} ({why})",
        code=why,
        fix=f"launcher login {name}, and look whether client id and secret are whole; a code is good once, for minutes",
    )
