"""The time. Everything asks a `Clock`; nothing else calls `datetime.now()`.

Instants are aware datetimes in UTC. Zones exist only at the edges (manifest and display).
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from typing import Protocol


class Clock(Protocol):
    """Where launcher takes its time from. `is_real` tells one that goes with the world's from a rehearsal's."""

    is_real: bool

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def wait(self, until: datetime, wake: Event) -> None:
        """Return at `until`, or earlier when `wake` is set. Never raises; returns at once for a past instant."""
        ...


class SystemClock:
    """The machine's clock."""

    is_real = True

    def now(self) -> datetime:
        """The instant by the machine's clock."""
        return datetime.now(UTC)

    def wait(self, until: datetime, wake: Event) -> None:
        """Sleep until then, or until woken."""
        wake.wait(max(0.0, (until - self.now()).total_seconds()))


class CompressedClock:
    """A rehearsal's clock: it stands still while work is done and jumps when everyone waits.

    Days pass in seconds, and the same manifest and seed give the same instants on every machine.
    """

    is_real = False

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """The instant to which the rehearsal has come."""
        with self._lock:
            return self._now

    def wait(self, until: datetime, wake: Event) -> None:
        """Jump to `until`, unless `wake` is already set."""
        if not wake.is_set():
            self.jump(until)

    def jump(self, until: datetime) -> None:
        """Move forward to `until`; an instant in the past changes nothing."""
        with self._lock:
            self._now = max(self._now, until.astimezone(UTC))


class Stopwatch:
    """Started when it is made. It counts while the process is stopped and while the machine sleeps.

    A clock set forward counts as time passed; one set back does not take any away.
    """

    def __init__(self) -> None:
        self._wall, self._awake = wall_seconds(), since_boot()

    def seconds(self) -> float:
        """How long it has run, at the most."""
        return max(wall_seconds() - self._wall, self.steady())

    def steady(self) -> float:
        """How long it has run by the clock that nobody sets."""
        return since_boot() - self._awake

    def apart(self) -> float:
        """By how many seconds the machine's clock and that one have gone apart meanwhile."""
        return abs(wall_seconds() - self._wall - self.steady())


def since_boot() -> float:
    """Seconds by a clock that nobody sets and that goes on while the machine sleeps, as Linux's monotonic does not."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def wall_seconds() -> float:
    """Seconds since the epoch by the machine's clock, whatever clock the launch runs on."""
    return time.time()


def utc(seconds: float) -> datetime:
    """The instant that many seconds after the epoch."""
    return datetime.fromtimestamp(seconds, UTC)


def epoch(instant: datetime) -> float:
    """Seconds from the epoch to `instant`. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    return instant.timestamp()


def iso(instant: datetime) -> str:
    """RFC 3339 in UTC with a trailing Z, to the second where there is no fraction."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


ZERO = timedelta(0)
