"""A launch's samples without a record for each: a million of them as rows that pass by, or in columns of numbers."""

import marshal
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.records import Entry, Reading
from launcher.journal.tables import actions, newest, samples

Row = tuple[int, str, int, float, str | None, str | None]
"""The action's id, the metric, microseconds since the epoch, the value, why it is not believed, the platform's word."""

_AT_ONCE = 20_000
_AT: sa.ColumnElement[Any] = sa.type_coerce(samples.c.at, sa.BigInteger)
_MANY: sa.BindParameter[Any] = sa.bindparam("of", expanding=True)
_PAIRS = (
    sa.select(newest.c.action_id, newest.c.metric)
    .where(newest.c.action_id.in_(_MANY))
    .order_by(newest.c.action_id, newest.c.metric)
)
_BELIEVED = (
    sa.select(_AT, samples.c.value)
    .where(samples.c.action_id == sa.bindparam("of"), samples.c.metric == sa.bindparam("metric"))
    .where(samples.c.mark.is_(None))
    .order_by(samples.c.at)
)
_DOUBTED = (
    sa.select(samples.c.action_id, samples.c.metric, _AT, samples.c.value)
    .where(samples.c.action_id.in_(_MANY), samples.c.mark.is_not(None))
    .order_by(samples.c.at)
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """The believed readings of one metric of one action's receipt, oldest first: `at` in microseconds since the epoch.

    `doubted` are those that were not believed.
    """

    key: str
    platform: str
    metric: str
    at: "array[int]"
    values: "array[float]"
    doubted: list[tuple[int, float]] = field(default_factory=list)


def rows(journal: Journal, launch_name: str) -> Iterator[Row]:
    """Every sample of a launch, oldest first."""
    mine = sa.select(actions.c.id).where(actions.c.launch == launch_name)
    query = (
        sa.select(samples.c.action_id, samples.c.metric, _AT, samples.c.value, samples.c.mark, samples.c.word)
        .where(samples.c.action_id.in_(mine))
        .order_by(samples.c.at, samples.c.action_id, samples.c.metric)
    )
    with TemporaryFile() as kept:
        parts = _keep(journal, query, kept)
        kept.seek(0)
        for _ in range(parts):
            yield from marshal.load(kept)  # noqa: S302 (our own numbers and words, in a file without a name)


def _keep(journal: Journal, query: sa.Select[Any], file: IO[bytes]) -> int:
    """Read it all at once; in how many parts. Whoever takes the rows may stop for as long as they like."""
    parts = 0
    with journal.read() as connection, connection.execution_options(yield_per=_AT_ONCE).execute(query) as found:
        for part in found.partitions():
            marshal.dump([tuple(row) for row in part], file)
            parts += 1
    return parts


def columns(journal: Journal, entries: Iterable[Entry]) -> list[Column]:
    """The samples of these actions in columns, without an object for each."""
    known = {each.id: each for each in entries}
    with journal.read() as connection:
        pairs = connection.execute(_PAIRS, {"of": list(known)}).all()
        made = {(of, metric): _empty(known[of].key, known[of].platform, metric) for of, metric in pairs}
        for (of, metric), column in made.items():
            _fill(connection, of, metric, column)
        for of, metric, at, value in connection.execute(_DOUBTED, {"of": list(known)}):
            made[of, metric].doubted.append((at, value))
    return list(made.values())


def _fill(connection: sa.Connection, action_id: int, metric: str, column: Column) -> None:
    """Take the rows from the driver itself: SQLAlchemy's would cost more than all that is done with them.

    Without `yield_per`, with which SQLAlchemy would have taken the first row already.
    """
    with connection.execute(_BELIEVED, {"of": action_id, "metric": metric}) as found:
        while part := found.cursor.fetchmany(_AT_ONCE):
            at, values = zip(*part, strict=True)
            column.at.extend(at)
            column.values.extend(values)


def of_readings(readings: Iterable[Reading]) -> list[Column]:
    """The same from readings that are at hand, oldest first."""
    made: dict[tuple[str, str], Column] = {}
    for each in readings:
        place = (each.key, each.metric)
        column = made.setdefault(place, _empty(each.key, each.platform, each.metric))
        at = round(each.at.timestamp() * 1_000_000)
        if each.mark:
            column.doubted.append((at, each.value))
        else:
            column.at.append(at)
            column.values.append(each.value)
    return list(made.values())


def _empty(key: str, platform: str, metric: str) -> Column:
    return Column(key=key, platform=platform, metric=metric, at=array("q"), values=array("d"))
