"""The protocol by which an action is run once: due → claim → hold → settle.

A claim takes the row with a lease and a fence that grows; `hold` commits the intent before anything is sent;
`settle` takes effect only for the owner of the fence, except that a late success always closes the action.

On PostgreSQL rows are locked against other writers, but not against a new row that only refers to them (`key_share`).
Whoever locks several actions takes them in the order of their ids, and a lane after its action: nobody waits in a ring.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from launcher.clock import ZERO
from launcher.errors import Lost
from launcher.journal.allowances import pause
from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.notices import tell_outcome
from launcher.journal.reading import select_entries, select_entry
from launcher.journal.records import Claim, Entry, Outcome, State
from launcher.journal.tables import (
    Instant,
    actions,
    attempts,
    lanes,
    needs,
    receipts,
    running,
    sessions,
    waiting,
)
from launcher.plan.action import Lane, lane

LEASE = timedelta(seconds=30)
"""How long a claim lives without a heartbeat; heartbeats come every third of it."""

_WAITING = sa.and_(waiting, actions.c.armed)
_needed = actions.alias("needed")
BLOCKED: sa.ColumnElement[bool] = sa.exists(
    sa.select(1)
    .select_from(needs.join(_needed, _needed.c.id == needs.c.needs_id))
    .where(needs.c.action_id == actions.c.id, _needed.c.state != State.DONE)
)


_NOW = sa.bindparam("now", type_=Instant)
_BY = sa.bindparam("by", type_=Instant)


def _first_of_each_lane(*also: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """However long one lane's queue is, every other lane is seen behind it."""
    lane = (actions.c.platform, actions.c.account, actions.c.lane)
    place = sa.func.row_number().over(partition_by=lane, order_by=(actions.c.due_at, actions.c.id)).label("place")
    queued = sa.select(actions.c.id, *lane, actions.c.due_at, place)
    queues = queued.where(_WAITING, actions.c.due_at <= _BY, ~BLOCKED, *also).subquery()
    first = sa.select(queues.c.id, queues.c.platform, queues.c.account, queues.c.lane).where(queues.c.place == 1)
    return first.order_by(queues.c.due_at, queues.c.id)


_DUE = _first_of_each_lane()
_DUE_BUT = _first_of_each_lane(actions.c.id.not_in(sa.bindparam("skip", expanding=True)))
_SOON = (
    sa.select(sa.func.min(actions.c.id))
    .where(_WAITING, actions.c.due_at > _NOW, actions.c.due_at <= _BY)
    .group_by(actions.c.platform, actions.c.account)
)
_CLOSED_LANES = sa.union_all(
    sa.select(actions.c.platform, actions.c.account, actions.c.lane).where(running),
    sa.select(lanes.c.platform, lanes.c.account, lanes.c.lane).where(lanes.c.paused_until > _NOW),
)
_NEXT_DUE = sa.union_all(
    sa.select(sa.func.min(actions.c.due_at)).where(_WAITING, actions.c.due_at > _NOW),
    sa.select(sa.func.min(lanes.c.paused_until)).where(lanes.c.paused_until > _NOW),
    sa.select(sa.func.min(actions.c.look_at)).where(actions.c.look_at > _NOW, actions.c.state == State.HELD),
)


_OF: sa.BindParameter[Any] = sa.bindparam("of")
_ROW = sa.select(actions).where(actions.c.id == _OF).with_for_update(key_share=True)
_IS_BLOCKED = sa.select(actions.c.id).where(actions.c.id == _OF, BLOCKED)
_LANE = ("platform", "account", "lane")
_PAUSED = (
    sa.select(lanes.c.paused_until)
    .where(*(lanes.c[name] == sa.bindparam(name) for name in _LANE))
    .with_for_update(key_share=True)
)
_BUSY = sa.select(actions.c.id).where(running, *(actions.c[name] == sa.bindparam(name) for name in _LANE)).limit(1)
_BEFORE = (
    sa.select(actions.c.id)
    .where(_WAITING, *(actions.c[name] == sa.bindparam(name) for name in _LANE))
    .where(sa.tuple_(actions.c.due_at, actions.c.id) < sa.tuple_(sa.bindparam("due_at", type_=Instant), _OF), ~BLOCKED)
    .limit(1)
)
_TAKE = actions.update().where(actions.c.id == _OF)
_OWNED = _TAKE.where(actions.c.fence == sa.bindparam("with_fence"), actions.c.state == State.RUNNING)
_WANTED = _OWNED.where(actions.c.superseded.is_(None))
_TAKEN_BACK = _TAKE.where(
    actions.c.fence == sa.bindparam("with_fence"), actions.c.state.in_([State.HELD, State.CANCELLED, State.UNKNOWN])
).values(
    state=sa.case((actions.c.state == State.UNKNOWN, State.PLANNED.value), else_=actions.c.state),
    doubt_since=None,
    doubt_draft=None,
)
_NOT_DONE = _TAKE.where(actions.c.state != State.DONE)
_NO_SESSION = sessions.delete().where(sessions.c.action_id == _OF)
_RECEIPT = sa.select(receipts.c.url).where(receipts.c.action_id == _OF)
_KEEP = receipts.insert()
"""Made once: SQLAlchemy takes longer to put a statement together than SQLite to run it."""


