"""The requests of a login go the same road as all others: sent once, within a timeout, to the root of the settings.

oauthlib refuses a token endpoint on plain http, which a stage has: it is told an https twin of the loopback address,
and the road leads to the real one.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from launcher.clock import SystemClock
from launcher.platforms.transport import SendsOnce, session
from launcher.settings import Settings

HARMLESS = ("/token", "/access_token", "/request_token")
"""The ends of paths to which a POST makes nothing that anyone would see."""


def road(name: str, settings: Settings, origins: Mapping[str, str], *, plain: bool = False) -> SendsOnce:
    """To the platform, by another way for `origins`; with `plain` its replies need not be JSON."""
    return SendsOnce(
        platform=name,
        timeout=settings.timeout,
        clock=SystemClock(),
        origins=origins,
        harmless=HARMLESS,
        plain=plain,
    )


def requests(name: str, settings: Settings) -> Any:
    """A Session on that road, for who writes its own requests."""
    return session(road(name, settings, {}))


def paved(library: Any, way: SendsOnce) -> None:
    """Lead a library's own Session over the road."""
    library.mount("https://", way)
    library.mount("http://", way)
    library.max_redirects = 0


def twin(url: str) -> str:
    """The same address by https."""
    return "https" + url.removeprefix("http") if url.startswith("http:") else url


def twins(url: str) -> dict[str, str]:
    """The way from the twin's origin to the real one."""
    return {_origin(twin(url)): _origin(url)}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
