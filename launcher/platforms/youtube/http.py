"""How YouTube's SDK reaches the network. Imported when the adapter connects: it loads the SDK.

httplib2 sends a request again by itself when the connection drops; googleapiclient and google-auth do on
5xx replies, sleeping. Here each request goes out once:

- a connection that has sent a request does not connect again before it has the reply;
- what fails before a byte has left is `NotSentError`, everything else stays what it was;
- the token endpoint's failures are `TransportError` at once, without a second try;
- only a 401 is answered by a new token and the same request: it says that nothing was done.
"""

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import httplib2
from google.auth.exceptions import TransportError
from google.oauth2.credentials import Credentials
from googleapiclient import discovery, discovery_cache

from launcher.logins.renewal import renewing
from launcher.logins.youtube import YoutubeLogin
from launcher.platforms.connections import Asks
from launcher.platforms.film_body import FilmBody
from launcher.platforms.film_wire import MemoryTls, answered
from launcher.platforms.permit import at_once
from launcher.platforms.seal import inspect
from launcher.platforms.witness import WITNESS

PASSING = ("internal_failure", "server_error", "temporarily_unavailable")
"""OAuth errors after which google-auth would sleep and ask again (RFC 6749, section 4.1.2.1)."""

NOWHERE = "https://nowhere.invalid/"
"""A root that no name server knows (RFC 6761, section 6.4): what keeps it by mistake goes to nobody."""


class NotSentError(Exception):
    """The connection could not be made: no byte of the request has left."""


class _InMemory:
    """httplib2's own TLS context, whose sockets encrypt in memory."""

    check_hostname = True

    def __init__(self, context: Any) -> None:
        self._context = context

    def wrap_socket(self, sock: Any, server_hostname: str) -> MemoryTls:
        """TLS over `sock`, with the handshake done."""
        return MemoryTls(sock, self._context, server_hostname)


class _Once(Asks):
    """What the plain and the TLS connection add to httplib2's: one request, one sending."""

    def connect(self) -> None:
        """Connect, unless a request is on its way: httplib2 would send it again."""
        if self.under_way:
            raise ConnectionResetError("the connection closed before the reply")
        try:
            super().connect()  # type: ignore[misc]
        except OSError as error:
            self.close()
            raise NotSentError(type(error).__name__) from None

    def request(self, method: str, *args: Any, **kwargs: Any) -> None:
        """Send a request over a connection that is known to live. Raises Unavailable where the permit has ended."""
        if self.sock is not None and answered(self.sock):
            self.close()
        super().request(method, *args, **kwargs)

    def close(self) -> None:
        """Close the socket; may be called again."""
        super().close()  # type: ignore[misc]

    def __del__(self) -> None:
        self.close()


