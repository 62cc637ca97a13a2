"""Keeping samples: append-only, one row a receipt, metric and instant."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.records import Entry
from launcher.journal.tables import samples
from launcher.platforms.base import Sample


def add_samples(journal: Journal, published: Sequence[Entry], found: Sequence[Sample], at: datetime) -> None:
    """Keep the readings of one sampling at `at`. A reading of an unknown receipt is left out; a repeat changes nothing."""
    ids = {each.receipt.id: each.id for each in published if each.receipt}
    rows = [
        {"action_id": ids[sample.receipt_id], "metric": sample.metric, "at": at, "value": sample.value}
        for sample in found
        if sample.receipt_id in ids
    ]
    if rows:
        with journal.write() as connection:
            connection.execute(_insert(journal).on_conflict_do_nothing(), rows)


def _insert(journal: Journal) -> "sa.dialects.sqlite.Insert | sa.dialects.postgresql.Insert":
    if journal.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        return insert(samples)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(samples)
