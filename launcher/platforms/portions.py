"""How much of a film one request carries: little enough that a break costs little, and all that is left where it can.

Whether a host keeps what came before a break is known only after one. Until then a request carries a part of the film,
if waiting for the replies costs next to nothing; over a long line it carries as much as makes the waiting small.
A host that was seen to keep what came gets the rest in one request; one that throws it away gets small portions.
"""

from launcher.clock import Stopwatch
from launcher.platforms.base import Progress

GRANULE = 256 * 2**10
LEAST, MOST = 4 * 2**20, 64 * 2**20
"""Bytes of a portion, which YouTube wants in whole granules (guides/using_resumable_upload_protocol, 2026-11)."""

PART = 32
"""A portion is this part of the film, or of what the line lives for: under 2 % are lost at a break, on average."""

UNNOTICED = 16 * 2**20
"""Bytes that may have been handed to the socket and never have left this machine: they prove nothing."""

NEAR, SHARE = 0.1, 0.02
"""Seconds of waiting for a reply that are none; and what part of the time may be spent on waiting where it is more."""


class Portions:
    """Learns from each request what the next one may carry. Serves one session at a time."""

    _address: str
    _began: int
    _handed: int
    _length: int

    def __init__(self) -> None:
        self._begun("", 0)

    def begin(self, address: str, offset: int, left: int) -> int:
        """Bytes of the next request to that session, whose host holds `offset` bytes and waits for `left` more."""
        if address == self._address:
            self._learn(offset - self._began, left)
        else:
            self._begun(address, left)
        self._began = self._handed = offset
        self._length = left if self._keeps else min(left, self._most)
        self._since = self._last = Stopwatch()
        return self._length

    def hearing(self, progress: Progress) -> Progress:
        """`progress`, listened to."""

        def heard(handed: int) -> None:
            progress(handed)
            self._handed, self._last = handed, Stopwatch()

        return heard

    def _begun(self, address: str, left: int) -> None:
        """Nothing is known of this session's host or of the line."""
        self._address = address
        self._most = self._part = bounded(left // PART)
        self._keeps = self._throws = False
        self._began, self._handed, self._length, self._lived, self._breaks = 0, 0, 0, 0, 0

    def _learn(self, came: int, left: int) -> None:
        handed = self._handed - self._began
        self._lived += max(came, handed)
        if 0 < came < self._length:
            self._keeps, self._throws = True, False
        elif came > 0:
            self._weigh(came, left)
        elif handed > UNNOTICED or (handed and self._throws):
            self._keeps, self._throws = False, True
            self._breaks += 1
            self._most = bounded(self._lived // self._breaks // PART)

    def _weigh(self, came: int, left: int) -> None:
        """Where the host took long to answer, make the next portion so large that this matters little."""
        waited = self._last.seconds()
        if self._throws:
            return
        if waited < NEAR:
            self._most = self._part
            return
        wanted = whole(int(came * waited / SHARE / max(self._since.seconds() - waited, waited * SHARE)))
        self._most = left if 2 * wanted >= left else max(self._part, wanted)


def bounded(length: int) -> int:
    """A portion's length: whole granules, neither so few that the waiting adds up nor so many that a break costs."""
    return max(LEAST, min(MOST, whole(length)))


def whole(length: int) -> int:
    """The granules in so many bytes."""
    return length // GRANULE * GRANULE
