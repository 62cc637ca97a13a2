"""What stands against sending: an intent that nothing has confirmed, and what a newer plan says meanwhile."""

from datetime import datetime

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.records import Claim, Superseded
from launcher.journal.tables import actions


def in_doubt(journal: Journal, claim: Claim) -> datetime | None:
    """Since when the journal holds an intent to send that nothing has confirmed or refuted, or None."""
    query = sa.select(actions.c.doubt_since).where(actions.c.id == claim.entry.id)
    with journal.read() as connection:
        since: datetime | None = connection.scalar(query)
    return since


def superseded(journal: Journal, claim: Claim) -> Superseded | None:
    """What a newer plan says of this action, or None where it goes on as it was."""
    query = sa.select(actions.c.superseded).where(actions.c.id == claim.entry.id)
    with journal.read() as connection:
        found = connection.scalar(query)
    return Superseded(found) if found else None
