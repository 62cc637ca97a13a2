"""Putting a plan into the journal: what is kept, added, changed and withdrawn, and nothing done twice."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from launcher.journal.claims import note
from launcher.journal.database import Journal
from launcher.journal.reading import select_entries
from launcher.journal.records import Entry, State, Superseded
from launcher.journal.tables import NO_LOGIN, Instant, actions, lanes, launches, needs
from launcher.plan.action import Action, Kind, lane
from launcher.plan.plan import Plan
from launcher.plan.recurring import firing, universal
from launcher.plan.specs import NoticeSpec, differing, dump

_AS_EARLY_AS_POSSIBLE = {
    Kind.UPLOAD,
    Kind.READY,
    Kind.POSTER,
    Kind.CAPTION,
    Kind.PLAYLIST,
    Kind.SETTINGS,
    Kind.SCHEDULE,
    Kind.PREMIERE,
}
"""Their instant is that of the first plan: planning again does not move it."""

_CHANGEABLE = {State.PLANNED, State.HELD, State.REFUSED, State.CANCELLED, State.SKIPPED}
_UNDER_WAY = {State.RUNNING, State.UNKNOWN}
_SAID_IN_PUBLIC = {Kind.POST, Kind.COMMENT}
"""An edit of these must not go out in its old form. What else is under way goes on as it was planned."""


class Fate(StrEnum):
    """What recording a plan does to one action."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    FIXED = "fixed"  # changed in the manifest, but already done, under way or unconfirmed
    WITHDRAWN = "withdrawn"
    SKIPPED = "skipped"  # a cron's instant that this edit brings too late


@dataclass(frozen=True, kw_only=True)
class Change:
    """One action's fate; `why` says in words what a person would ask."""

    key: str
    fate: Fate
    why: str = ""


_MOVES = frozenset({Fate.ADDED, Fate.CHANGED, Fate.WITHDRAWN, Fate.SKIPPED})


def moves(changes: Iterable[Change]) -> bool:
    """Whether recording would change any action: else there is nothing to confirm."""
    return any(change.fate in _MOVES for change in changes)


def compare(plan: Plan, recorded: Sequence[Entry], now: datetime | None = None) -> list[Change]:
    """What recording `plan` would do (`now`, or when it was made) to what the journal holds of its launch."""
    known = {entry.key: entry for entry in recorded}
    planned = {action.key for action in plan.actions}
    out = {universal(entry.key): entry.key for entry in recorded if entry.state is State.DONE}
    changes = [
        (_skipped(action.key, known, out, now or plan.made_at) if recorded else None)
        or _fate(action, known.get(action.key))
        for action in plan.actions
    ]
    withdrawn = [entry for entry in recorded if entry.key not in planned and not _is_raised(entry)]
    return changes + [_withdrawal(entry) for entry in withdrawn if entry.state is not State.CANCELLED]


def _is_raised(entry: Entry) -> bool:
    """Whether it tells of something that happened: no manifest asked for it, and none takes it back."""
    return isinstance(entry.spec, NoticeSpec) and entry.spec.event not in ("alert", "digest")


def _skipped(key: str, known: dict[str, Entry], out: dict[str, str], now: datetime) -> Change | None:
    """An edit of a cron, or of the zone, repeats nothing: what it would add to the past, or is out by another name."""
    entry, instant = known.get(key), firing(key)
    if instant is None or (entry and (entry.state is not State.CANCELLED or entry.by_hand or entry.doubt_since)):
        return None
    if universal(key) in out:
        return Change(key=key, fate=Fate.SKIPPED, why=f"went out as {out[universal(key)]}")
    if instant <= now:
        return Change(key=key, fate=Fate.SKIPPED, why="its time was before this edit")
    return None


def _fate(action: Action, entry: Entry | None) -> Change:
    if entry is None:
        return Change(key=action.key, fate=Fate.ADDED)
    difference = _difference(action, entry)
    if entry.state is State.CANCELLED and not entry.by_hand:
        return Change(key=action.key, fate=Fate.CHANGED, why="is in the manifest again")
    if not difference:
        return Change(key=action.key, fate=Fate.KEPT)
    if entry.state is State.CANCELLED:
        return Change(key=action.key, fate=Fate.FIXED, why="was cancelled by hand: launcher retry brings it back")
    if entry.state is State.SKIPPED and firing(action.key):
        return Change(key=action.key, fate=Fate.FIXED, why="was skipped: launcher retry brings it back")
    if entry.state not in _CHANGEABLE:
        return Change(key=action.key, fate=Fate.FIXED, why=f"{difference}, but it is {entry.state} already")
    return Change(key=action.key, fate=Fate.CHANGED, why=difference)


def _difference(action: Action, entry: Entry) -> str:
    """What an edit changed, in words; empty where the plan says what it said before."""
    if _digest(action) == entry.digest:
        return ""
    by_plan = action.kind not in _AS_EARLY_AS_POSSIBLE and not (action.when and entry.armed)
    moved = by_plan and action.due_at != entry.planned_for
    found = ["time"] * moved + differing(entry.spec, action.spec) or ["conditions"]
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) + " changed"