def due(journal: Journal, *, skip: Collection[int] = (), ahead: timedelta = ZERO) -> list[int]:
    """Ids of actions that may be claimed now: the first of every free lane, earliest first, as if `skip` were not.

    With `ahead`, those too that fall due so soon.
    """
    now = journal.now()
    which = {"by": now + ahead, **({"skip": list(skip)} if skip else {})}
    with journal.read() as connection:
        rows = connection.execute(_DUE_BUT if skip else _DUE, which).all()
        closed = {tuple(row) for row in connection.execute(_CLOSED_LANES, {"now": now})} if rows else set()
    return [row.id for row in rows if (row.platform, row.account, row.lane) not in closed]


def next_due(journal: Journal) -> datetime | None:
    """The next instant after now at which something falls due by itself, or None."""
    with journal.read() as connection:
        instants = connection.scalars(_NEXT_DUE, {"now": journal.now()}).all()
    return min((each for each in instants if each is not None), default=None)


def due_within(journal: Journal, span: timedelta) -> list[Entry]:
    """Of what falls due within `span` from now, one of each account."""
    now = journal.now()
    with journal.read() as connection:
        ids = connection.scalars(_SOON, {"now": now, "by": now + span}).all()
        return select_entries(connection, actions.c.id.in_(ids)) if ids else []


def claim(journal: Journal, action_id: int, owner: str, *, ahead: timedelta = ZERO) -> Claim | None:
    """Take the action for `owner`, or None where it is not due, blocked, held by another, or not its lane's turn.

    `ahead` takes what falls due so soon, and is not in doubt: its owner sends nothing of it before it is due.
    """
    now = journal.now()
    with journal.write() as connection:
        row = connection.execute(_ROW, {"of": action_id}).mappings().one()
        if not _claimable(connection, row, now, now if row["doubt_since"] else now + ahead):
            return None
        fence = row["fence"] + 1
        values = {"state": State.RUNNING, "owner": owner, "lease_until": now + LEASE, "fence": fence, "progress": None}
        connection.execute(_TAKE, {"of": action_id, **values})
        if row["lane"] not in (Lane.READ, Lane.SAMPLE):
            note(connection, action_id, fence, now, "claimed", owner=owner)
        entry = select_entry(connection, action_id)
        doubt = _doubt(connection, row)
    return Claim(entry=entry, owner=owner, fence=fence, **doubt)


def _doubt(connection: sa.Connection, row: sa.RowMapping) -> dict[str, Any]:
    """The earlier try that was sent and never confirmed. What its history says next is that it was over."""
    if row["doubt_since"] is None:
        return {}
    mine = attempts.c.action_id == row["id"]
    sent = sa.select(sa.func.max(attempts.c.id)).where(mine, attempts.c.event == "sent").scalar_subquery()
    over = sa.select(sa.func.min(attempts.c.at)).where(
        mine, attempts.c.id > sent, attempts.c.event.not_in(["claimed", "holds"])
    )
    same = {name: row[name] for name in ("doubt_since", "doubt_draft")}
    return {**same, "doubt_until": connection.scalar(over)}


def _claimable(connection: sa.Connection, row: sa.RowMapping, now: datetime, by: datetime) -> bool:
    waiting = row["state"] in (State.PLANNED, State.UNKNOWN) and row["armed"] and row["due_at"] <= by
    if not waiting or connection.scalar(_IS_BLOCKED, {"of": row["id"]}):
        return False
    return _turn(connection, row, now)


def _turn(connection: sa.Connection, row: sa.RowMapping, now: datetime) -> bool:
    """Whether the account's lane is free. Its row is locked, so that two claims cannot both see it free.

    What is taken ahead of its time keeps the lane until then: it may not overtake what comes before it.
    """
    same = {name: row[name] for name in _LANE}
    paused_until = connection.scalar(_PAUSED, same)
    if connection.scalar(_BUSY, same) is not None or (paused_until is not None and paused_until > now):
        return False
    mine = {"of": row["id"], "due_at": row["due_at"]}
    return row["due_at"] <= now or connection.scalar(_BEFORE, {**same, **mine}) is None


