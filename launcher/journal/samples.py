"""Samples: the history append-only, one row a receipt, metric and instant; beside it the newest of each metric."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal import plausible
from launcher.journal.database import Journal
from launcher.journal.plausible import Point
from launcher.journal.records import Entry, Reading
from launcher.journal.tables import actions, newest, samples
from launcher.platforms.base import Sample

_OF: sa.BindParameter[Any] = sa.bindparam("of", expanding=True)
_KNOWN = sa.select(newest).where(newest.c.action_id.in_(_OF))


def add_samples(journal: Journal, published: Sequence[Entry], found: Sequence[Sample], at: datetime) -> None:
    """Keep the readings taken at `at`, those that are not believed with a mark. A repeat changes nothing.

    One of an unknown receipt is left out.
    """
    made: dict[str, list[Entry]] = {}
    for each in published:
        if each.receipt:
            made.setdefault(each.receipt.id, []).append(each)
    pairs = [(entry, sample) for sample in found for entry in made.get(sample.receipt_id, ())]
    if not pairs:
        return
    with journal.write() as connection:
        rows = connection.execute(_KNOWN, {"of": list({entry.id for entry, _ in pairs})}).mappings()
        known = {(row["action_id"], row["metric"]): row for row in rows}
        judged = [_judged(entry, sample, known.get((entry.id, sample.metric)), at) for entry, sample in pairs]
        connection.execute(_insert(journal, samples).on_conflict_do_nothing(), [row for row, _ in judged])
        upsert = _insert(journal, newest)
        later = {name: upsert.excluded[name] for name in ("at", "value", "word", "doubted", "doubted_at")}
        key, older = ["action_id", "metric"], newest.c.at <= upsert.excluded.at
        connection.execute(
            upsert.on_conflict_do_update(index_elements=key, set_=later, where=older), [last for _, last in judged]
        )


def _judged(
    entry: Entry, sample: Sample, row: sa.RowMapping | None, at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of the history, and that of the newest reading. Before the first reading there was nothing to count."""
    key = {"action_id": entry.id, "metric": sample.metric}
    before = Point(value=row["value"], at=row["at"]) if row else Point(value=0.0, at=_began(entry, at))
    mark = plausible.mark(sample.metric, before, _doubted(row), sample.value, at)
    said = {"value": sample.value, "word": sample.word or None}
    if mark is None:
        last = {**said, "at": at, "doubted": None, "doubted_at": None}
    else:
        word = row["word"] if row else None
        last = {"value": before.value, "at": before.at, "word": word, "doubted": sample.value, "doubted_at": at}
    return {**key, **said, "at": at, "mark": mark}, {**key, **last}


def _doubted(row: sa.RowMapping | None) -> Point | None:
    if row is None or row["doubted"] is None:
        return None
    return Point(value=row["doubted"], at=row["doubted_at"])


def _began(entry: Entry, at: datetime) -> datetime:
    return min(entry.receipt.at, at) if entry.receipt and entry.receipt.at else at


def _insert(journal: Journal, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, which SQLAlchemy has for each database apart."""
    return (postgresql if journal.engine.dialect.name == "postgresql" else sqlite).insert(table)


def readings(journal: Journal, launch_name: str) -> list[Reading]:
    """Every sample of a launch, oldest first, those that are not believed with their mark."""
    return _select(journal, launch_name, samples)


def latest(journal: Journal, launch_name: str) -> list[Reading]:
    """The newest believed sample of every metric of every receipt of a launch."""
    return _select(journal, launch_name, newest)


def _select(journal: Journal, launch_name: str, table: sa.Table) -> list[Reading]:
    mark = [table.c.mark] if "mark" in table.c else []
    query = (
        sa.select(actions.c.key, actions.c.platform, table.c.metric, table.c.value, table.c.at, table.c.word, *mark)
        .join(actions, actions.c.id == table.c.action_id)
        .where(actions.c.launch == launch_name)
        .order_by(table.c.at, actions.c.id, table.c.metric)
    )
    with journal.read() as connection:
        return [Reading(**row) for row in connection.execute(query).mappings()]


def earlier(journal: Journal, launch_name: str, at: datetime) -> list[Reading]:
    """For every metric of every receipt its last believed reading by `at`, or else the first one after."""
    other = samples.alias()
    mine = (samples.c.action_id == newest.c.action_id) & (samples.c.metric == newest.c.metric)
    believed = (other.c.action_id == newest.c.action_id) & (other.c.metric == newest.c.metric) & other.c.mark.is_(None)
    by_then = sa.select(sa.func.max(other.c.at)).where(believed, other.c.at <= at).correlate(newest).scalar_subquery()
    after = sa.select(sa.func.min(other.c.at)).where(believed, other.c.at > at).correlate(newest).scalar_subquery()
    query = (
        sa.select(actions.c.key, actions.c.platform, newest.c.metric, samples.c.value, samples.c.at)
        .select_from(newest.join(actions, actions.c.id == newest.c.action_id).join(samples, mine))
        .where(actions.c.launch == launch_name, samples.c.at == sa.func.coalesce(by_then, after))
    )
    with journal.read() as connection:
        return [Reading(**row) for row in connection.execute(query).mappings()]
