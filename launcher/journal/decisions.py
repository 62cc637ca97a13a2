"""What a person decides about actions: hold, resume, cancel, retry, resolve."""

from typing import Any

import sqlalchemy as sa

from launcher.errors import JournalError
from launcher.journal.claims import note
from launcher.journal.database import Journal
from launcher.journal.records import State
from launcher.journal.tables import actions, receipts, sessions

_DOUBTFUL = actions.c.doubt_since.is_not(None)
_OPEN_AGAIN = sa.case((_DOUBTFUL, State.UNKNOWN.value), else_=State.PLANNED.value)


def hold(journal: Journal, keys: list[str]) -> list[str]:
    """Keep planned actions from running until a person resumes them; the keys that this held."""
    values = {"state": State.HELD, "error": "held by hand", "next": None, "by_hand": True}
    return _decide(journal, keys, {State.PLANNED, State.UNKNOWN}, "held by hand", values)


def resume(journal: Journal, keys: list[str]) -> list[str]:
    """Let held actions run, however late it is; the keys that this resumed."""
    values = {"state": _OPEN_AGAIN, "late_at": None, "error": None, "next": None, "needs_all_now": False}
    return _decide(journal, keys, {State.HELD}, "resumed", {**values, "attempts": 0, "by_hand": False})


def cancel(journal: Journal, keys: list[str]) -> list[str]:
    """Withdraw actions that have not run; the keys that this cancelled. A cancelled upload forgets its session."""
    states = {State.PLANNED, State.HELD, State.REFUSED, State.UNKNOWN}
    values = {"state": State.CANCELLED, "error": "cancelled by hand", "next": None, "by_hand": True}
    with journal.write() as connection:
        mine = sa.select(actions.c.id).where(actions.c.key.in_(keys), actions.c.state.in_(states))
        connection.execute(sessions.delete().where(sessions.c.action_id.in_(mine)))
    return _decide(journal, keys, states, "cancelled by hand", {**values, "settled_at": journal.now()})


def retry(journal: Journal, keys: list[str]) -> list[str]:
    """Try refused or cancelled actions again, now; the keys that this planned."""
    again = {"state": _OPEN_AGAIN, "due_at": journal.now(), "late_at": None, "error": None, "next": None}
    values = {**again, "attempts": 0, "settled_at": None, "by_hand": False}
    return _decide(journal, keys, {State.REFUSED, State.CANCELLED, State.SKIPPED}, "retried by hand", values)


def resolve_posted(journal: Journal, key: str, platform_id: str, url: str) -> None:
    """A person saw it: the action is done with that address. Raises JournalError where it has no doubt to resolve."""
    done = {"state": State.DONE, "error": None, "next": None, "settled_at": journal.now()}
    _resolve(journal, key, f"a person saw it at {url}", {**done, "doubt_since": None, "doubt_draft": None})
    with journal.write() as connection:
        action_id = connection.scalar(sa.select(actions.c.id).where(actions.c.key == key))
        kept = {"platform_id": platform_id, "url": url, "at": journal.now()}
        connection.execute(receipts.insert().values(action_id=action_id, **kept))


def resolve_not_posted(journal: Journal, key: str) -> None:
    """A person looked and it is not there: it may be sent again. Raises JournalError where nothing is in doubt."""
    again = {"state": State.PLANNED, "late_at": None, "error": None, "next": None, "attempts": 0}
    _resolve(journal, key, "a person did not find it", {**again, "doubt_since": None, "doubt_draft": None})


def _resolve(journal: Journal, key: str, why: str, values: dict[str, Any]) -> None:
    with journal.read() as connection:
        doubtful = connection.scalar(sa.select(actions.c.id).where(actions.c.key == key, _DOUBTFUL))
    if doubtful is None or not _decide(journal, [key], {State.UNKNOWN, State.HELD}, why, values):
        raise JournalError(f"{key} is not in doubt: nothing to resolve", fix="launcher status shows what is")


def _decide(journal: Journal, keys: list[str], states: set[State], event: str, values: dict[str, Any]) -> list[str]:
    """Apply `values` to those of `keys` that are in `states`, with a line in each one's history."""
    now = journal.now()
    mine = actions.c.key.in_(keys) & actions.c.state.in_(states)
    with journal.write() as connection:
        rows = connection.execute(sa.select(actions.c.id, actions.c.key, actions.c.fence).where(mine)).all()
        connection.execute(actions.update().where(mine).values(values))
        for row in rows:
            note(connection, row.id, row.fence, now, event)
    return [row.key for row in rows]
