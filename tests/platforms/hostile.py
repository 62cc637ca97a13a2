"""A raw-socket server that creates what it is asked to, counts it, and then answers badly or not at all.

It knows no platform: a case gives it a function from a request to a friendly `Answer`, and the server spoils
the answer to a request that creates, once `fault` is set. It shares no code with the product.
"""

import json
import select
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Self


class Fault(StrEnum):
    """What happens to a request that creates."""

    NONE = "answers well"
    DROP_UNREAD = "drops before reading"
    DROP_AFTER = "drops after creating"
    DROP_MIDWAY = "drops in mid-response"
    S500 = "500 after creating"
    S502 = "502 after creating"
    S503 = "503 after creating"
    TRUNCATED = "truncated JSON"
    TIMEOUT = "never answers"


FAULTS = [fault for fault in Fault if fault is not Fault.NONE]


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as it came over the wire; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, as it came."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a friendly server would say. `creates` marks the request as one that makes something public."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    creates: bool = False

    def wire(self) -> bytes:
        """The answer's bytes, with its length."""
        lines = [f"HTTP/1.1 {self.status} Reason", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in {"Content-Type": "application/json", **self.headers}.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def reply(data: Any, *, creates: bool = False, status: int = 200, **headers: str) -> Answer:
    """A JSON answer; `x_ratelimit_reset="1"` becomes the header x-ratelimit-reset."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body=json.dumps(data).encode(), status=status, headers=named, creates=creates)


class Hostile:
    """The server. `created` counts creations, `sent` how often a request that creates was sent to it.

    Set `fault` after the adapter has logged in and warmed its connection.
    """

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self._answer = answer
        self._done = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.fault = Fault.NONE
        self.requests: list[Request] = []
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.created = 0
        self.sent = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._socket.close()

    def refuse(self) -> None:
        """Refuse every connection from now on, and close those that are open."""
        self._done.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()

    def close_all(self) -> None:
        """Close every connection that is open, and go on serving new ones."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._done.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                while self._readable(connection) and self._one(connection):
                    pass
        except OSError:
            pass  # the client went away, as clients do

    def _readable(self, connection: socket.socket) -> bool:
        while not self._done.is_set():
            if select.select([connection], [], [], 0.05)[0]:
                return True
        return False

    def _one(self, connection: socket.socket) -> bool:
        """Serve one request; whether the connection lives on."""
        if self.fault is Fault.DROP_UNREAD:
            return self._reset(connection)
        request = read(connection)
        if request is None:
            return False
        self.requests.append(request)
        answer = self._answer(request)
        if not answer.creates:
            connection.sendall(answer.wire())
            return True
        self.sent += 1
        self.created += 1
        return self._spoil(connection, answer)

    def _reset(self, connection: socket.socket) -> bool:
        if connection.recv(1, socket.MSG_PEEK):  # else the client merely closed an idle connection
            self.sent += 1
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def _spoil(self, connection: socket.socket, answer: Answer) -> bool:
        wire = answer.wire()
        match self.fault:
            case Fault.NONE:
                connection.sendall(wire)
                return True
            case Fault.DROP_MIDWAY:
                connection.sendall(wire[: len(wire) - max(1, len(answer.body) // 2)])
            case Fault.S500 | Fault.S502 | Fault.S503:
                connection.sendall(Answer(status=int(self.fault[:3]), body=b'{"message": "please retry"}').wire())
            case Fault.TRUNCATED:
                half = Answer(status=answer.status, headers=answer.headers, body=answer.body[: len(answer.body) // 2])
                connection.sendall(half.wire())
            case Fault.TIMEOUT:
                self._done.wait(30)
            case _:
                pass
        return False


def read(connection: socket.socket) -> Request | None:
    """The next request on the connection, or None where the client closed it."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            return None
        head += more
    head, _, body = head.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Request(method=method, target=target, headers=headers, body=body)
