"""A launch's samples without a record for each: a million of them as rows that pass by, or in columns of numbers."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.records import Entry, Reading
from launcher.journal.tables import actions, samples

Row = tuple[int, str, int, float]
"""The action's id, the metric, microseconds since the epoch, the value."""

_AT_ONCE = 20_000


@dataclass(frozen=True, kw_only=True)
class Column:
    """Every reading of one metric of one action's receipt, oldest first: `at` in microseconds since the epoch."""

    key: str
    platform: str
    metric: str
    at: "array[int]"
    values: "array[float]"


def rows(journal: Journal, launch_name: str, *, in_time: bool = False) -> Iterator[Row]:
    """Every sample of a launch: oldest first where `in_time`, else metric by metric, which costs less."""
    at: sa.ColumnElement[Any] = sa.type_coerce(samples.c.at, sa.BigInteger)
    mine = sa.select(actions.c.id).where(actions.c.launch == launch_name)
    turn = [samples.c.at, samples.c.action_id, samples.c.metric]
    query = (
        sa.select(samples.c.action_id, samples.c.metric, at, samples.c.value)
        .where(samples.c.action_id.in_(mine))
        .order_by(*(turn if in_time else [*turn[1:], turn[0]]))
    )
    with journal.read() as connection, connection.execution_options(yield_per=_AT_ONCE).execute(query) as found:
        for part in found.partitions():
            yield from part


def columns(found: Iterable[Row], entries: Iterable[Entry]) -> list[Column]:
    """The samples in columns, in the order in which each began to come; those of unknown actions are left out."""
    known = {each.id: each for each in entries}
    made: dict[tuple[int, str], Column] = {}
    for action_id, metric, at, value in found:
        column = made.get((action_id, metric))
        if column is None:
            if action_id not in known:
                continue
            column = made[action_id, metric] = _empty(known[action_id].key, known[action_id].platform, metric)
        column.at.append(at)
        column.values.append(value)
    return list(made.values())


def of_readings(readings: Iterable[Reading]) -> list[Column]:
    """The same from readings that are at hand, oldest first."""
    made: dict[tuple[str, str], Column] = {}
    for each in readings:
        place = (each.key, each.metric)
        column = made.setdefault(place, _empty(each.key, each.platform, each.metric))
        column.at.append(round(each.at.timestamp() * 1_000_000))
        column.values.append(each.value)
    return list(made.values())


def _empty(key: str, platform: str, metric: str) -> Column:
    return Column(key=key, platform=platform, metric=metric, at=array("q"), values=array("d"))