def _digest(action: Action) -> str:
    """A hash of all that the plan says of an action, but for an instant that only means "as early as possible"."""
    due_at = None if action.kind in _AS_EARLY_AS_POSSIBLE else str(action.due_at)
    conditions = [sorted(action.after), str(action.late_at), _condition(action), action.needs_all_now]
    said = [due_at, action.platform, action.account, dump(action.spec), *conditions]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _withdrawal(entry: Entry) -> Change:
    if entry.state in (State.DONE, State.RUNNING, State.UNKNOWN):
        return Change(key=entry.key, fate=Fate.FIXED, why=f"no longer in the manifest, but it is {entry.state} already")
    return Change(key=entry.key, fate=Fate.WITHDRAWN, why="no longer in the manifest")


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
    fresh = fate is Fate.SKIPPED and connection.scalar(sa.select(actions.c.id).where(mine)) is None
    if fate is Fate.ADDED or fresh:
        _lane_exists(connection, action)
        values = {**_planned(action), "due_at": action.due_at, "planned_for": action.due_at, "state": State.PLANNED}
        insert = actions.insert().values(key=action.key, launch=plan.launch, **values).returning(actions.c.id)
        note(connection, connection.execute(insert).scalar_one(), 0, now, "planned")
    elif fate is Fate.CHANGED:
        _lane_exists(connection, action)
        connection.execute(actions.update().where(mine, actions.c.state.in_(_CHANGEABLE)).values(_changed(action)))


def _skip(connection: sa.Connection, changes: Iterable[Change], now: datetime) -> None:
    """They stay in the journal: a person sees them, and may have one sent after all."""
    for change in changes:
        said = {"error": change.why, "next": f"launcher retry {change.key}   (send it after all)", "by_hand": False}
        values = {"state": State.SKIPPED, "settled_at": now, **said}
        skipped = actions.update().where(actions.c.key == change.key).values(values)
        row = connection.execute(skipped.returning(actions.c.id, actions.c.fence)).one()
        note(connection, row.id, row.fence, now, "skipped", detail=change.why)


def _planned(action: Action) -> dict[str, Any]:
    same = ("kind", "platform", "account", "name", "late_at", "follow_up", "needs_all_now")
    return {
        **{name: getattr(action, name) for name in same},
        "lane": lane(action.kind),
        "spec": dump(action.spec),
        "condition": _condition(action),
        "armed": not action.when,
        "digest": _digest(action),
    }


def _changed(action: Action) -> dict[str, Any]:
    """The row's new values. A refused or held action is planned again, unless a person holds it."""
    values = {**_planned(action), "attempts": 0, "settled_at": None, "superseded": None, **NO_LOGIN}
    values |= {name: sa.case((actions.c.by_hand, actions.c[name])) for name in ("error", "next")}
    doubtful = actions.c.doubt_since.is_not(None)
    if action.kind not in _AS_EARLY_AS_POSSIBLE:
        values |= {"due_at": action.due_at, "planned_for": action.due_at}
    if action.when:
        values |= _of_its_milestone(action, doubtful)
    states = ((actions.c.by_hand, actions.c.state), (doubtful, State.UNKNOWN.value))
    return values | {"state": sa.case(*states, else_=State.PLANNED.value)}


def _of_its_milestone(action: Action, doubtful: sa.ColumnElement[bool]) -> dict[str, Any]:
    """Its time anew, unless it was sent or its milestone reached: no ladder that is over tells that again."""
    reached = doubtful | (actions.c.armed & (actions.c.condition == _condition(action)))
    times = {"due_at": action.due_at, "planned_for": action.due_at, "late_at": action.late_at}
    anew = {name: sa.literal(time, Instant()) for name, time in times.items()}
    return {"armed": reached} | {name: sa.case((reached, actions.c[name]), else_=anew[name]) for name in times}


def _condition(action: Action) -> str | None:
    return json.dumps(dict(action.when), sort_keys=True) if action.when else None


def _lane_exists(connection: sa.Connection, action: Action) -> None:
    same = {"platform": action.platform, "account": action.account, "lane": lane(action.kind)}
    if connection.execute(sa.select(lanes).filter_by(**same)).first() is None:
        connection.execute(lanes.insert().values(**same))


def _record_needs(connection: sa.Connection, plan: Plan, fates: dict[str, Fate]) -> None:
    """The edges of every added or changed action, anew."""
    ids = dict(connection.execute(sa.select(actions.c.key, actions.c.id).where(actions.c.launch == plan.launch)).all())
    for action in plan.actions:
        if fates[action.key] in (Fate.ADDED, Fate.CHANGED, Fate.SKIPPED):
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
    mine = (actions.c.key == key) & actions.c.state.in_(_CHANGEABLE)
    row = connection.execute(sa.select(actions.c.id, actions.c.fence).where(mine)).first()
    if row is not None:
        values = {"state": State.CANCELLED, "by_hand": False, "settled_at": now, "error": "no longer in the manifest"}
        connection.execute(actions.update().where(mine).values(**values, next=None))
        note(connection, row.id, row.fence, now, "withdrawn")
