"""The film's way from its file to the socket: nothing of it is copied in Python, and never more than a block is held.

A plain wire takes it by sendfile. TLS reads into one buffer, used again and again, and encrypts it in memory, so that
one write to the socket carries many records: http.client's own 8 KiB a turn cost half of the speed (measured).
Before each piece it is looked whether the server has answered already: what it does not want is not sent.
"""

import os
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any

from urllib3.util.ssltransport import SSLTransport
from urllib3.util.wait import wait_for_read, wait_for_write

BUFFER = 256 * 2**10
"""Bytes that are encrypted at a time."""


class FilmEndedError(BaseException):
    """The file is shorter than the film that was planned; no SDK may take that for a broken connection."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """So many of the film's bytes from `start` on, still in their open file. `buffer` is what TLS reads into."""

    file: int
    start: int
    length: int
    buffer: memoryview = field(repr=False)

    def __len__(self) -> int:
        return self.length

    def to(self, wire: Any) -> None:
        """Send it. Raises OSError where the wire fails, FilmEndedError where the file ends first."""
        send = _by_sendfile if isinstance(wire, socket.socket) and not isinstance(wire, ssl.SSLSocket) else _by_blocks
        send(self, wire)


def _by_sendfile(piece: Piece, wire: socket.socket) -> None:
    out, at, end = wire.fileno(), piece.start, piece.start + piece.length
    while at < end:
        try:
            sent = os.sendfile(out, piece.file, at, end - at)
        except BlockingIOError:
            if not wait_for_write(wire, wire.gettimeout()):
                raise TimeoutError("the server takes nothing more") from None
            continue
        if not sent:
            raise FilmEndedError
        at += sent


def _by_blocks(piece: Piece, wire: Any) -> None:
    at, end = piece.start, piece.start + piece.length
    while at < end:
        read = os.preadv(piece.file, [piece.buffer[: min(BUFFER, end - at)]], at)
        if not read:
            raise FilmEndedError
        wire.sendall(piece.buffer[:read])
        at += read


class MemoryTls(SSLTransport):
    """TLS over a socket, encrypted in memory: one write may carry any number of records."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._ahead = b""
        super().__init__(*args, **options)

    def answers(self) -> bool:
        """Whether the server has sent a part of a reply, or closed. Session tickets come unasked, and are neither."""
        if not wait_for_read(self.socket, timeout=0):
            return False
        came = self.socket.recv(BUFFER)
        if not came:
            return True
        self.incoming.write(came)
        try:
            self._ahead += self.sslobj.read(1)
        except ssl.SSLWantReadError:
            return False
        return True

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> Any:
        """As a socket's; what `answers` has read comes first."""
        if self._ahead:
            with memoryview(buffer).cast("B") as view:
                view[:1], self._ahead = self._ahead[:1], self._ahead[1:]
            return 1
        return super().recv_into(buffer, nbytes, flags)


class MemoryContext(ssl.SSLContext):
    """A context whose sockets are `MemoryTls`."""

    def wrap_socket(self, sock: socket.socket, server_hostname: Any = None, **_: Any) -> Any:  # type: ignore[override]
        """TLS over `sock`, with the handshake done."""
        return MemoryTls(sock, self, server_hostname)


class SendsPieces:
    """What a connection of http.client's kind adds to send a film: pieces, while the server does not answer."""

    sock: Any

    def send(self, data: Any) -> None:
        """Send bytes, or a piece of a film; a piece that the server no longer waits for ends its film's body."""
        if not isinstance(data, Offered):
            super().send(data)  # type: ignore[misc]
        elif answered(self.sock):
            data.body.stopped = True
        else:
            data.piece.to(self.sock)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A piece on its way from a film's body, which is told where the server does not want it."""

    piece: Piece
    body: Any

    def __len__(self) -> int:
        return self.piece.length


def answered(wire: Any) -> bool:
    """Whether the server has answered, or closed, while it was still sent to."""
    return wire.answers() if isinstance(wire, MemoryTls) else bool(wait_for_read(wire, timeout=0))
