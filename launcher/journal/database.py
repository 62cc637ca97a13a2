"""Opening the journal: SQLite with the pragmas that survive power loss, or PostgreSQL."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from launcher.clock import Clock, SystemClock
from launcher.errors import JournalError, SettingsError
from launcher.journal import tables
from launcher.journal.address import parsed, shown, sqlite_path
from launcher.journal.faults import advice, told
from launcher.journal.server_clock import ServerClock
from launcher.journal.sqlite_file import Identity, connect, exists, make

_PRAGMAS = (
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
        self.where = shown(str(engine.url)) if self.is_shared else str(engine.url.database)
        self._writing = engine.execution_options(write=True)
        # SQLite lets waiting writers sleep and try again: of a hundred threads some would never have their turn
        self._turn: AbstractContextManager[object] = nullcontext() if self.is_shared else Lock()
        self._file = None if self.is_shared else Identity(Path(self.where))
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if self.is_shared else engine
        self.clock = clock or (ServerClock(self._server_time) if self.is_shared else SystemClock())

    @property
    def is_shared(self) -> bool:
        """Whether workers on other machines may work on it: it is on PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; on SQLite it takes the write lock at once. Durable when it ends."""
        with self._turn, told(self.where), self._writing.connect() as connection, connection.begin():
            yield connection
            self._require_file()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the journal."""
        self._require_file()
        with told(self.where), self._reading.connect() as connection, connection.begin():
            yield connection

    def require_writable(self) -> None:
        """Raise JournalError where nothing could be recorded: nothing may be sent then."""
        with self.write() as connection:
            connection.execute(_NOTHING)

    def require_whole(self) -> None:
        """Read all of a SQLite journal. Raises JournalError where it is damaged. Takes a second for each gigabyte."""
        if self.is_shared:
            return
        with self.read() as connection:
            said = connection.scalar(sa.text("PRAGMA quick_check(1)"))
        if said != "ok":
            raise JournalError(f"the journal at {self.where} is malformed: {said}", fix=advice("malformed"))

    def _require_file(self) -> None:
        if self._file is not None:
            self._file.require()

    def _server_time(self) -> datetime:
        with told(self.where), self.engine.connect() as connection:
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
    if path is not None and not exists(path):
        if not create:
            raise JournalError(
                f"no journal at {path}: nothing was launched from here yet", fix="launcher launch MANIFEST"
            )
        make(path, _build)
    engine = _engine(url, durable=durable)
    try:
        journal = Journal(engine, clock)
        with told(journal.where):
            _check_version(journal, create=create)
            if path is not None:
                _log_ahead(engine)
    except BaseException:
        engine.dispose()
        raise
    return journal


def _build(draft: Path) -> None:
    """Make the tables in a new file."""
    from launcher.journal import migrations

    engine = _sqlite(draft, _PRAGMAS)
    try:
        with told(str(draft)):
            _log_ahead(engine)
            migrations.upgrade(engine)
    finally:
        engine.dispose()


def _log_ahead(engine: sa.Engine) -> None:
    """Readers and a writer at once. The file remembers it, unless it is a copy that some other program made."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()


def _engine(url: str, *, durable: bool = True) -> sa.Engine:
    address, path = parsed(url), sqlite_path(url)
    if path is not None:
        return _sqlite(path, _PRAGMAS if durable else (*_PRAGMAS, _HASTY))
    try:
        engine = sa.create_engine(address, pool_pre_ping=True, **_CONNECTIONS)
    except ImportError as error:
        raise SettingsError(_NO_PSYCOPG, fix="pip install 'launcher[studio]'") from error
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _sqlite(path: Path, pragmas: Iterable[str]) -> sa.Engine:
    address = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(address, creator=partial(connect, path), pool_size=40)
    event.listen(engine, "connect", partial(_prepare_sqlite, pragmas))
    event.listen(engine, "begin", _begin_sqlite)
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
    if found is None and not journal.is_shared:
        raise JournalError(f"{journal.where} is the database of another program", fix=advice("not a database"))
    if found is None and not create:
        where = shown(str(journal.engine.url))
        raise JournalError(f"no journal in {where}: nothing was launched from here yet", fix="launcher launch MANIFEST")
    if found is None:
        migrations.upgrade(journal.engine)
    elif found in _ELSEWHERE:
        raise JournalError(f"the journal in {journal.where} {_ELSEWHERE[found][0]}", fix=_ELSEWHERE[found][1])
    elif found > tables.VERSION:
        raise JournalError(f"the journal was written by a newer launcher (schema {found})", fix="upgrade launcher")
    elif found < tables.VERSION:
        raise JournalError(f"the journal is of an older launcher (schema {found})", fix="launcher migrate")


_ELSEWHERE = {
    tables.MOVED: ("was moved to another database, and goes on there", "set LAUNCHER_JOURNAL to the new one's URL"),
    tables.ARRIVING: ("has not arrived whole", "run `launcher migrate --to` from the old one again"),
}


def unchecked(url: str, *, create: bool = False) -> Journal:
    """The journal at `url` of whatever version, for `launcher migrate`; with `create` an empty database will do.

    Raises JournalError and SettingsError as `open_journal` does.
    """
    path = sqlite_path(url)
    if path is not None and not exists(path):
        if not create:
            raise JournalError(f"no journal at {path}", fix="set LAUNCHER_JOURNAL or LAUNCHER_HOME to where it is")
        make(path, _build)
    return Journal(_engine(url))


def is_there(url: str) -> bool:
    """Whether there is a journal: a file, or a database with its tables. Raises JournalError where nothing answers."""
    from launcher.journal import migrations

    path = sqlite_path(url)
    if path is not None:
        return exists(path)
    engine = _engine(url)
    try:
        with told(shown(url)), engine.connect() as connection:
            return migrations.version(connection) is not None
    finally:
        engine.dispose()


_NOTHING = tables.launches.delete().where(sa.false())
_SERVER_TIME = sa.text("SELECT clock_timestamp()")
