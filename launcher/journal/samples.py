"""Samples: the history append-only, one row a receipt, metric and instant; beside it the newest of each metric."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal.database import Journal
from launcher.journal.records import Entry, Reading
from launcher.journal.tables import actions, newest, samples
from launcher.platforms.base import Sample


def add_samples(journal: Journal, published: Sequence[Entry], found: Sequence[Sample], at: datetime) -> None:
    """Keep the readings taken at `at`. One of an unknown receipt is left out; a repeat changes nothing."""
    ids = {each.receipt.id: each.id for each in published if each.receipt}
    rows = [
        {"action_id": ids[sample.receipt_id], "metric": sample.metric, "at": at, "value": sample.value}
        for sample in found
        if sample.receipt_id in ids
    ]
    if not rows:
        return
    with journal.write() as connection:
        connection.execute(_insert(journal, samples).on_conflict_do_nothing(), rows)
        upsert = _insert(journal, newest)
        later = {"at": upsert.excluded.at, "value": upsert.excluded.value}
        key, older = ["action_id", "metric"], newest.c.at < upsert.excluded.at
        connection.execute(upsert.on_conflict_do_update(index_elements=key, set_=later, where=older), rows)


def _insert(journal: Journal, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, which SQLAlchemy has for each database apart."""
    return (postgresql if journal.engine.dialect.name == "postgresql" else sqlite).insert(table)


def readings(journal: Journal, launch_name: str) -> list[Reading]:
    """Every sample of a launch, oldest first."""
    return _select(journal, launch_name, samples)


def latest(journal: Journal, launch_name: str) -> list[Reading]:
    """The newest sample of every metric of every receipt of a launch."""
    return _select(journal, launch_name, newest)


def _select(journal: Journal, launch_name: str, table: sa.Table) -> list[Reading]:
    query = (
        sa.select(actions.c.key, actions.c.platform, table.c.metric, table.c.value, table.c.at)
        .join(actions, actions.c.id == table.c.action_id)
        .where(actions.c.launch == launch_name)
        .order_by(table.c.at, actions.c.id, table.c.metric)
    )
    with journal.read() as connection:
        return [Reading(**row) for row in connection.execute(query).mappings()]
