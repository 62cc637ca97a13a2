"""A plain reverse proxy on another port and below another path, which can stop a request on its way.

It is no stage: it knows nothing of the platforms. What launcher does through it, it does through any address.
"""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

PREFIX = "/another/place"
_BLOCK = 64 * 1024
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


@dataclass
class Gate:
    """Stops requests of one method and path: after so many bytes of all their bodies, or before a reply goes back.

    `reached` tells that one waits there; `opened` lets it and all later ones pass.
    """

    method: str
    path: str
    after_bytes: int | None = None
    passed: int = 0
    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def wait(self) -> None:
        """Stand at the gate until it is opened."""
        self.reached.set()
        self.opened.wait(60)


class Gateway:
    """The proxy: `root` is its address, in front of the server at `target`."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.gates: list[Gate] = []
        gateway = self

        class Handler(_Handler):
            gate_keeper = gateway

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}{PREFIX}"

    def stop_at(self, method: str, path: str, after_bytes: int | None = None) -> Gate:
        """Put up a gate."""
        gate = Gate(method, path, after_bytes)
        self.gates.append(gate)
        return gate

    def gate(self, method: str, path: str) -> Gate | None:
        """The closed gate before which such a request stands, or None."""
        standing = [each for each in self.gates if not each.opened.is_set()]
        return next((each for each in standing if each.method == method and fnmatchcase(path, each.path)), None)

    @contextmanager
    def serving(self) -> Iterator["Gateway"]:
        """Serve in a thread."""
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            for gate in self.gates:
                gate.opened.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    gate_keeper: Gateway
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Keep silent."""

    def __getattr__(self, name: str) -> Any:
        """Every method goes the same way."""
        if name.startswith("do_"):
            return self._pass
        raise AttributeError(name)

    def _pass(self) -> None:
        path = self.path.removeprefix(PREFIX)
        gate = self.gate_keeper.gate(self.command, path.partition("?")[0])
        target = urlsplit(self.gate_keeper.target)
        upstream = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            if self._send(upstream, path, gate):
                self._answer(upstream.getresponse(), gate)
        except OSError:
            self.close_connection = True
        finally:
            upstream.close()

    def _send(self, upstream: http.client.HTTPConnection, path: str, gate: Gate | None) -> bool:
        """Hand the request on; False where the client went away in the middle."""
        length = int(self.headers.get("content-length") or 0)
        upstream.putrequest(self.command, path, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _HOP:
                upstream.putheader(name, value)
        if self.command not in ("GET", "HEAD") or length:
            upstream.putheader("Content-Length", str(length))
        upstream.endheaders()
        stop = length if gate is None or gate.after_bytes is None else min(gate.after_bytes - gate.passed, length)
        sent = self._copy(upstream, stop)
        if gate is not None:
            gate.passed += sent
            if sent == stop < length:
                gate.wait()
        return sent == stop and self._copy(upstream, length - stop) == length - stop

    def _copy(self, upstream: http.client.HTTPConnection, length: int) -> int:
        left = length
        while left:
            block = self.rfile.read1(min(_BLOCK, left))
            if not block:
                self.close_connection = True
                break
            upstream.send(block)
            left -= len(block)
        return length - left

    def _answer(self, reply: http.client.HTTPResponse, gate: Gate | None) -> None:
        """Hand the reply back, with the addresses in it as they are from here."""
        body = self._from_here(reply.read().decode("latin-1")).encode("latin-1")
        if gate is not None and gate.after_bytes is None:
            gate.wait()
        self.send_response_only(reply.status, reply.reason)
        for name, value in reply.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, self._from_here(value))
        if reply.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _from_here(self, text: str) -> str:
        return text.replace(self.gate_keeper.target, self.gate_keeper.root)
