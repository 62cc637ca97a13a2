"""Opening the journal: SQLite with the pragmas that survive power loss, or any database by URL."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from launcher.clock import Clock, SystemClock
from launcher.errors import JournalError
from launcher.journal import tables

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a lost "sent" row at power loss would be a double post
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
)
_HASTY = "PRAGMA synchronous=OFF"


class Journal:
    """The truth about every launch: a database, and the clock by which it tells what is due.

    Every database error leaves as JournalError.
    """

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; on SQLite it takes the write lock at once. Durable when it ends."""
        with _told(), self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the journal."""
        with _told(), self.engine.connect() as connection, connection.begin():
            yield connection

    def now(self) -> datetime:
        """The instant by the journal's clock."""
        return self.clock.now()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_journal(url: str, clock: Clock | None = None, *, create: bool = True, durable: bool = True) -> Journal:
    """The journal at `url`, made where there is none and `create` allows it.

    One that is not `durable` does not wait for the disk: for rehearsals, whose journal is thrown away.
    Raises JournalError where it cannot be opened or written, is damaged, or was written by a newer launcher.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        if not create:
            raise JournalError(
                f"no journal at {path}: nothing was launched from here yet", fix="launcher launch MANIFEST"
            )
        _make_folder(path)
    journal = Journal(_engine(url, durable=durable), clock or SystemClock())
    with _told():
        _check_version(journal)
    return journal


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite URL, or None for another database."""
    parsed = sa.make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        raise JournalError(
            f"the journal cannot be made at {path}: {error.strerror}", fix="set LAUNCHER_HOME"
        ) from error


def _engine(url: str, *, durable: bool) -> sa.Engine:
    try:
        engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"), pool_size=40)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise JournalError(f"LAUNCHER_JOURNAL is not a database this installation can open: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, _PRAGMAS if durable else (*_PRAGMAS, _HASTY)))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(pragmas: Iterable[str], connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own would not be IMMEDIATE
    for pragma in pragmas:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_version(journal: Journal) -> None:
    """Migrate an empty database; refuse an older or newer one."""
    from launcher.journal import migrations

    with journal.engine.connect() as connection:
        found = migrations.version(connection)
    if found is None:
        migrations.upgrade(journal.engine)
    elif found > tables.VERSION:
        raise JournalError(f"the journal was written by a newer launcher (schema {found})", fix="upgrade launcher")
    elif found < tables.VERSION:
        raise JournalError(f"the journal is of an older launcher (schema {found})", fix="launcher migrate")


@contextmanager
def _told() -> Iterator[None]:
    """Turn database errors into JournalError, in words."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        cause = str(error.orig or error)
        raise JournalError(f"the journal failed: {cause}", fix=_advice(cause)) from error


def _advice(cause: str) -> str:
    for sign, advice in _ADVICE.items():
        if sign in cause:
            return advice
    return "nothing was sent that is not recorded; mend the database and run the command again"


_ADVICE = {
    "disk is full": "free some space, then run the command again; nothing was sent that is not recorded",
    "readonly": "make the journal's file and folder writable for this user",
    "read-only": "make the journal's file and folder writable for this user",
    "unable to open": "make the journal's folder writable for this user, or set LAUNCHER_HOME",
    "malformed": "the file is damaged: restore a copy, or move it away and look at what is already posted first",
    "not a database": "LAUNCHER_JOURNAL or LAUNCHER_HOME points at another kind of file",
    "locked": "another process holds the journal for over 30 seconds: look at `launcher status` and try again",
}