def hold(journal: Journal, claim: Claim, *, draft: str | None = None, progress: int | None = None) -> None:
    """Prolong the lease; with `draft`, commit the intent to send just that.

    Raises Lost where another owns it now, or where a newer plan has edited or withdrawn what would be sent.
    """
    now = journal.now()
    values: dict[str, object] = {"lease_until": now + LEASE}
    if draft is not None:
        values |= {"doubt_since": now, "doubt_draft": draft}
    if progress is not None:
        values["progress"] = progress
    with journal.write() as connection:
        mine = connection.execute(_OWNED if draft is None else _WANTED, {**_owner(claim), **values})
        if mine.rowcount == 0:
            raise Lost(f"{claim.entry.key}: another worker owns it now, or a newer plan says otherwise")
        if draft is not None:
            note(connection, claim.entry.id, claim.fence, now, "sent", owner=claim.owner, detail=draft)


def refute(journal: Journal, claim: Claim) -> None:
    """The unconfirmed try is proved absent: forget it. Raises Lost where another owns the action now."""
    with journal.write() as connection:
        own(connection, claim, doubt_since=None, doubt_draft=None)
        note(connection, claim.entry.id, claim.fence, journal.now(), "absent", owner=claim.owner)


def own(connection: sa.Connection, claim: Claim, **values: object) -> None:
    """Write that into the claimed row, in the caller's transaction. Raises Lost where another owns the action now."""
    mine = connection.execute(_OWNED, {**_owner(claim), **values})
    if mine.rowcount == 0:
        raise Lost(f"{claim.entry.key}: another worker owns it now")


def _owner(claim: Claim) -> dict[str, int]:
    return {"of": claim.entry.id, "with_fence": claim.fence}


def settle(journal: Journal, claim: Claim, outcome: Outcome) -> None:
    """Record how the try ended. Raises Lost where another owns the action, unless this is a late success."""
    now = journal.now()
    done = outcome.state is State.DONE
    mine = {"of": claim.entry.id} if done else _owner(claim)
    with journal.write() as connection:
        settled = connection.execute(_NOT_DONE if done else _OWNED, {**mine, **_after(claim, outcome, now)})
        if settled.rowcount:
            _record(connection, claim, outcome, now)
        elif outcome.clears_doubt:
            _was_not_sent(connection, claim, now)
    if not settled.rowcount:
        raise Lost(f"{claim.entry.key}: another worker settled it")


def _record(connection: sa.Connection, claim: Claim, outcome: Outcome, now: datetime) -> None:
    """What goes with the row's new values."""
    _keep(connection, claim.entry.id, outcome, now)
    if outcome.paused_until:
        lone = {name: getattr(claim.entry, name) for name in ("platform", "account")}
        pause(connection, **lone, lane=lane(claim.entry.kind), until=outcome.paused_until)
    tell_outcome(connection, claim, outcome, now)
    if claim.entry.receipt is None or outcome.error:
        note(connection, claim.entry.id, claim.fence, now, outcome.state, owner=claim.owner, detail=outcome.error)


def _was_not_sent(connection: sa.Connection, claim: Claim, now: datetime) -> None:
    """A person held or cancelled it while it waited for its instant: its intent is no doubt.

    Nor is it where that was taken back by then, too: it goes out at once.
    """
    if connection.execute(_TAKEN_BACK, _owner(claim)).rowcount:
        note(connection, claim.entry.id, claim.fence, now, "absent", owner=claim.owner)


def _after(claim: Claim, outcome: Outcome, now: datetime) -> dict[str, object]:
    """The row's new values. What was begun ahead of its instant, and failed, is tried again at it, and not before."""
    closed = outcome.state not in (State.PLANNED, State.UNKNOWN)
    values: dict[str, object] = {
        "state": outcome.state,
        "owner": None,
        "lease_until": None,
        "due_at": max(outcome.due_at or claim.entry.due_at, claim.entry.due_at),
        "error": outcome.error or None,
        "next": outcome.next or None,
        "login": outcome.login,
        "look_at": outcome.look_at,
        "attempts": claim.entry.attempts + 1 if outcome.counts and outcome.error else 0,
        "settled_at": now if closed else None,
    }
    if outcome.state is State.DONE or outcome.clears_doubt:
        values |= {"doubt_since": None, "doubt_draft": None}
    elif outcome.doubt_since:
        values["doubt_since"] = outcome.doubt_since
    return values | _moved(claim.entry, outcome)


def _moved(entry: Entry, outcome: Outcome) -> dict[str, object]:
    """An edit reached it while it was under way, when it takes no new times: it is as late as before, and not more."""
    if not outcome.moved or outcome.due_at is None:
        return {}
    late_at = entry.late_at and entry.late_at + (outcome.due_at - entry.planned_for)
    return {"planned_for": outcome.due_at, "late_at": late_at}


def _keep(connection: sa.Connection, action_id: int, outcome: Outcome, now: datetime) -> None:
    if outcome.state is State.DONE:
        connection.execute(_NO_SESSION, {"of": action_id})
    if outcome.receipt and connection.scalar(_RECEIPT, {"of": action_id}) is None:
        kept = {"platform_id": outcome.receipt.id, "url": outcome.receipt.url, "at": outcome.receipt.at or now}
        connection.execute(_KEEP, {"action_id": action_id, **kept})
