"""The sampling ladder's instants.

They lie on one grid for all launches of an account, so that everything due together is read in the same calls: a
reading every 15 minutes falls on one of those every minute. Each account's grid begins at a second of its own, so
that not all accounts ask at once.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from launcher.plan.specs import SampleSpec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def second_of(platform: str, account: str) -> int:
    """The second of the minute at which an account is read."""
    return blake2b(f"{platform}/{account}".encode(), digest_size=2).digest()[0] % 60


def instants(spec: SampleSpec, second: int, after: datetime | None = None) -> Iterator[datetime]:
    """The ladder's instants in order, those after `after` alone: first its start, then its rungs on the grid."""
    start = _micro(spec.starts_at)
    floor = start - 1 if after is None else (after - _EPOCH) // _MICRO
    if start > floor:
        yield _instant(start)
    since = 0
    for step in spec.ladder:
        every, until = _micro(step.every), _micro(step.until)
        first = max(1, (floor - start - since) // every - 1)
        for number in range(first, (until - since) // every + 1):
            due = _snapped(start + since + number * every, every, _micro(second))
            if due > max(floor, start):
                yield _instant(due)
        since = until


def next_rung(spec: SampleSpec, second: int, now: datetime) -> datetime | None:
    """The ladder's first instant after `now`, or None past its end."""
    return next(instants(spec, second, now), None)


def missed(spec: SampleSpec, second: int, read_at: datetime | None, now: datetime) -> int:
    """How many instants were passed over: after the last reading, but for the one that is served now."""
    passed = 0
    for each in instants(spec, second, read_at):
        if each > now:
            break
        passed += 1
    return max(0, passed - 1)


def rounds(spec: SampleSpec) -> int:
    """How many readings the whole ladder asks for."""
    return sum(1 for _ in instants(spec, 0))


def _snapped(instant: int, every: int, second: int) -> int:
    """The instant of the grid nearest to `instant`."""
    return (instant - second + every // 2) // every * every + second


def _micro(seconds: float) -> int:
    return round(seconds * 1_000_000)


def _instant(micro: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micro)
