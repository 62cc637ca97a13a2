"""urllib3's connections, which ask for the permit between connecting and sending.

Connecting takes from milliseconds to the whole timeout, and a process may be stopped in it. Asked before it, the
permit would say little about the instant at which the request leaves.
"""

from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from launcher.errors import Unavailable
from launcher.platforms.film_wire import SendsPieces, answered
from launcher.platforms.permit import demand, held_back


def _be_ready(connection: Any, method: str) -> None:
    """Connected, and allowed to send. What the platform has closed meanwhile is connected anew, but for a tunnel."""
    if connection.sock is None:
        connection.connect()
    if held_back(method) and answered(connection.sock):
        if connection._tunnel_host is not None:
            raise Unavailable("the connection was closed before its time came; nothing was sent", code="closed")
        connection.close()
        connection.connect()
    demand(method)


class _Plain(SendsPieces, HTTPConnection):
    """To a loopback address, or to a proxy."""

    def request(self, method: str, *args: Any, **options: Any) -> None:
        """Connect where that is still to do, wait for the time, ask, send."""
        _be_ready(self, method)
        super().request(method, *args, **options)


class _Tls(SendsPieces, HTTPSConnection):
    """To a platform."""

    def request(self, method: str, *args: Any, **options: Any) -> None:
        """Connect where that is still to do, wait for the time, ask, send."""
        _be_ready(self, method)
        super().request(method, *args, **options)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


def asking(manager: Any) -> Any:
    """The pool manager, whose connections ask from now on."""
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
    return manager