class _Plain(_Once, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    """To a loopback address."""


class _Tls(_Once, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    """To the platform."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._context: Any = _InMemory(self._context)


class SendsOnce(httplib2.Http):  # type: ignore[misc]
    """httplib2 that sends each request once, follows no redirect (308 is YouTube's "go on") and keeps no cache."""

    def __init__(self, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self.follow_redirects = False
        self.redirect_codes: frozenset[int] = frozenset()

    def request(self, uri: str, *args: Any, connection_type: Any = None, **kwargs: Any) -> Any:
        """Response and content. Whatever is raised, no connection is kept that might still carry a reply."""
        inspect("youtube", str(kwargs.get("method", "GET")), uri, kwargs.get("body"))
        kind = connection_type or (_Tls if uri.startswith("https:") else _Plain)
        try:
            response = super().request(uri, *args, connection_type=kind, **kwargs)
        except BaseException:
            self.close()
            raise
        WITNESS.hear("youtube", response[0])
        if getattr(kwargs.get("body"), "stopped", False):
            self.close()  # the server would take what comes next for the rest of the film
        return response


@dataclass(frozen=True, kw_only=True)
class _Token:
    """The token endpoint's reply, as google-auth reads it."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class _TokenRequest:
    """Asks the token endpoint once; `told` is its last answer. Raises TransportError for whatever is not one."""

    def __init__(self, sender: SendsOnce) -> None:
        self._http = sender
        self.told: dict[str, Any] = {}

    def __call__(self, url: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any) -> _Token:
        try:
            with at_once():
                response, data = self._http.request(url, method=method, body=body, headers=headers)
        except (NotSentError, OSError, http.client.HTTPException, httplib2.HttpLib2Error) as error:
            raise tokenless(error if isinstance(error, NotSentError) else type(error).__name__) from None
        if response.status >= 500 or response.status in (408, 429):
            raise tokenless(response.status)
        try:
            self.told = dict(json.loads(data))
        except (ValueError, TypeError):
            raise tokenless("not JSON") from None
        if self.told.get("error") in PASSING:
            raise tokenless(self.told["error"])
        return _Token(status=response.status, headers=dict(response), data=data)


def tokenless(why: object) -> Exception:
    """The token endpoint did not answer."""
    error: Any = TransportError
    return cast(Exception, error(f"no access token: {why}"))


class Authorized:
    """Adds the access token to each request, and tells `spend` its method and address: each costs quota.

    `told` is what the token endpoint last said: scope, lifetimes.
    """

    def __init__(self, login: YoutubeLogin, spend: Callable[[str, str], None] = lambda *_: None) -> None:
        self._spend = spend
        self.credentials: Any = _renewing(login)(
            token=None,
            refresh_token=login.refresh_token,
            token_uri=login.token_uri,
            client_id=login.client_id,
            client_secret=login.client_secret,
        )
        self._http = SendsOnce(login.timeout)
        self._token = _TokenRequest(self._http)

    @property
    def told(self) -> dict[str, Any]:
        """The token endpoint's last answer."""
        return self._token.told

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **options: Any) -> Any:
        """Response and content; after a 401 once more with a new token, unless the body is the film."""
        response, content = self._send(uri, method, body, headers, **options)
        if response.status != 401:
            return response, content
        self.credentials.refresh(self._token)
        if isinstance(body, FilmBody):
            raise ConnectionResetError("the token ran out in mid-upload")
        return self._send(uri, method, body, headers, **options)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, uri: str, method: str, body: Any, headers: Any, **options: Any) -> Any:
        signed = dict(headers or {})
        self.credentials.before_request(self._token, method, uri, signed)
        self._spend(method, uri)
        return self._http.request(uri, method=method, body=body, headers=signed, **options)


def _renewing(login: YoutubeLogin) -> Any:
    """google-auth's credentials, whose refresh token one process uses at a time."""
    google: Any = Credentials

    class Renewing(google):  # type: ignore[misc]
        """Renewed with the token that is kept now: another process may have been given a new one."""

        def refresh(self, request: Any) -> None:
            """Ask for an access token, and keep the refresh token where Google sends another."""
            with renewing(login) as token:
                self._refresh_token = token.value
                super().refresh(request)
                token.value = str(self._refresh_token)

    return Renewing


def service(login: YoutubeLogin, sender: Authorized) -> Any:
    """The SDK's client for the root that the login names. `client_options.api_endpoint` would leave media behind."""
    return _Service(login.api_root, sender)


@cache
def _client() -> Any:
    """The SDK's client, made once a process of the whole of its document. It sends nothing: it has nothing to send by.

    Every request that it makes is for `NOWHERE`, until it is given a root and a sender.
    """
    document = json.loads(discovery_cache.get_static_doc("youtube", "v3"))
    document["rootUrl"] = NOWHERE
    return discovery.build_from_document(document, http=object())


@cache
def _resource(name: str) -> Any:
    """The SDK's `videos()` and the like, made once a process: it makes them anew, methods and all, for each call."""
    return getattr(_client(), name)()


class _Service:
    """The SDK's client for one login: the requests of all logins' resources, with this one's root and sender."""

    def __init__(self, root: str, sender: Authorized) -> None:
        self._root, self._sender = root, sender

    def __getattr__(self, name: str) -> Any:
        return lambda: _Requests(_resource(name), self._root, self._sender)


class _Requests:
    """One resource's methods, each of which returns a request."""

    def __init__(self, resource: Any, root: str, sender: Authorized) -> None:
        self._resource, self._root, self._sender = resource, root, sender

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._resource, name)

        def addressed(**query: Any) -> Any:
            request = method(**query)
            request.uri = f"{self._root}/{request.uri.removeprefix(NOWHERE)}"
            request.http = self._sender
            return request

        return addressed
