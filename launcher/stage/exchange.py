"""One request on its way through the stage: who it is for, what it created, and its line in the ledger."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from launcher.clock import Clock, wall_seconds
from launcher.stage.ledger import HEADERS, Ledger

KEPT_BODY = 8192
TEXTS = (b"application/json", b"application/x-www-form-urlencoded")


@dataclass
class Exchange:
    """What is known of a request besides its ASGI scope, which holds it as `scope["stage"]`.

    `write` puts its line into the ledger, once, and before the client can see that the request is over: who has
    the reply finds the request in the ledger.
    """

    platform: str
    path: str
    close: Callable[[], None]
    write: Callable[[], None] = field(default=lambda: None)
    fault: str = ""
    created: tuple[str, ...] = ()
    status: int = 0
    received: int = 0
    sent: int = 0
    body: bytes = b""

    async def drop(self) -> None:
        """Close the connection at once, without an answer."""
        self.write()
        self.close()
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def created(request: Request, item_id: str) -> None:
    """Tell the ledger that this request made the item `item_id` exist."""
    exchange: Exchange = request.scope["stage"]
    exchange.created = (*exchange.created, item_id)


def here(request: Request) -> str:
    """The address of the platform that answers `request`, as the client reached it, without a trailing slash."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


class LedgerMiddleware:
    """Gives each request its `Exchange` and writes it into the ledger when it is over."""

    def __init__(self, app: ASGIApp, ledger: Ledger, clock: Clock, platforms: frozenset[str]) -> None:
        self._app = app
        self._ledger = ledger
        self._clock = clock
        self._platforms = platforms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first, _, rest = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/").partition("/")
        platform = first if first in self._platforms else ""
        exchange = Exchange(platform, "/" + rest, scope.get("stage.close", lambda: None))
        scope["stage"] = exchange
        exchange.write = self._writer(exchange, scope)
        try:
            await self._app(scope, _counting(exchange, scope, receive), _noting(exchange, send))
        finally:
            exchange.write()

    def _writer(self, exchange: Exchange, scope: Scope) -> Callable[[], None]:
        at, wall, start = self._clock.now(), wall_seconds(), time.perf_counter()
        written = not exchange.platform

        def write() -> None:
            nonlocal written
            if not written:
                written = True
                took = time.perf_counter() - start
                self._ledger.add(at=at, wall=wall, took=took, **_fields(exchange, scope))

        return write


def _counting(exchange: Exchange, scope: Scope, receive: Receive) -> Receive:
    kept = dict(scope["headers"]).get(b"content-type", b"").startswith(TEXTS)

    async def counting() -> Message:
        message = await receive()
        body = message.get("body", b"")
        exchange.received += len(body)
        if kept and len(exchange.body) < KEPT_BODY:
            exchange.body += body[:KEPT_BODY]
        return message

    return counting


def _noting(exchange: Exchange, send: Send) -> Send:
    head: list[Message] = []

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            exchange.status = message["status"]
            head.append(message)  # kept back: an empty reply is whole with its head
            return
        exchange.sent += len(message.get("body", b""))
        if not message.get("more_body"):
            exchange.write()
        while head:
            await send(head.pop())
        await send(message)

    return noting


def _fields(exchange: Exchange, scope: Scope) -> dict[str, object]:
    query = scope["query_string"].decode("latin-1")
    return {
        "platform": exchange.platform,
        "method": scope["method"],
        "path": exchange.path + (f"?{query}" if query else ""),
        "status": exchange.status,
        "received": exchange.received,
        "sent": exchange.sent,
        "headers": {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"] if k in HEADERS},
        "body": exchange.body.decode("utf-8", "replace"),
        "created": exchange.created,
        "fault": exchange.fault,
    }
