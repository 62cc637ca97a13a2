"""What changes by the passing of time alone: too late, not ready, a condition reached or expired."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from launcher.journal.claims import BLOCKED, note
from launcher.journal.database import Journal
from launcher.journal.records import State
from launcher.journal.tables import Instant, actions, waiting

_PATIENCE = timedelta(seconds=1)
"""How long after its instant `if_not_ready: hold` waits before it calls a release not ready."""

_LATE_AFTER_MILESTONE = timedelta(hours=6)
"""How long after its milestone a follow-up may still go out by itself: `late:`'s default."""


def sweep(journal: Journal) -> list[str]:
    """Hold what is too late or not ready in time, skip what never reached its condition; the keys of those."""
    now = journal.now()
    with journal.read() as connection:
        if connection.execute(_ANYTHING, _instants(now)).first() is None:
            return []
    with journal.write() as connection:
        return [key for where, values in _RULES for key in _apply(connection, where, values, now)]


def _instants(now: datetime) -> dict[str, datetime]:
    return {"now": now, "patient": now - _PATIENCE}


LATE = {
    "state": State.HELD,
    "error": "its time, and the time that `late:` gives it, have passed",
    "next": "launcher resume {key}   (send it now)   or   launcher cancel {key}",
}
"""What becomes of an action that is too late: a person decides."""
_UNREADY = {
    "state": State.HELD,
    "error": "not ready at release, and the manifest says if_not_ready: hold",
    "next": "launcher resume {key}   (release as soon as it is ready)   or   launcher cancel {key}",
}
_SKIPPED = {"state": State.SKIPPED, "error": "its milestone was not reached in time", "next": ""}


_planned = actions.c.state == State.PLANNED
_late = sa.and_(waiting, _planned, actions.c.late_at < sa.bindparam("now", type_=Instant))
_unready = sa.and_(
    waiting, _planned, actions.c.needs_all_now, actions.c.due_at < sa.bindparam("patient", type_=Instant), BLOCKED
)
_ANYTHING = sa.union_all(sa.select(actions.c.id).where(_late), sa.select(actions.c.id).where(_unready))
_RULES = (
    (_late & ~actions.c.armed, _SKIPPED),
    (_late & actions.c.armed, LATE),
    (_unready, _UNREADY),
)


def _apply(
    connection: sa.Connection, where: sa.ColumnElement[bool], values: dict[str, str], now: datetime
) -> list[str]:
    """Give `values` to the actions that `where` picks; their keys."""
    found = sa.select(actions.c.id, actions.c.key, actions.c.fence).where(where).order_by(actions.c.id)
    rows = connection.execute(found.with_for_update(key_share=True), _instants(now)).all()
    for row in rows:
        said = {**values, "next": values["next"].format(key=row.key) or None, "settled_at": now}
        connection.execute(actions.update().where(actions.c.id == row.id).values(said))
        note(connection, row.id, row.fence, now, values["state"], detail=values["error"])
    return [row.key for row in rows]


def awaited(journal: Journal, launch: str) -> bool:
    """Whether an action of the launch waits for its milestone."""
    waits = (actions.c.launch == launch) & (actions.c.state == State.PLANNED) & ~actions.c.armed
    with journal.read() as connection:
        return connection.scalar(sa.select(actions.c.id).where(waits).limit(1)) is not None


def reach(journal: Journal, launch: str, holds: Callable[[dict[str, Any]], bool]) -> list[str]:
    """Make due, now, the actions of a launch whose condition `holds`; their keys. Each once."""
    waits = (actions.c.launch == launch) & (actions.c.state == State.PLANNED) & ~actions.c.armed
    query = sa.select(actions.c.id, actions.c.key, actions.c.condition).where(waits).order_by(actions.c.id)
    with journal.read() as connection:
        rows = connection.execute(query).all()
    reached = [row for row in rows if holds(json.loads(row.condition))]
    if not reached:
        return []
    now = journal.now()
    with journal.write() as connection:
        return [row.key for row in reached if _arm(connection, row, now)]


def _arm(connection: sa.Connection, row: Any, now: datetime) -> bool:
    """Let it go out, unless another did, or its condition was edited meanwhile."""
    mine = [actions.c.id == row.id, actions.c.state == State.PLANNED, ~actions.c.armed]
    values = {"armed": True, "due_at": now, "planned_for": now, "late_at": now + _LATE_AFTER_MILESTONE}
    armed = connection.execute(actions.update().where(*mine, actions.c.condition == row.condition).values(values))
    if armed.rowcount:
        note(connection, row.id, 0, now, "milestone", detail=row.condition)
    return bool(armed.rowcount)
