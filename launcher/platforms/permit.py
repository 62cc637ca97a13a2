"""The permit to send: it ends with the lease of the work, and nothing that creates leaves after that.

A process that was stopped, or a machine that slept, wakes in the middle of what it was doing and does not know that
its lease has ended: another worker may have looked for its post by then, found none, and sent it. So whoever runs an
adapter puts a permit in force for its thread, and the connections ask for it in the instant before the first byte of
a request leaves. Where none is in force (a login, `doctor`, a test of an adapter) everything may leave.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from datetime import datetime
from functools import partial
from typing import Protocol

from launcher.clock import Stopwatch
from launcher.errors import Unavailable

_READS = ("GET", "HEAD")


class Departure(Protocol):
    """How work that began ahead of its time leaves."""

    def leave(self, send: Callable[[], bool]) -> bool:
        """Have a ready request sent at its time, by whatever thread; whether it was, or is left to the caller.

        `send` answers False where there is more to do than to send. Raises Unavailable where the work is not wanted
        any more by then, and what `send` raises.
        """
        ...


class AtOnce:
    """The departure of what leaves as soon as it is there."""

    def leave(self, _send: Callable[[], bool]) -> bool:
        """It is the caller's to send."""
        return False


class Permit:
    """Lets one piece of work send until `seconds` after `since`. Any thread may prolong it or end it.

    Where the work began ahead of its time, nothing leaves before `begins`: `departure` waits for that.
    """

    def __init__(
        self,
        seconds: float,
        since: Stopwatch,
        begins: datetime | None = None,
        departure: Departure | None = None,
    ) -> None:
        self._seconds = seconds
        self._since: Stopwatch | None = since
        self.begins = begins
        self.departure = departure or AtOnce()

    @property
    def valid(self) -> bool:
        """Whether it still holds."""
        since = self._since
        return since is not None and since.seconds() < self._seconds

    def prolong(self, since: Stopwatch) -> None:
        """Let it hold anew from the start of `since`, which was before the lease was prolonged."""
        self._since = since

    def end(self) -> None:
        """End it: another worker owns the action."""
        self._since = None


_in_force: ContextVar[Permit | None] = ContextVar("permit", default=None)


@contextmanager
def in_force(permit: Permit) -> Iterator[None]:
    """Ask for `permit` whenever this thread sends."""
    before = _in_force.set(permit)
    try:
        yield
    finally:
        _in_force.reset(before)


_at_once: ContextVar[bool] = ContextVar("at once", default=False)


@contextmanager
def at_once() -> Iterator[None]:
    """What is sent within does not wait for the permit to begin: nobody sees it, such as a new access token."""
    before = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(before)


def begins() -> datetime | None:
    """Before which instant nothing leaves from this thread, or None."""
    permit = _in_force.get()
    return permit.begins if permit else None


def leave(method: str, send: Callable[[], bool]) -> bool:
    """Called by a connection that is up and has its request ready: wait for the permit to begin.

    Whether `send` has sent it then, under this thread's permit.
    """
    permit = _in_force.get()
    if permit is None or method.upper() in _READS or _at_once.get():
        return False
    return permit.departure.leave(partial(copy_context().run, send))


def demand(method: str) -> None:
    """Called by a connection that is up, right before it sends. Raises Unavailable where the permit has ended."""
    permit = _in_force.get()
    if method.upper() not in _READS and permit is not None and not permit.valid:
        raise Unavailable("stopped for longer than this worker's lease; nothing was sent", code="lease ended")
