"""What came of a request: an SDK's error, or a reply, as a `PlatformError`. Loads no client library.

Messages are one line of the platform's words, without secrets.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from launcher.errors import LauncherError, LoginExpired, OutcomeUnknown, PlatformError, Unavailable
from launcher.logins.base import Login
from launcher.platforms.gauge import FAMILIES, number
from launcher.platforms.instants import moment
from launcher.text.redaction import redact

UNSURE = {408, 425, 499}
"""Client errors that do not say whether the request was carried out (RFC 9110, RFC 8470; nginx's 499)."""


@contextmanager
def told(translate: Callable[[Exception], PlatformError | None], platform: str, *, creates: bool) -> Iterator[None]:
    """Let only PlatformErrors out: those of the road as they are, an SDK's by `translate`.

    What `translate` does not know came of a reply that the SDK could not read: OutcomeUnknown where the call
    `creates`, else Unavailable.
    """
    try:
        yield
    except LauncherError as error:
        raise unspoken(error)  # noqa: B904 (the same error)
    except Exception as error:  # noqa: BLE001 (each leaves as an outcome)
        raise unspoken(translate(error) or unreadable(platform, error, creates=creates)) from None


def unspoken(error: LauncherError) -> LauncherError:
    """The same error, its words without secrets: platforms repeat what they were sent."""
    error.message, error.fix = redact(error.message), redact(error.fix)
    error.args = (error.message,)
    return error


def unreadable(platform: str, error: Exception, *, creates: bool) -> PlatformError:
    """The outcome of a call whose reply the SDK could not read."""
    from launcher.platforms.unsent import unsent

    kind = OutcomeUnknown if creates and not unsent(error) else Unavailable
    return kind(f"{platform}: the reply cannot be read ({type(error).__name__})", code="unreadable")


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The instant after which the platform takes requests again, or None where it does not say."""
    empty = [family for family in FAMILIES if number(headers.get(f"{family}-remaining")) == 0]
    resets = [moment(headers.get(f"{family}-reset", ""), now) for family in empty]
    if any(resets):
        return max(filter(None, resets))
    for name in ("retry-after", "x-rate-limit-reset", "x-ratelimit-reset"):
        at = moment(headers.get(name, ""), now)
        if at is not None:
            return at
    return None


def required(login: Login) -> None:
    """Raise LoginExpired where a credential is missing that nothing can be sent without."""
    missing = [login.prefix(login.account) + name.upper() for name in login.required() if not getattr(login, name)]
    if missing:
        raise LoginExpired(f"{', '.join(missing)} not set", code="missing", fix=login.again())


def scrubbed(text: object, *secrets: str) -> str:
    """A platform's words as one line without any of `secrets`: Graph repeats a malformed token, for one."""
    line = " ".join(str(text).split())
    for secret in filter(None, secrets):
        line = line.replace(secret, "***")
    return line[:300]
