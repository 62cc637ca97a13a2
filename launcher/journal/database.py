"""Opening the journal: SQLite with the pragmas that survive power loss, or PostgreSQL."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from launcher.clock import Clock, SystemClock
from launcher.errors import JournalError, SettingsError
from launcher.journal import tables
from launcher.journal.address import parsed, shown, sqlite_path
from launcher.journal.server_clock import ServerClock

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a lost "sent" row at power loss would be a double post
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
)
_HASTY = "PRAGMA synchronous=OFF"

_SESSION = (
    ("synchronous_commit", "on"),  # a lost "sent" row would be a double post
    ("idle_in_transaction_session_timeout", "10s"),  # a worker that is stopped must not keep its locks
    ("lock_timeout", "30s"),
)
_CONNECTIONS = {"pool_size": 8, "max_overflow": 8}
"""Of one process at the most. They are held for milliseconds, and a server has a hundred by default."""


class Journal:
    """The truth about every launch: a database, and the clock by which it tells what is due.

    Every database error leaves as JournalError.
    """

    def __init__(self, engine: sa.Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        postgresql = engine.dialect.name == "postgresql"
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else engine
        self.clock = clock or (ServerClock(self._server_time) if postgresql else SystemClock())

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; on SQLite it takes the write lock at once. Durable when it ends."""
        with _told(), self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the journal."""
        with _told(), self._reading.connect() as connection, connection.begin():
            yield connection

    def _server_time(self) -> datetime:
        with _told(), self.engine.connect() as connection:
            instant: datetime = connection.execute(_SERVER_TIME).scalar_one()
        return instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant by the journal's clock: the server's on PostgreSQL, this machine's on SQLite."""
        return self.clock.now()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_journal(url: str, clock: Clock | None = None, *, create: bool = True, durable: bool = True) -> Journal:
    """The journal at `url`, made where there is none and `create` allows it.

    One that is not `durable` does not wait for the disk: for rehearsals, whose journal is thrown away.
    Raises JournalError where it cannot be opened or written, is damaged, or was written by another launcher, and
    SettingsError where the URL is none.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        if not create:
            raise JournalError(
                f"no journal at {path}: nothing was launched from here yet", fix="launcher launch MANIFEST"
            )
        _make_folder(path)
    journal = Journal(_engine(url, durable=durable), clock)
    with _told():
        _check_version(journal, create=create)
    return journal


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        raise JournalError(
            f"the journal cannot be made at {path}: {error.strerror}", fix="set LAUNCHER_HOME"
        ) from error


def _engine(url: str, *, durable: bool = True) -> sa.Engine:
    address = parsed(url)
    if address.drivername == "sqlite":
        engine = sa.create_engine(address, pool_size=40)
        event.listen(engine, "connect", partial(_prepare_sqlite, _PRAGMAS if durable else (*_PRAGMAS, _HASTY)))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = sa.create_engine(address, pool_pre_ping=True, **_CONNECTIONS)
    except ImportError as error:
        raise SettingsError(_NO_PSYCOPG, fix="pip install 'launcher[studio]'") from error
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


_NO_PSYCOPG = "LAUNCHER_JOURNAL is on PostgreSQL, and this installation has not the extra that speaks to it"


def _prepare_postgresql(connection: Any, _record: object) -> None:
    for name, value in _SESSION:
        connection.execute(f"SET {name} = '{value}'")
    connection.commit()


def _prepare_sqlite(pragmas: Iterable[str], connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own would not be IMMEDIATE
    for pragma in pragmas:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_version(journal: Journal, *, create: bool) -> None:
    """Migrate an empty database where `create` allows it; refuse an older or newer one."""
    from launcher.journal import migrations

    with journal.engine.connect() as connection:
        found = migrations.version(connection)
    if found is None and not create and journal.engine.dialect.name == "postgresql":
        where = shown(str(journal.engine.url))
        raise JournalError(f"no journal in {where}: nothing was launched from here yet", fix="launcher launch MANIFEST")
    if found is None:
        migrations.upgrade(journal.engine)
    elif found > tables.VERSION:
        raise JournalError(f"the journal was written by a newer launcher (schema {found})", fix="upgrade launcher")
    elif found < tables.VERSION:
        raise JournalError(f"the journal is of an older launcher (schema {found})", fix="launcher migrate")


def is_there(url: str) -> bool:
    """Whether there is a journal: a file, or a database with its tables. Raises JournalError where nothing answers."""
    from launcher.journal import migrations

    path = sqlite_path(url)
    if path is not None:
        return path.exists()
    engine = _engine(url)
    try:
        with _told(), engine.connect() as connection:
            return migrations.version(connection) is not None
    finally:
        engine.dispose()


_SERVER_TIME = sa.text("SELECT clock_timestamp()")


@contextmanager
def _told() -> Iterator[None]:
    """Turn database errors into JournalError, in words."""
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        cause = str(getattr(error, "orig", None) or error)
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
    "password authentication failed": "mend user and password in LAUNCHER_JOURNAL, or put the password into ~/.pgpass",
    "connection failed": "see that the server of LAUNCHER_JOURNAL runs and takes connections from here",
    "too many clients": "raise max_connections on the server, or run fewer workers",
}
