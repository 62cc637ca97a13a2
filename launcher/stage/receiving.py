"""Bytes that arrive: counted and hashed as they come, never held.

An upload may break and go on in another request. What counts is `offset`: bytes before it are hashed once and
for good, and bytes that arrive twice are the caller's to refuse or to skip.
"""

import hashlib
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A whole file as the platform received it: bytes, md5 (hex) and CRC-32."""

    size: int
    md5: str
    crc: int


class Received:
    """The part of one file that has arrived.

    With a `granule`, only whole granules of a broken request are kept: what is past the last one waits in
    memory until `commit`, or is thrown away by the next `turn`. With granule 1 every byte is kept at once.
    """

    def __init__(self, granule: int = 1) -> None:
        self._granule = granule
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._crc = 0
        self._tail = bytearray()
        self._turn: object = None
        self.offset = 0

    def turn(self) -> object:
        """Begin a request about this file: an older one that still sends is refused from now on.

        What the older one left past the last whole granule is thrown away.
        """
        self._tail = bytearray()
        self._turn = object()
        return self._turn

    def feed(self, data: bytes, turn: object) -> bool:
        """Take the bytes that follow. False where another request has taken over: they are not kept."""
        if turn is not self._turn:
            return False
        if self._granule == 1:
            self._hash(data)
        else:
            self._feed_granules(data)
        return True

    def commit(self) -> None:
        """Keep what is past the last whole granule: the request was complete."""
        self._hash(self._tail)
        self._tail = bytearray()

    @property
    def seen(self) -> int:
        """How far this request has come: what is kept, and what waits for `commit`."""
        return self.offset + len(self._tail)

    def digest(self) -> Digest:
        """Size and hashes of what has been kept so far."""
        return Digest(size=self.offset, md5=self._md5.hexdigest(), crc=self._crc)

    def _feed_granules(self, data: bytes) -> None:
        whole = (len(self._tail) + len(data)) // self._granule * self._granule
        if not whole:
            self._tail += data
            return
        cut = whole - len(self._tail)
        view = memoryview(data)
        self.commit()
        self._hash(view[:cut])
        self._tail = bytearray(view[cut:])

    def _hash(self, data: bytes | bytearray | memoryview) -> None:
        self._md5.update(data)
        self._crc = zlib.crc32(data, self._crc)
        self.offset += len(data)


async def chunks(request: Request) -> AsyncIterator[bytes]:
    """The request's body as it arrives; ends early, without an error, where the connection breaks."""
    try:
        async for chunk in request.stream():
            if chunk:
                yield chunk
    except ClientDisconnect:
        return
