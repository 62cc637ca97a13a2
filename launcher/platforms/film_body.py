"""The film as the body of one request: both hosts' uploads send it from here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.errors import Refused
from launcher.platforms.base import Film, Progress

BLOCK = 2**20
"""Bytes handed to the socket at a time: http.client's own 8 KiB cost half of the speed (measured)."""


class Stopped(BaseException):
    """What `progress` raised, on its way through an SDK that would take it for a broken connection."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class FilmBody:
    """The film's bytes from `start` on, `len()` of them, once: who needs them again asks the platform where it stands.

    `progress` hears how far the film has been handed to the socket.
    """

    def __init__(self, film: Film, start: int, progress: Progress) -> None:
        self._film, self._start, self._progress = film, start, progress
        self._sent = False

    def __len__(self) -> int:
        return self._film.size - self._start

    def __iter__(self) -> Iterator[bytes]:
        """The blocks. Raises ConnectionResetError on a second call, Refused where the file became shorter."""
        if self._sent:
            raise ConnectionResetError("the film is sent once a request")
        self._sent = True
        return self._blocks()

    def _blocks(self) -> Iterator[bytes]:
        at = self._start
        with self._film.path.open("rb", buffering=0) as file:
            while at < self._film.size:
                block = os.pread(file.fileno(), min(BLOCK, self._film.size - at), at)
                if not block:
                    raise changed(self._film.path)
                yield block
                at += len(block)
                self._tell(at)

    def _tell(self, at: int) -> None:
        try:
            self._progress(at)
        except Exception as error:
            raise Stopped(error) from error


@contextmanager
def stoppable() -> Iterator[None]:
    """Let what `progress` raised out as it is."""
    try:
        yield
    except Stopped as stop:
        raise stop.error from None


def unchanged(film: Film) -> None:
    """Raise Refused where the file is gone or has another size than the film that was planned."""
    try:
        size = film.path.stat().st_size
    except OSError:
        size = -1
    if size != film.size or not size:
        raise changed(film.path)


def changed(path: Path) -> Refused:
    """The refusal of a file that is not the film that was planned."""
    return Refused(
        f"{path.name} is not the film that was planned: it is gone, empty or of another size",
        code="film_changed",
        fix="put the film back, or run `launcher plan` again",
    )
