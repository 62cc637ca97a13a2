"""The film as the body of one request: both hosts' uploads send it from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from launcher.errors import Refused
from launcher.platforms.base import Film, Progress

PIECE = 2**20
"""Bytes after which `progress` hears of them, and it is looked whether the server has answered already."""


if TYPE_CHECKING:
    from launcher.platforms.film_wire import Offered


class Stopped(BaseException):
    """What `progress` raised, on its way through an SDK that would take it for a broken connection."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class FilmBody:
    """The film's bytes from `start` on, `len()` of them, once: who needs them again asks the platform where it stands.

    `progress` hears how far the film has been handed to the socket. `stopped` is set by the connection where the
    server has answered before the end: then nothing more of it is sent.
    """

    def __init__(self, film: Film, start: int, progress: Progress, length: int | None = None) -> None:
        self._film, self._start, self._progress = film, start, progress
        self._end = film.size if length is None else min(film.size, start + length)
        self._sent = self.stopped = False

    def __len__(self) -> int:
        return self._end - self._start

    def __iter__(self) -> "Iterator[Offered]":
        """The pieces. Raises ConnectionResetError on a second call, Refused where the file became shorter."""
        if self._sent:
            raise ConnectionResetError("the film is sent once a request")
        self._sent = True
        return self._pieces()

    def _pieces(self) -> "Iterator[Offered]":
        from launcher.platforms.film_wire import BUFFER, Offered, Piece

        at, buffer = self._start, memoryview(bytearray(BUFFER))
        with self._film.path.open("rb", buffering=0) as file:
            while at < self._end and not self.stopped:
                length = min(PIECE, self._end - at)
                yield Offered(piece=Piece(file=file.fileno(), start=at, length=length, buffer=buffer), body=self)
                at += length
                if not self.stopped:
                    self._tell(at)

    def _tell(self, at: int) -> None:
        try:
            self._progress(at)
        except Exception as error:
            raise Stopped(error) from error


@contextmanager
def stoppable(film: Film) -> Iterator[None]:
    """Let what `progress` raised out as it is. Raises Refused where the file became shorter meanwhile."""
    from launcher.platforms.film_wire import FilmEndedError

    try:
        yield
    except Stopped as stop:
        raise stop.error from None
    except FilmEndedError:
        raise changed(film.path) from None


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
