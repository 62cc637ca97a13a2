"""A journal taken to this program's schema, or to another database with every row: never two that are alive at once.

A move writes everything to the new database, which nobody can open yet; then it closes the old one, which nobody can
open any more; then it opens the new one. Broken off anywhere, `launcher migrate --to` again goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from launcher.errors import JournalError
from launcher.journal import migrations
from launcher.journal.database import Journal
from launcher.journal.records import State
from launcher.journal.tables import ARRIVING, MOVED, NO_LOGIN, VERSION, actions, metadata, running, waiting
from launcher.journal.takeover import free_the_dead

_BATCH = 5000
_CLOSED = {
    "state": State.HELD,
    "by_hand": True,
    "error": "this journal was moved to another database, where the launch goes on",
    "next": "set LAUNCHER_JOURNAL to the new one",
    **NO_LOGIN,
}


def migrate(journal: Journal) -> str:
    """Bring the journal to this program's schema; the schema that it had. Raises JournalError for a newer one."""
    with journal.read() as connection:
        found = migrations.version(connection)
    if found is None or found in (MOVED, ARRIVING) or found > VERSION:
        raise JournalError(f"{journal.where} cannot be migrated: its schema is {found or 'none'}", fix=_look(found))
    migrations.upgrade(journal.engine)
    return found


def _look(found: str | None) -> str:
    if found == MOVED:
        return "it was moved: set LAUNCHER_JOURNAL to the new one's URL"
    if found == ARRIVING:
        return "its move was broken off: run `launcher migrate --to` from the old one again"
    return "upgrade launcher" if found else "set LAUNCHER_JOURNAL or LAUNCHER_HOME to a journal"


def move(source: Journal, target: Journal) -> dict[str, int]:
    """Copy every row to an empty `target` and close `source` for good; how many rows each table has.

    Raises JournalError where something runs, where the target is not empty, and where a row would be missing.
    """
    if _version(source) == MOVED:
        return _finish(target)
    _require_current(source)
    _clear(target)
    free_the_dead(source)
    with _alone(source) as old:
        _require_rest(old, source)
        with _alone(target) as new:
            counts = {table.name: _copy(table, old, new) for table in metadata.sorted_tables}
            _set_sequences(new)
        old.execute(actions.update().where(waiting).values(_CLOSED))
        _stamp(old, MOVED)
    _open(target)
    return counts


def _version(journal: Journal) -> str | None:
    with journal.read() as connection:
        return migrations.version(connection)


def _finish(target: Journal) -> dict[str, int]:
    """The old journal is closed already: all that is left to do is to open the new one, if this is the one."""
    if _version(target) != ARRIVING:
        raise JournalError("the journal was moved before, and not to there", fix=_look(MOVED))
    with target.read() as connection:
        counts = {table.name: _count(table, connection) for table in metadata.sorted_tables}
    _open(target)
    return counts


def _require_current(source: Journal) -> None:
    found = _version(source)
    if found != VERSION:
        raise JournalError(f"{source.where} is of schema {found or 'none'}, not {VERSION}", fix="launcher migrate")


def _require_rest(connection: sa.Connection, source: Journal) -> None:
    keys = connection.scalars(sa.select(actions.c.key).where(running).order_by(actions.c.id)).all()
    if keys:
        raise JournalError(
            f"{source.where} is in use: {', '.join(keys[:3])} {'runs' if len(keys) == 1 else 'run'}",
            fix="end `launcher launch` and the workers, or wait until nothing runs, and try again",
        )


def _clear(target: Journal) -> None:
    """Make the target's tables, for nobody but us. What an earlier move left half-way is thrown away."""
    found = _version(target)
    if found is None:
        migrations.upgrade(target.engine)
    elif found not in (VERSION, ARRIVING):
        raise JournalError(f"{target.where} holds a journal of schema {found}", fix="name an empty database")
    with _alone(target) as connection:
        rows = {table.name: _count(table, connection) for table in metadata.sorted_tables}
        if found != ARRIVING and any(rows.values()):
            raise JournalError(f"{target.where} is not empty: it holds a journal", fix="name an empty database")
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        _stamp(connection, ARRIVING)


@contextmanager
def _alone(journal: Journal) -> Iterator[sa.Connection]:
    """A transaction beside which nobody else writes."""
    with journal.write() as connection:
        if journal.is_shared:
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.exec_driver_sql("LOCK TABLE launches, actions IN EXCLUSIVE MODE")
        yield connection


def _copy(table: sa.Table, old: sa.Connection, new: sa.Connection) -> int:
    """Copy all rows; how many those are. Raises JournalError where the copy has another number of them."""
    rows = old.execute(sa.select(table), execution_options={"yield_per": _BATCH}).mappings()
    for batch in rows.partitions(_BATCH):
        new.execute(table.insert(), [dict(row) for row in batch])
    counts = _count(table, old), _count(table, new)
    if counts[0] != counts[1]:
        raise JournalError(f"of {counts[0]} rows of {table.name} {counts[1]} arrived; nothing was moved")
    return counts[1]


def _count(table: sa.Table, connection: sa.Connection) -> int:
    found: int = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    return found


def _set_sequences(connection: sa.Connection) -> None:
    """New rows get the numbers after the copied ones. SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            last = sa.func.max(column)
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1), last.is_not(None))))


def _stamp(connection: sa.Connection, version: str) -> None:
    connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def _open(target: Journal) -> None:
    with target.write() as connection:
        _stamp(connection, VERSION)
