"""A dead-man switch: a page somewhere is fetched after every good tick, and raises the alarm when that stops.

Imports the standard library alone: an idle tick pings too.
"""

from urllib.parse import urlsplit

from launcher.errors import SettingsError
from launcher.settings import is_loopback

TIMEOUT = 5.0
"""Seconds for each step of the road: a monitor that hangs must not keep ticks waiting."""


def checked(url: str) -> str:
    """`url`, where it is https, or http to this machine. Raises SettingsError, which does not repeat it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        fine = parts.port != 0 and host and url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        fine, host = False, ""
    if fine and "@" not in parts.netloc and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return url
    raise SettingsError(
        "--ping wants an https:// address without a password in it, or http:// on 127.0.0.1",
        fix="copy the ping address from your monitoring service",
    )


def ping(url: str) -> str:
    """Fetch the page, following no redirect; "" where it answered 2xx, else in words what went wrong.

    Whoever knows the address could feign that all is well: nothing but its host is told.
    """
    from urllib.error import HTTPError
    from urllib.request import Request, build_opener

    request = Request(checked(url), headers={"User-Agent": "launcher"})
    try:
        with build_opener(_stay_put()).open(request, timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        error.close()
        return f"the ping of {_shown(url)} was answered {error.code}"
    except Exception as error:  # noqa: BLE001 - told; a tick never fails by its ping
        cause = getattr(error, "reason", error)
        named = type(cause if isinstance(cause, BaseException) else error).__name__
        return f"the ping of {_shown(url)} failed ({named})"


def _stay_put() -> type:
    from urllib.request import HTTPRedirectHandler

    class StayPut(HTTPRedirectHandler):
        """An address that was checked must not lead to one that was not."""

        def redirect_request(self, *_: object) -> None:
            """Follow nothing."""

    return StayPut


def _shown(url: str) -> str:
    """Scheme and host: the rest of the address is its secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…"
