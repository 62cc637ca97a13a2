"""Putting a plan into the journal: what is kept, added, changed and withdrawn, and nothing done twice."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.decisions import BY_HAND, RESUME
from launcher.journal.fates import AS_EARLY_AS_POSSIBLE, CHANGEABLE, Change, Fate, compare, condition, digest
from launcher.journal.history import note
from launcher.journal.reading import select_entries
from launcher.journal.records import State, Superseded
from launcher.journal.tables import NO_LOGIN, Instant, actions, lanes, launches, needs
from launcher.plan.action import Action, Kind, lane
from launcher.plan.plan import Plan
from launcher.plan.specs import dump

_UNDER_WAY = {State.RUNNING, State.UNKNOWN}
_SAID_IN_PUBLIC = {Kind.POST, Kind.COMMENT}
"""An edit of these must not go out in its old form. What else is under way goes on as it was planned."""


def record(journal: Journal, plan: Plan) -> list[Change]:
    """Put `plan` into the journal in one transaction, and tell what that changed. Repeating it changes nothing."""
    now = journal.now()
    with journal.write() as connection:
        _alone(connection, plan.launch)
        changes = compare(plan, select_entries(connection, actions.c.launch == plan.launch), now)
        fates = {change.key: change.fate for change in changes}
        _record_launch(connection, plan)
        for action in plan.actions:
            _record_action(connection, plan, action, fates[action.key], now)
        _skip(connection, [change for change in changes if change.fate is Fate.SKIPPED], now)
        _hold(connection, [change for change in changes if change.fate is Fate.HELD], now)
        _record_needs(connection, plan, fates)
        for key, fate in fates.items():
            if fate is Fate.WITHDRAWN:
                _withdraw(connection, key, now)
        _supersede(connection, plan, fates)
    return changes


def _alone(connection: sa.Connection, launch: str) -> None:
    """Let one plan at a time be recorded, and nobody begin what it may change. On SQLite every writer is alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE launches IN SHARE ROW EXCLUSIVE MODE"))
        mine = sa.select(actions.c.id).where(actions.c.launch == launch).order_by(actions.c.id)
        connection.execute(mine.with_for_update(key_share=True))


def _record_launch(connection: sa.Connection, plan: Plan) -> None:
    values = {"manifest": plan.manifest, "source": plan.source, "at": plan.at, "release_at": plan.release_at}
    values |= {"timezone": plan.timezone, "facts": json.dumps(plan.facts)}
    mine = launches.c.name == plan.launch
    row = connection.execute(sa.select(launches.c.revision, launches.c.source).where(mine)).first()
    if row is None:
        connection.execute(launches.insert().values(name=plan.launch, revision=1, recorded_at=plan.made_at, **values))
    else:
        revision = row.revision + (row.source != plan.source)
        connection.execute(launches.update().where(mine).values(revision=revision, **values))


def _record_action(connection: sa.Connection, plan: Plan, action: Action, fate: Fate, now: datetime) -> None:
    mine = actions.c.key == action.key
    fresh = fate in (Fate.SKIPPED, Fate.HELD) and connection.scalar(sa.select(actions.c.id).where(mine)) is None
    if fate is Fate.ADDED or fresh:
        _lane_exists(connection, action)
        values = {**_planned(action), "due_at": action.due_at, "planned_for": action.due_at, "state": State.PLANNED}
        insert = actions.insert().values(key=action.key, launch=plan.launch, **values).returning(actions.c.id)
        note(connection, connection.execute(insert).scalar_one(), 0, now, "planned")
    elif fate in (Fate.CHANGED, Fate.HELD):
        _lane_exists(connection, action)
        connection.execute(actions.update().where(mine, actions.c.state.in_(CHANGEABLE)).values(_changed(action)))


def _skip(connection: sa.Connection, changes: Iterable[Change], now: datetime) -> None:
    """They stay in the journal: a person sees them, and may have one sent after all."""
    for change in changes:
        said = {"error": change.why, "next": f"launcher retry {change.key}   (send it after all)", "by_hand": False}
        values = {"state": State.SKIPPED, "settled_at": now, **said}
        skipped = actions.update().where(actions.c.key == change.key).values(values)
        row = connection.execute(skipped.returning(actions.c.id, actions.c.fence)).one()
        note(connection, row.id, row.fence, now, "skipped", detail=change.why)


def _hold(connection: sa.Connection, changes: Iterable[Change], now: datetime) -> None:
    for change in changes:
        values = {"state": State.HELD, "error": change.why, "next": change.next}
        held = actions.update().where(actions.c.key == change.key).values(values)
        row = connection.execute(held.returning(actions.c.id, actions.c.fence)).one()
        note(connection, row.id, row.fence, now, "held", detail=change.why)


