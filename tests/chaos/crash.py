"""Crashes at the nth of something: just before or just after a commit of the journal or a request to a platform."""

from collections.abc import Callable
from enum import StrEnum
from itertools import count
from typing import Any

import httplib2
import requests.adapters
import sqlalchemy as sa


class Crash(StrEnum):
    """Where a process ends."""

    BEFORE_COMMIT = "before commit"  # what it wrote is lost
    AFTER_COMMIT = "after commit"
    BEFORE_REQUEST = "before request"
    AFTER_REQUEST = "after request"  # the platform has done it, and nobody has read its reply


Undo = Callable[[], None]


class Counter:
    """Calls `end` at the `number`th call. `seen` is how many there were."""

    def __init__(self, number: int, end: Callable[[], Any]) -> None:
        self._number, self._end, self._calls = number, end, count(1)
        self.seen = 0

    def __call__(self) -> None:
        """Count one."""
        self.seen = next(self._calls)
        if self.seen == self._number:
            self._end()


def arm(where: Crash, number: int, engine: sa.Engine, end: Callable[[], Any]) -> tuple[Counter, Undo]:
    """Let `end` be called at the `number`th `where`; what disarms it again."""
    counter = Counter(number, end)
    if where in (Crash.BEFORE_COMMIT, Crash.AFTER_COMMIT):
        return counter, _commits(engine, counter, after=where is Crash.AFTER_COMMIT)
    return counter, _requests(counter, after=where is Crash.AFTER_REQUEST)


def _commits(engine: sa.Engine, counter: Counter, *, after: bool) -> Undo:
    """Writing transactions alone: reading ones change nothing."""
    commit = engine.dialect.do_commit

    def counted(connection: Any) -> None:
        if not connection.dbapi_connection.in_transaction:
            return commit(connection)
        if not after:
            counter()
        commit(connection)
        if after:
            counter()
        return None

    engine.dialect.do_commit = counted  # type: ignore[method-assign]

    def undo() -> None:
        engine.dialect.do_commit = commit  # type: ignore[method-assign]

    return undo


def _requests(counter: Counter, *, after: bool) -> Undo:
    """Over requests and httplib2, which carry all that launcher sends."""
    places = ((requests.adapters.HTTPAdapter, "send"), (httplib2.Http, "request"))
    kept = [getattr(place, name) for place, name in places]
    for (place, name), send in zip(places, kept, strict=True):
        setattr(place, name, _counted(send, counter, after=after))

    def undo() -> None:
        for (place, name), send in zip(places, kept, strict=True):
            setattr(place, name, send)

    return undo


def _counted(send: Callable[..., Any], counter: Counter, *, after: bool) -> Callable[..., Any]:
    def sent(*args: Any, **options: Any) -> Any:
        if not after:
            counter()
        reply = send(*args, **options)
        if after:
            counter()
        return reply

    return sent
