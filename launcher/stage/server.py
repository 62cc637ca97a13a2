"""The stage as a server: five platforms under one loopback address, and `/stage/` to look behind the scenes.

`GET /stage/ledger`, `GET /stage/shelves`, `GET /stage/environment` tell what was asked, what the platforms
hold, and what to put in the environment; `POST /stage/faults` puts a list of rules in force, `DELETE` clears them.
"""

import asyncio
import contextlib
import json
import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from launcher.errors import LauncherError
from launcher.stage.exchange import LedgerMiddleware
from launcher.stage.facebook import routes as facebook
from launcher.stage.faults import FaultMiddleware, read_rule
from launcher.stage.reddit import routes as reddit
from launcher.stage.vimeo import routes as vimeo
from launcher.stage.world import World
from launcher.stage.x import routes as x
from launcher.stage.youtube import routes as youtube

HOST = "127.0.0.1"
TICK_SECONDS = 0.5
STOP_SECONDS = 1.0
PLATFORMS = {
    "youtube": youtube.routes,
    "vimeo": vimeo.routes,
    "facebook": facebook.routes,
    "x": x.routes,
    "reddit": reddit.routes,
}
"""Each platform's routes, by the first part of their path."""


def application(world: World) -> Starlette:
    """The five platforms and the stage's own pages, as one ASGI application."""
    mounts: list[BaseRoute] = [Mount(f"/{name}", routes=routes(world)) for name, routes in PLATFORMS.items()]
    watched = [
        Middleware(LedgerMiddleware, ledger=world.ledger, clock=world.clock, platforms=frozenset(PLATFORMS)),
        Middleware(FaultMiddleware, faults=world.faults),
    ]
    return Starlette(routes=[*mounts, Mount("/stage", routes=own_routes(world))], middleware=watched)


def own_routes(world: World) -> list[BaseRoute]:
    """The pages about the stage itself, for tests and for people."""

    async def ledger(_: Request) -> Response:
        return JSONResponse(world.ledger.records())

    async def shelves(_: Request) -> Response:
        held = {name: shelf() for name, shelf in world.shelves.items()}
        return Response(json.dumps(held, default=str), media_type="application/json")

    async def environment(_: Request) -> Response:
        return JSONResponse(world.environment())

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            world.faults.clear()
            return Response(status_code=204)
        return await _put_rules(world, request)

    return [
        Route("/ledger", ledger),
        Route("/shelves", shelves),
        Route("/environment", environment),
        Route("/faults", faults, methods=["POST", "DELETE"]),
    ]


async def _put_rules(world: World, request: Request) -> Response:
    try:
        rules = [read_rule(record) for record in json.loads(await request.body())]
    except (ValueError, TypeError, AttributeError) as problem:
        return JSONResponse({"error": f"not a list of rules: {problem}"}, status_code=400)
    for rule in rules:
        world.faults.put(rule)
    return JSONResponse({"rules": len(rules)}, status_code=201)


class _Closable(H11Protocol):
    """uvicorn's protocol, which lets the application close its connection without an answer."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        answer = self.app

        async def closable(scope: Scope, receive: Receive, send: Send) -> None:
            scope["stage.close"] = self._close
            await answer(scope, receive, send)

        self.app = closable

    def _close(self) -> None:
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.abort()


def bound(port: int = 0) -> socket.socket:
    """A socket that listens on the loopback address; port 0 takes a free one. Raises LauncherError."""
    listener = socket.socket(
        socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio looks for it: TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as problem:
        listener.close()
        raise LauncherError(
            f"port {port} of {HOST} cannot be used: {problem}", fix="choose another --port"
        ) from problem
    return listener


class _Uvicorn(uvicorn.Server):
    """uvicorn, which here stops at once: nobody waits for a stage to drain its connections."""

    def __init__(self, world: World) -> None:
        super().__init__(
            uvicorn.Config(
                application(world),
                http=_Closable,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_keep_alive=60,
            )
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()

    async def main_loop(self) -> None:
        """Keep the Date header fresh until told to stop."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the listeners and every connection, and let requests under way find theirs gone."""
        del sockets  # the servers close them
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=STOP_SECONDS)

    def stop(self) -> None:
        """Stop serving; any thread may ask."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)


class Server:
    """A stage in a thread of this process: `with Server(world) as stage: stage.root`."""

    def __init__(self, world: World, port: int = 0) -> None:
        self.world = world
        self._server = _Uvicorn(world)
        self._socket = bound(port)
        world.root = f"http://{HOST}:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, name="stage", daemon=True)

    @property
    def root(self) -> str:
        """The stage's address, without a trailing slash."""
        return self.world.root

    def start(self) -> Self:
        """Serve. The socket listens already: a request made before the loop runs waits for it."""
        self._socket.listen(2048)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and close every connection. May be called again."""
        self._server.stop()
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(world: World, port: int) -> None:
    """Serve on `port` (0: a free one) until interrupted. Raises LauncherError where the port is taken."""
    served = _Uvicorn(world)
    with bound(port) as listener:
        world.root = f"http://{HOST}:{listener.getsockname()[1]}"
        asyncio.run(served.serve(sockets=[listener]))
