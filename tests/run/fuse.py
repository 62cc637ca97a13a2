"""A process that dies at the nth journal commit or request: from then on it reads, writes and sends nothing more."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pytest

from launcher.journal.database import Journal
from launcher.platforms import transport
from launcher.platforms.youtube import http as youtube_http


class Crash(BaseException):
    """The process is gone. Nothing in it may catch this."""


class Fuse:
    """Blows at the nth time that `where` comes by: before or after a commit, before or after a request."""

    def __init__(self) -> None:
        self.blown = False
        self._where, self._left = "", 0
        self._lock = Lock()

    def light(self, where: str, nth: int) -> None:
        """Blow at the nth `where` from now: "committing", "committed", "sending" or "sent"."""
        self._where, self._left = where, nth

    def renew(self) -> None:
        """The next process: nothing is lit."""
        self.blown, self._where = False, ""

    def at(self, where: str) -> None:
        """Come by. Raises Crash here, and everywhere from then on."""
        with self._lock:
            if where == self._where:
                self._left -= 1
                self.blown = self.blown or self._left == 0
        if self.blown:
            raise Crash

    def around(self, patched: pytest.MonkeyPatch, journal: Journal) -> None:
        """Put the fuse into the journal and under every adapter."""
        patched.setattr(journal, "write", self._fused(journal.write, "committing", "committed"))
        patched.setattr(journal, "read", self._fused(journal.read, "reading", "read"))
        for kind, name in ((transport.SendsOnce, "send"), (youtube_http.SendsOnce, "request")):
            patched.setattr(kind, name, self._sending(getattr(kind, name)))

    def _fused(self, transaction: Any, before: str, after: str) -> Any:
        @contextmanager
        def fused() -> Iterator[Any]:
            with transaction() as connection:
                yield connection
                self.at(before)
            self.at(after)

        return fused

    def _sending(self, send: Any) -> Any:
        def sending(*args: Any, **options: Any) -> Any:
            self.at("sending")
            reply = send(*args, **options)
            self.at("sent")
            return reply

        return sending
