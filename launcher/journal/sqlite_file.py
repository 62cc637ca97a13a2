"""The journal as a file: made whole or not at all, and the same file for as long as it is open."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from launcher.errors import JournalError


def exists(path: Path) -> bool:
    """Whether a journal stands there. Raises JournalError where that cannot be seen, or it is an empty file.

    A journal is never made in place, so an empty one was cut off: to begin anew would be to forget what was sent.
    """
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise JournalError(f"the journal at {path} cannot be looked at: {error.strerror}", fix=_OTHER_HOME) from error
    if not size:
        raise JournalError(
            f"the journal at {path} is empty: it was cut off", fix=f"{_RESTORE}; if none was ever launched, delete it"
        )
    return True


def make(path: Path, build: Callable[[Path], None]) -> None:
    """Have `build` make the journal under another name, and give it its own when it is whole.

    Where another process was first, its journal stays. Raises JournalError where there is no place for it.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.touch(mode=0o600)
        build(draft)
        _name(draft, path)
    except OSError as error:
        raise JournalError(f"the journal cannot be made at {path}: {error.strerror}", fix=_OTHER_HOME) from error
    finally:
        for left in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            _forget(left)


def _name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file that stands there; one that was deleted is not made anew."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


class Identity:
    """Which file it is. SQLite would go on writing to one that was deleted, and every word of it would be lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found = self._look()

    def require(self) -> None:
        """Raise JournalError where another file, or none, stands there by now."""
        if self._found is None or self._look() != self._found:
            raise JournalError(
                f"the journal at {self._path} was deleted or replaced while it was in use; nothing more is sent",
                fix=_RESTORE,
            )

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


_OTHER_HOME = "make its folder one that this user may write to, or set LAUNCHER_HOME to another"
_RESTORE = "restore a copy of it; before you launch anew without it, look at what is posted already"
