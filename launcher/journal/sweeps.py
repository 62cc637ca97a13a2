"""What changes by the passing of time alone: too late, not ready, a condition reached or expired."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from launcher.clock import iso
from launcher.journal.claims import BLOCKED
from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.notices import Notice, advised, tell, tell_new
from launcher.journal.records import State
from launcher.journal.tables import Instant, actions, waiting
from launcher.plan.action import Kind
from launcher.plan.conditions import words

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
    connection: sa.Connection, where: sa.ColumnElement[bool], values: dict[str, Any], now: datetime
) -> list[str]:
    """Give `values` to the actions that `where` picks; their keys."""
    same = (actions.c[name] for name in ("id", "key", "fence", "launch", "kind"))
    found = sa.select(*same).where(where).order_by(actions.c.id)
    rows = connection.execute(found.with_for_update(key_share=True), _instants(now)).all()
    for row in rows:
        said = {**values, "next": values["next"].format(key=row.key) or None, "settled_at": now}
        connection.execute(actions.update().where(actions.c.id == row.id).values(said))
        note(connection, row.id, row.fence, now, values["state"], detail=values["error"])
        if values["state"] == State.HELD and row.kind != Kind.NOTIFY:
            tell(connection, _held(row, said), now)
    return [row.key for row in rows]


def _held(row: Any, said: dict[str, Any]) -> Notice:
    tail = row.key.partition("/")[2]
    return Notice(
        launch=row.launch,
        event="held",
        about=f"{tail}/{said['settled_at']:%Y%m%dT%H%M%S}",
        what=f"{tail} waits for a decision",
        body=advised(said["error"], said["next"]),
        of=row.key,
        state=State.HELD,
    )


SOON = timedelta(minutes=5)
"""How long before release people are told that a host is not ready."""


def tell_unready(journal: Journal) -> None:
    """Tell of each host whose film is not processed shortly before release, or at it."""
    release = (actions.c.kind == Kind.RELEASE) & waiting & (actions.c.due_at <= journal.now() + SOON) & BLOCKED
    with journal.read() as connection:
        rows = connection.execute(
            sa.select(actions.c.launch, actions.c.platform, actions.c.due_at, actions.c.key).where(release)
        ).all()
    tell_new(journal, [_unready_notice(row) for row in rows])


def _unready_notice(row: Any) -> Notice:
    what = f"{row.platform} is not ready for release"
    body = (
        f"Release is at {iso(row.due_at)}, and {row.platform} has not processed the film. launcher status shows more."
    )
    so_long = {"of": row.key, "state": State.PLANNED}
    return Notice(launch=row.launch, event="not-ready", about=row.platform, what=what, body=body, **so_long)


def awaited(journal: Journal, launch: str) -> bool:
    """Whether an action of the launch waits for its milestone."""
    waits = (actions.c.launch == launch) & (actions.c.state == State.PLANNED) & ~actions.c.armed
    with journal.read() as connection:
        return connection.scalar(sa.select(actions.c.id).where(waits).limit(1)) is not None


def reach(journal: Journal, launch: str, holds: Callable[[dict[str, Any]], bool]) -> list[str]:
    """Make due, now, the actions of a launch whose condition `holds`; their keys. Each once."""
    waits = (actions.c.launch == launch) & (actions.c.state == State.PLANNED) & ~actions.c.armed
    same = (actions.c[name] for name in ("id", "key", "condition", "launch", "kind"))
    query = sa.select(*same).where(waits).order_by(actions.c.id)
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
    late_at = None if row.kind == Kind.NOTIFY else now + _LATE_AFTER_MILESTONE  # quiet hours may be long
    values = {"armed": True, "due_at": now, "planned_for": now, "late_at": late_at}
    armed = connection.execute(actions.update().where(*mine, actions.c.condition == row.condition).values(values))
    if armed.rowcount:
        note(connection, row.id, 0, now, "milestone", detail=row.condition)
        if row.kind != Kind.NOTIFY:
            tell(connection, _reached(row), now)
    return bool(armed.rowcount)


def _reached(row: Any) -> Notice:
    tail, said = row.key.partition("/")[2], words(json.loads(row.condition))
    body = f"{tail} goes out now."
    return Notice(launch=row.launch, event="milestone", about=tail, what=f"a milestone: {said}", body=body)
