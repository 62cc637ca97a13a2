"""The road to a platform: every request is sent once, within a timeout, to the root that the settings name.

A requests Session of this module goes under tweepy, facebook-sdk and praw. Whatever happens on the road
leaves as a `PlatformError`, so an SDK never sees a failure that it would answer by sending again:

    nothing was sent (refused, DNS, TLS, connect timeout)         Unavailable
    429                                                           Throttled
    timeout, reset, 5xx, 408, redirect, unreadable reply          OutcomeUnknown where the request creates,
                                                                  else Unavailable (a read may be repeated)

The platform's own refusals (4xx that explain themselves) go through to the SDK and to the adapter's table.
Messages name the method and the path, never the query: it may hold a token.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from launcher.clock import Clock, Stopwatch
from launcher.errors import OutcomeUnknown, PlatformError, Throttled, Unavailable
from launcher.platforms.connections import asking
from launcher.platforms.film_wire import MemoryContext
from launcher.platforms.gauge import Gauge
from launcher.platforms.outcomes import UNSURE, retry_at
from launcher.platforms.permit import at_once
from launcher.platforms.seal import inspect
from launcher.platforms.unsent import unsent
from launcher.platforms.witness import WITNESS

PATIENCE = 4
"""How many timeouts a whole body may take: the timeout itself ends only silence."""

LONGEST_REPLY = 16 * 2**20
"""Bytes of a body, decompressed, that are read at the most."""

CHUNK = 64 * 2**10
"""Bytes."""


class SendsOnce(HTTPAdapter):
    """Sends a request once. `origins` maps an SDK's fixed origin to our root, whose path prefix is kept.

    `harmless` are the ends of paths to which a POST creates nothing, such as a token endpoint. `raw` is a road for
    bytes: replies need not be JSON, and no path is named, since it may be the secret of an upload. With `plain` alone
    replies need not be JSON. `gauge` hears
    what every reply says of the account's allowances.
    """

    def __init__(
        self,
        *,
        platform: str,
        timeout: float,
        clock: Clock,
        origins: Mapping[str, str],
        harmless: tuple[str, ...] = (),
        raw: bool = False,
        plain: bool = False,
        gauge: Gauge | None = None,
    ) -> None:
        self._platform, self._timeout, self._clock = platform, timeout, clock
        self._origins = {origin: root for origin, root in origins.items() if origin != root}
        self._harmless, self._raw, self._plain = harmless, raw, raw or plain
        self._gauge = gauge
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pool, whose connections ask for the permit before they send; those for bytes encrypt in memory."""
        if self._raw:
            options["ssl_context"] = MemoryContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **options)
        asking(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """The same for a proxy's."""
        return asking(super().proxy_manager_for(*args, **options))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send it once and read all of the reply. Raises the PlatformErrors of this module's table."""
        url = request.url or ""
        inspect(self._platform, request.method or "", url, request.body)
        origin = next((origin for origin in self._origins if url.startswith(origin + "/")), None)
        if origin is not None:
            request = request.copy()
            request.url = self._origins[origin] + url.removeprefix(origin)
            options["proxies"] = get_environ_proxies(request.url)
        try:
            with at_once() if self._is_harmless(url) else nullcontext():
                reply = super().send(request, **{**options, "timeout": self._timeout, "stream": True})
            read(reply, PATIENCE * self._timeout)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._lost(request, error) from None
        if getattr(request.body, "stopped", False):
            self.close()  # the server would take what comes next for the rest of the film
        WITNESS.hear(self._platform, reply.headers)
        if self._gauge is not None:
            self._gauge.read(request.method or "", urlsplit(url).path, reply.headers)
        self._check(request, reply)
        return reply

    def _check(self, request: requests.PreparedRequest, reply: requests.Response) -> None:
        status = reply.status_code
        if status == requests.codes.too_many_requests:
            told = f"{self._platform} says: too many requests"
            raise Throttled(told, retry_at=retry_at(reply.headers, self._clock.now()), code="429")
        if status in UNSURE or not 200 <= status < 500 or 300 <= status < 400:
            raise self._doubt(request, f"answered {status}", code=str(status))
        if status < 300 and status != requests.codes.no_content and not (self._plain or is_json(reply)):
            raise self._doubt(request, "sent a reply that cannot be read", code="unreadable")

    def _lost(self, request: requests.PreparedRequest, error: Exception) -> PlatformError:
        if unsent(error):
            message = f"{self._platform} cannot be reached ({reason(error)}); nothing was sent"
            return Unavailable(
                message, code="unreachable", fix="check the network, and the platform's API root if one is set"
            )
        return self._doubt(request, f"gave no whole reply ({reason(error)})", code="no reply")

    def _doubt(self, request: requests.PreparedRequest, what: str, *, code: str) -> PlatformError:
        path = urlsplit(request.url or "").path
        message = f"{self._platform} {what} to {request.method} {'its upload link' if self._raw else path}"
        if request.method in ("GET", "HEAD") or self._is_harmless(request.url or ""):
            return Unavailable(f"{message}; it creates nothing", code=code)
        return OutcomeUnknown(message, code=code)

    def _is_harmless(self, url: str) -> bool:
        return urlsplit(url).path.rstrip("/").endswith(self._harmless or ("\0",))


def read(reply: requests.Response, seconds: float) -> None:
    """Read all of the body, where a failure is still told apart.

    Raises requests' ReadTimeout for one that drips for longer than `seconds`, and ConnectionError for one without end.
    """
    try:
        reply._content = b"".join(_parts(reply, seconds))
    except BaseException:
        reply.close()
        raise
    reply._content_consumed = True  # type: ignore[attr-defined]


def _parts(reply: requests.Response, seconds: float) -> Iterator[bytes]:
    since, size = Stopwatch(), 0
    while part := reply.raw.read1(CHUNK, decode_content=True):
        size += len(part)
        if since.seconds() > seconds:
            raise requests.exceptions.ReadTimeout("the reply drips")
        if size > LONGEST_REPLY:
            raise requests.exceptions.ConnectionError("the reply has no end")
        yield part


def session(adapter: SendsOnce) -> requests.Session:
    """A Session whose every request goes through `adapter`, which follows no redirect and reads no ~/.netrc for it."""
    made = requests.Session()
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    made.max_redirects = 0
    made.auth = lambda request: request  # else requests puts what ~/.netrc says in place of the token
    return made


def reason(error: BaseException) -> str:
    """What happened, in the words of the exception's class: its text would hold the URL, and that a token."""
    named = {"ReadTimeout": "timeout", "ConnectTimeout": "connect timeout", "SSLError": "TLS failed"}
    return named.get(type(error).__name__, "connection failed" if unsent(error) else "connection lost")


def is_json(reply: requests.Response) -> bool:
    """Whether the reply's body is JSON."""
    try:
        reply.json()
    except ValueError:
        return False
    return True