def _planned(action: Action) -> dict[str, Any]:
    same = ("kind", "platform", "account", "name", "late_at", "follow_up", "needs_all_now")
    return {
        **{name: getattr(action, name) for name in same},
        "lane": lane(action.kind),
        "spec": dump(action.spec),
        "condition": condition(action),
        "armed": not action.when,
        "digest": digest(action),
    }


def _changed(action: Action) -> dict[str, Any]:
    """The row's new values. A refused or held action is planned again, unless a person holds it."""
    values = {**_planned(action), "attempts": 0, "settled_at": None, "superseded": None, **NO_LOGIN}
    values |= {"error": sa.case((actions.c.by_hand, BY_HAND)), "next": sa.case((actions.c.by_hand, RESUME))}
    doubtful = actions.c.doubt_since.is_not(None)
    if action.kind not in AS_EARLY_AS_POSSIBLE:
        values |= {"due_at": action.due_at, "planned_for": action.due_at}
    if action.when:
        values |= _of_its_milestone(action, doubtful)
    states = ((actions.c.by_hand, actions.c.state), (doubtful, State.UNKNOWN.value))
    return values | {"state": sa.case(*states, else_=State.PLANNED.value)}


def _of_its_milestone(action: Action, doubtful: sa.ColumnElement[bool]) -> dict[str, Any]:
    """Its time anew, unless it was sent or its milestone reached: no ladder that is over tells that again."""
    reached = doubtful | (actions.c.armed & (actions.c.condition == condition(action)))
    times = {"due_at": action.due_at, "planned_for": action.due_at, "late_at": action.late_at}
    anew = {name: sa.literal(time, Instant()) for name, time in times.items()}
    return {"armed": reached} | {name: sa.case((reached, actions.c[name]), else_=anew[name]) for name in times}


def _lane_exists(connection: sa.Connection, action: Action) -> None:
    same = {"platform": action.platform, "account": action.account, "lane": lane(action.kind)}
    if connection.execute(sa.select(lanes).filter_by(**same)).first() is None:
        connection.execute(lanes.insert().values(**same))


def _record_needs(connection: sa.Connection, plan: Plan, fates: dict[str, Fate]) -> None:
    """The edges of every added or changed action, anew."""
    ids = dict(connection.execute(sa.select(actions.c.key, actions.c.id).where(actions.c.launch == plan.launch)).all())
    for action in plan.actions:
        if fates[action.key] in (Fate.ADDED, Fate.CHANGED, Fate.SKIPPED, Fate.HELD):
            connection.execute(needs.delete().where(needs.c.action_id == ids[action.key]))
            _insert(connection, [{"action_id": ids[action.key], "needs_id": ids[key]} for key in action.after])


def _supersede(connection: sa.Connection, plan: Plan, fates: dict[str, Fate]) -> None:
    """Mark what is under way or unconfirmed: where it proves not to be out, it is not sent in its old form."""
    fixed = {key for key, fate in fates.items() if fate is Fate.FIXED}
    edited = {action.key for action in plan.actions if action.key in fixed and action.kind in _SAID_IN_PUBLIC}
    withdrawn = fixed - {action.key for action in plan.actions}
    marks = ((fates.keys() - fixed, None), (edited, Superseded.EDITED), (withdrawn, Superseded.WITHDRAWN))
    mine = (actions.c.launch == plan.launch) & actions.c.state.in_(_UNDER_WAY)
    for row in connection.execute(sa.select(actions.c.id, actions.c.key).where(mine)).all():
        for keys, mark in marks:
            if row.key in keys:
                connection.execute(actions.update().where(actions.c.id == row.id).values(superseded=mark))


def _insert(connection: sa.Connection, edges: Iterable[dict[str, int]]) -> None:
    rows = list(edges)
    if rows:
        connection.execute(needs.insert(), rows)


def _withdraw(connection: sa.Connection, key: str, now: datetime) -> None:
    mine = (actions.c.key == key) & actions.c.state.in_(CHANGEABLE)
    row = connection.execute(sa.select(actions.c.id, actions.c.fence).where(mine)).first()
    if row is not None:
        values = {"state": State.CANCELLED, "by_hand": False, "settled_at": now, "error": "no longer in the manifest"}
        connection.execute(actions.update().where(mine).values(**values, next=None))
        note(connection, row.id, row.fence, now, "withdrawn")
