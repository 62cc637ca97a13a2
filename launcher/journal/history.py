"""An action's history: what was done, by whom and when, a line each."""

from datetime import datetime

import sqlalchemy as sa

from launcher.journal.tables import attempts

_NOTE = attempts.insert()


def note(
    connection: sa.Connection,
    action_id: int,
    fence: int,
    at: datetime,
    event: str,
    *,
    owner: str = "",
    detail: str = "",
) -> None:
    """Append one line to an action's history."""
    values = {"action_id": action_id, "fence": fence, "at": at, "event": event}
    connection.execute(_NOTE, {**values, "owner": owner or None, "detail": detail or None})
