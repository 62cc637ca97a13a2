"""PyVimeo over one connection. Imported when the adapter connects: it loads the SDK.

PyVimeo opens a connection a request and repeats nothing; here its verbs go over our Session, so that the
connection which `account` warmed is the one that releases the film.
"""

from typing import Any

import requests
from vimeo import VimeoClient

from launcher.clock import Clock
from launcher.logins.vimeo import VimeoLogin
from launcher.platforms import transport
from launcher.platforms.gauge import Gauge


class Client(VimeoClient):  # type: ignore[misc]
    """PyVimeo whose `get`, `post`, `put`, `patch` and `delete` send once, follow no redirect and keep the connection.

    A verb takes a path below the API's root, and `params` and `json` as requests does.
    """

    def __init__(self, login: VimeoLogin, clock: Clock, gauge: Gauge) -> None:
        self._session = transport.session(road(login, clock, gauge=gauge))
        super().__init__(token=login.access_token, key=login.client_id or None, secret=login.client_secret or None)
        self.API_ROOT = login.api_root

    def __getattr__(self, name: str) -> Any:
        if name not in self.HTTP_METHODS:
            raise AttributeError(name)

        def send(path: str, **options: Any) -> requests.Response:
            headers = {"Accept": self.ACCEPT_HEADER, "User-Agent": self.USER_AGENT}
            url, auth = self.API_ROOT + path, self._token
            return self._session.request(name, url, auth=auth, headers=headers, allow_redirects=False, **options)

        return send


def road(login: VimeoLogin, clock: Clock, *, raw: bool = False, gauge: Gauge | None = None) -> transport.SendsOnce:
    """The way to Vimeo's API, or, `raw`, to where its upload links point."""
    return transport.SendsOnce(platform="vimeo", timeout=login.timeout, clock=clock, origins={}, raw=raw, gauge=gauge)
