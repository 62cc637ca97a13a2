"""What was held back at the wire is asked for once more: seconds have passed since its claim."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from launcher.clock import iso
from launcher.errors import Embargoed, JournalError, PlatformError, Unavailable
from launcher.journal.database import Journal
from launcher.journal.records import Claim
from launcher.journal.tables import actions, launches, running
from launcher.plan.action import Kind

_SAID = (
    sa.select(actions.c.id, actions.c.fence, actions.c.superseded, launches.c.release_at)
    .join(launches, launches.c.name == actions.c.launch)
    .where(running)
)
"""Made once, and without a parameter for each: putting it together would take longer than the database takes."""


def unwanted(journal: Journal, claims: Sequence[Claim]) -> dict[int, PlatformError]:
    """Of these claims, by action id, those that may not leave now, and why; all of them where nothing can be asked.

    Unavailable where an edit came meanwhile or another owns it, Embargoed where its film's release moved.
    """
    try:
        with journal.read() as connection:
            rows = {row.id: row for row in connection.execute(_SAID)}
    except JournalError as error:
        told = f"the journal cannot be asked whether it is still wanted ({error.message}); nothing was sent"
        return {each.entry.id: Unavailable(told, code="journal") for each in claims}
    now = journal.now()
    found = {each.entry.id: _why_not(rows.get(each.entry.id), each, now) for each in claims}
    return {action_id: error for action_id, error in found.items() if error is not None}


def _why_not(row: Any, claim: Claim, now: datetime) -> PlatformError | None:
    if row is None or row.fence != claim.fence:
        return Unavailable("another worker owns it now; nothing was sent", code="not ours")
    if row.superseded:
        return Unavailable(f"{row.superseded} in the manifest before its instant; nothing was sent", code="superseded")
    if claim.entry.kind is Kind.RELEASE and now < row.release_at:
        told = f"the release was moved to {iso(row.release_at)} before its instant; nothing was sent"
        return Embargoed(told, until=row.release_at)
    return None
