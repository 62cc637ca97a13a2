"""What a person decides about actions: hold, resume, cancel, retry, resolve."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from launcher.errors import JournalError
from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.records import State
from launcher.journal.tables import NO_LOGIN, actions, lanes, receipts, sessions
from launcher.plan.action import CREATES, Kind
from launcher.platforms.base import Receipt

_DOUBTFUL = actions.c.doubt_since.is_not(None)
_OPEN_AGAIN = sa.case((_DOUBTFUL, State.UNKNOWN.value), else_=State.PLANNED.value)
_STILL = sa.case((_DOUBTFUL, actions.c.superseded), else_=sa.null())
"""A person may have what was edited or withdrawn sent in its old form, but not while it may be out already."""
RESUME = sa.literal("launcher resume ") + actions.c.key
BY_HAND = sa.case(
    (actions.c.state == State.RUNNING, "held by hand in its last seconds"),
    (_DOUBTFUL, "held by hand; sent before, and not confirmed"),
    else_="held by hand",
)

Decide = Callable[[Journal, Sequence[str]], list[str]]
"""A decision over the actions of these keys; returns the keys that it changed."""

HOLDABLE = frozenset({State.PLANNED, State.UNKNOWN})
RESUMABLE = frozenset({State.HELD})
CANCELLABLE = frozenset({State.PLANNED, State.HELD, State.REFUSED, State.UNKNOWN})
RETRIABLE = frozenset({State.REFUSED, State.CANCELLED, State.SKIPPED})
RESOLVABLE = frozenset({State.UNKNOWN, State.HELD})
CLOSABLE = frozenset({State.UNKNOWN, State.HELD, State.REFUSED})
"""In which states each decision takes effect."""


def hold(journal: Journal, keys: Sequence[str]) -> list[str]:
    """Keep planned actions from running until a person resumes them; the keys that this held.

    What waits for a login is held, too: it does not go on by itself any more. So is what is ready to leave and waits
    for its instant: its worker asks the journal once more before the first byte, and finds that it is not its own.
    """
    values = {"state": State.HELD, "error": BY_HAND, "next": RESUME, "by_hand": True, **NO_LOGIN}
    states = HOLDABLE | {State.HELD, State.RUNNING}
    with journal.write() as connection:
        waits = actions.c.state.in_(HOLDABLE) | actions.c.look_at.is_not(None) | _poised(journal)
        return _decide(connection, journal, keys, states, "held by hand", values, only=waits)


def _poised(journal: Journal) -> sa.ColumnElement[bool]:
    """What was claimed ahead of its instant, which has not come."""
    return (actions.c.state == State.RUNNING) & (actions.c.due_at > journal.now())


def resume(journal: Journal, keys: Sequence[str]) -> list[str]:
    """Let held actions run, however late it is; the keys that this resumed.

    What is not due yet stays due then, and keeps the time after which it is too late.
    """
    now = journal.now()
    due = (actions.c.planned_for <= now) & actions.c.armed
    never = sa.case((due, sa.null()), else_=actions.c.late_at)
    at_once = sa.case((due & (actions.c.due_at > now), sa.literal(now, actions.c.due_at.type)), else_=actions.c.due_at)
    values = {"state": _OPEN_AGAIN, "late_at": never, "due_at": at_once, "needs_all_now": False, "superseded": _STILL}
    values |= _anew()
    with journal.write() as connection:
        resumed = _decide(connection, journal, keys, RESUMABLE, "resumed", values)
        _unpause(connection, resumed)
    return resumed


def _unpause(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Open the lanes of these actions: a person overrides what a platform asked for."""
    places = sa.select(actions.c.platform, actions.c.account, actions.c.lane).where(actions.c.key.in_(keys)).distinct()
    for place in connection.execute(places).mappings().all():
        connection.execute(lanes.update().filter_by(**place).values(paused_until=None))


def cancel(journal: Journal, keys: Sequence[str]) -> list[str]:
    """Withdraw actions that have not run; the keys that this cancelled. A cancelled upload forgets its session.

    What is ready to leave and waits for its instant is withdrawn, too, as `hold` has it.
    """
    values: dict[str, Any] = {"state": State.CANCELLED, "error": "cancelled by hand", "next": None, "by_hand": True}
    with journal.write() as connection:
        values |= {"settled_at": journal.now()}
        may = actions.c.state.in_(CANCELLABLE) | _poised(journal)
        states = CANCELLABLE | {State.RUNNING}
        cancelled = _decide(connection, journal, keys, states, "cancelled by hand", values, only=may)
        mine = sa.select(actions.c.id).where(actions.c.key.in_(cancelled))
        connection.execute(sessions.delete().where(sessions.c.action_id.in_(mine)))
    return cancelled


def retry(journal: Journal, keys: Sequence[str]) -> list[str]:
    """Try refused, cancelled or skipped actions again; the keys that this planned.

    Now, where the plan's instant has passed; before it, at that instant: a retry never sends early. What waits for
    a milestone that was not reached in time waits on, without a limit. Where the host could not process the film,
    it is uploaded anew.
    """
    values = {"state": _OPEN_AGAIN, **_as_planned(journal.now()), "superseded": _STILL, **_anew()}
    with journal.write() as connection:
        retried = _decide(connection, journal, keys, RETRIABLE, "retried by hand", values)
        _unpause(connection, retried)
        unready = actions.c.key.in_(retried) & (actions.c.kind == Kind.READY)
        for host in connection.execute(
            sa.select(actions.c.launch, actions.c.platform, actions.c.account).where(unready)
        ):
            _upload_anew(connection, journal, dict(host._mapping))
    return retried


