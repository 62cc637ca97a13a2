"""What was held back at the wire is asked for once more: seconds have passed since its claim."""

from typing import Any

import sqlalchemy as sa

from launcher.clock import iso
from launcher.errors import Embargoed, JournalError, Unavailable
from launcher.journal.database import Journal
from launcher.journal.records import Claim, State
from launcher.journal.tables import actions, launches
from launcher.plan.action import Kind

_OF: sa.BindParameter[Any] = sa.bindparam("of")
_SAID = (
    sa.select(actions.c.state, actions.c.fence, actions.c.superseded, launches.c.release_at)
    .join(launches, launches.c.name == actions.c.launch)
    .where(actions.c.id == _OF)
)
"""Made once: SQLAlchemy takes longer to put a statement together than SQLite to run it."""


def require_wanted(journal: Journal, claim: Claim) -> None:
    """Raise Unavailable where an edit came meanwhile or another owns it, Embargoed where its film's release moved."""
    row = _said(journal, claim)
    if row is None or (row.state, row.fence) != (State.RUNNING, claim.fence):
        raise Unavailable("another worker owns it now; nothing was sent", code="not ours")
    if row.superseded:
        raise Unavailable(f"{row.superseded} in the manifest before its instant; nothing was sent", code="superseded")
    if claim.entry.kind is Kind.RELEASE and journal.now() < row.release_at:
        told = f"the release was moved to {iso(row.release_at)} before its instant; nothing was sent"
        raise Embargoed(told, until=row.release_at)


def _said(journal: Journal, claim: Claim) -> Any:
    """What the journal says now. One that cannot be asked lets nothing leave."""
    try:
        with journal.read() as connection:
            return connection.execute(_SAID, {"of": claim.entry.id}).first()
    except JournalError as error:
        told = f"the journal cannot be asked whether it is still wanted ({error.message}); nothing was sent"
        raise Unavailable(told, code="journal") from None
