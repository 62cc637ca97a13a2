"""Connections that ask for the permit when they are up, and hold back a ready request until its instant.

Connecting takes from milliseconds to the whole timeout, and a process may be stopped in it. Asked before it, the
permit would say little about the instant at which the request leaves. So the request is put together first, and what
is left to do at its instant is one look at the wire and the sending.
"""

from collections.abc import Sequence
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from launcher.errors import Unavailable
from launcher.platforms.film_wire import SendsPieces, answered
from launcher.platforms.permit import demand, leave

_SMALL = 16 * 2**10
"""Bytes of a body that are copied behind the head; an idle connection takes as many without a wait."""


class Asks(SendsPieces):
    """What a connection of http.client's kind adds: connect, wait for the time, ask, send, and hear when all do."""

    _unasked = ""
    """The method of a request that has still to ask whether it may leave. (`_method` is http.client's own.)"""

    _head = b""
    """What such a request begins with."""

    _tunnel_host: Any
    under_way = False
    """Whether a request has begun to be sent whose reply has not come."""

    def request(self, method: str, *args: Any, **options: Any) -> None:
        """Connect where that is still to do, and send; the first bytes wait for their time."""
        if self.sock is None:
            self.connect()  # type: ignore[attr-defined]
        self._unasked, self._head = method, b""
        super().request(method, *args, **options)  # type: ignore[misc]

    def send(self, data: Any) -> None:
        """Send, once the request may leave, its head with the first of its body. Raises Unavailable."""
        if not self._unasked:
            super().send(data)
        elif not self._head:
            self._head = data
        else:
            self._leave(data)

    def getresponse(self) -> Any:
        """The reply's head."""
        if self._unasked:
            self._leave(b"")
        reply = super().getresponse()  # type: ignore[misc]
        self.under_way = False
        return reply

    def _leave(self, first: Any) -> None:
        """Send the head and the first of the body at their time: in one piece where that is small."""
        method, self._unasked = self._unasked, ""
        small = isinstance(first, bytes) and len(first) <= _SMALL
        parts = (self._head + first,) if small else (self._head, first)
        waited = False

        def send() -> bool:
            nonlocal waited
            waited = True
            return small and not answered(self.sock) and self._go(method, parts)

        if not leave(method, send):
            if waited and answered(self.sock):
                self._renew()
            self._go(method, parts)

    def _go(self, method: str, parts: Sequence[Any]) -> bool:
        """Ask, and send: it is sent then. Raises Unavailable where the permit has ended."""
        demand(method)
        self.under_way = True
        for part in parts:
            super().send(part)
        return True

    def _renew(self) -> None:
        """Another socket under a request that is put together: closing the connection would forget the request."""
        if self._tunnel_host is not None:
            raise Unavailable("the connection was closed before its time came; nothing was sent", code="closed")
        closed, self.sock = self.sock, None
        closed.close()
        self.connect()  # type: ignore[attr-defined]


class _Plain(Asks, HTTPConnection):
    """To a loopback address, or to a proxy."""


class _Tls(Asks, HTTPSConnection):
    """To a platform."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


def asking(manager: Any) -> Any:
    """The pool manager, whose connections ask from now on."""
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
    return manager