def _as_planned(now: datetime) -> dict[str, Any]:
    """Due now and never too late, where the plan's instant has passed; else as the plan has it."""
    passed = actions.c.planned_for <= now
    due_at = sa.case((passed, sa.literal(now, actions.c.due_at.type)), else_=actions.c.planned_for)
    return {"due_at": due_at, "late_at": sa.case((passed, sa.null()), else_=actions.c.late_at)}


def _upload_anew(connection: sa.Connection, journal: Journal, host: dict[str, str]) -> None:
    """The film on that host is of no use: upload it again, and dress its page again. Its history keeps the old id."""
    same = sa.and_(*(actions.c[name] == value for name, value in host.items()), actions.c.state == State.DONE)
    page = sa.select(actions.c.id, actions.c.fence, receipts.c.platform_id).outerjoin(receipts)
    rows = connection.execute(page.where(same, actions.c.kind.in_(_OF_THE_UPLOAD))).all()
    ids = [row.id for row in rows]
    anew = {"state": State.PLANNED, "due_at": journal.now(), "late_at": None, "progress": None, **_anew()}
    connection.execute(actions.update().where(actions.c.id.in_(ids)).values(anew))
    for table in (receipts, sessions):
        connection.execute(table.delete().where(table.c.action_id.in_(ids)))
    for row in rows:
        note(connection, row.id, row.fence, journal.now(), "anew", detail=row.platform_id or "")


_OF_THE_UPLOAD = (Kind.UPLOAD, Kind.POSTER, Kind.CAPTION, Kind.PLAYLIST, Kind.SETTINGS, Kind.SCHEDULE, Kind.PREMIERE)


TAKEN_BACK = "taken back"
"""The line in a step's history: what a host was told by then is not in force any more."""

_TOLD = frozenset(State) - {State.RUNNING}
_WITHDRAWN = actions.c.state.in_([State.CANCELLED, State.SKIPPED])


def taken_back(journal: Journal, key: str) -> list[str]:
    """What a host was told was taken back: it is told again when a person resumes it."""
    values = {**_anew(), "state": State.HELD, "error": BY_HAND, "next": RESUME, "by_hand": True}
    with journal.write() as connection:
        _decide(connection, journal, [key], _TOLD, TAKEN_BACK, {"state": actions.c.state}, only=_WITHDRAWN)
        return _decide(connection, journal, [key], _TOLD, TAKEN_BACK, values, only=~_WITHDRAWN)


def _anew() -> dict[str, Any]:
    return {"error": None, "next": None, "attempts": 0, "settled_at": None, "by_hand": False, **NO_LOGIN}


def resolve_posted(journal: Journal, key: str, receipt: Receipt) -> None:
    """A person saw it, or did it by hand: the action is done, with that receipt, and what needs it goes on.

    Raises JournalError for what makes nothing that has an address, and for what is neither in doubt, held nor refused.
    """
    now = journal.now()
    with journal.write() as connection:
        values = {**_anew(), "state": State.DONE, "settled_at": now}
        creates = actions.c.kind.in_(CREATES)
        action_id = _resolve(connection, journal, key, f"a person saw it at {receipt.url}", values, CLOSABLE, creates)
        kept = {"platform_id": receipt.id, "url": receipt.url, "at": receipt.at or now}
        connection.execute(receipts.delete().where(receipts.c.action_id == action_id))
        connection.execute(receipts.insert().values(action_id=action_id, **kept))
        connection.execute(sessions.delete().where(sessions.c.action_id == action_id))


def resolve_not_posted(journal: Journal, key: str) -> None:
    """A person looked and it is not there: it is sent again, as `retry` has it: now, but not before its instant.

    Raises JournalError where nothing is in doubt.
    """
    with journal.write() as connection:
        values = {**_anew(), "state": State.PLANNED, **_as_planned(journal.now())}
        _resolve(connection, journal, key, "a person did not find it", values, RESOLVABLE, _DOUBTFUL)


def _resolve(
    connection: sa.Connection,
    journal: Journal,
    key: str,
    why: str,
    values: dict[str, Any],
    states: frozenset[State],
    only: sa.ColumnElement[bool],
) -> int:
    """The action's id. Raises JournalError where there is nothing to resolve."""
    certain = {**values, "doubt_since": None, "doubt_draft": None}
    if not _decide(connection, journal, [key], states, why, certain, only=only):
        raise JournalError(f"{key} is not in doubt: nothing to resolve", fix="launcher status shows what is")
    action_id: int = connection.execute(sa.select(actions.c.id).where(actions.c.key == key)).scalar_one()
    return action_id


def _decide(
    connection: sa.Connection,
    journal: Journal,
    keys: Sequence[str],
    states: frozenset[State],
    event: str,
    values: dict[str, Any],
    *,
    only: sa.ColumnElement[bool] | None = None,
) -> list[str]:
    """Apply `values` to those of `keys` that are in `states`, with a line in each one's history; their keys."""
    mine = actions.c.key.in_(keys) & actions.c.state.in_(states) & (sa.true() if only is None else only)
    connection.execute(sa.select(actions.c.id).where(mine).order_by(actions.c.id).with_for_update(key_share=True)).all()
    returning = actions.update().where(mine).values(values).returning(actions.c.id, actions.c.key, actions.c.fence)
    rows = connection.execute(returning).all()
    for row in rows:
        note(connection, row.id, row.fence, journal.now(), event)
    return [row.key for row in rows]
