"""Notices: what people must know, put into the journal in the same transaction as the change that it tells of.

A notice is an action like any other. Its key says what happened to what and when, so that nothing is told twice.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal.database import Journal
from launcher.journal.records import Claim, Outcome, State
from launcher.journal.tables import actions, attempts, lanes, launches
from launcher.plan.action import Kind, Lane, key
from launcher.plan.specs import NoticeSpec, dump

PATIENCE = timedelta(minutes=10)
"""How long something may stay unconfirmed before people are told: mostly it is found within minutes."""

_WORDS = {
    State.REFUSED: ("failed", "was refused", timedelta(0)),
    State.HELD: ("held", "waits for a decision", timedelta(0)),
    State.UNKNOWN: ("unknown", "was sent and is not confirmed", PATIENCE),
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What happened (`event`) to what (`about`, which with it says it but once), in words.

    It is told after `delay`, and only while the action `of` is in `state`, where they are given.
    """

    launch: str
    event: str
    about: str
    what: str
    body: str = ""
    of: str = ""
    state: str = ""
    delay: timedelta = timedelta(0)


def tell(connection: sa.Connection, notice: Notice, now: datetime) -> None:
    """Let the launch's people be told. Does nothing where they were, or where there are none."""
    facts = json.loads(connection.scalar(sa.select(launches.c.facts).where(launches.c.name == notice.launch)) or "{}")
    for who in facts.get("notify", {}).get("names", ()):
        title = f"{facts['film']['title']}: {notice.what}"
        spec = NoticeSpec(title=title, body=notice.body, event=notice.event, of=notice.of, state=notice.state)
        _add(connection, notice, who, spec, now)


def _add(connection: sa.Connection, notice: Notice, who: str, spec: NoticeSpec, now: datetime) -> None:
    insert: Any = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    place = {"platform": "notify", "account": who, "lane": Lane.WRITE}
    connection.execute(insert(lanes).on_conflict_do_nothing().values(**place))
    due_at = now + notice.delay
    values = {
        **place,
        "key": key(notice.launch, Kind.NOTIFY, f"{notice.event}/{notice.about}/{who}"),
        "launch": notice.launch,
        "kind": Kind.NOTIFY,
        "name": notice.event,
        "spec": dump(spec),
        "follow_up": notice.event not in URGENT or bool(notice.delay),
        "needs_all_now": False,
        "armed": True,
        "digest": "",
        "planned_for": due_at,
        "due_at": due_at,
        "state": State.PLANNED,
    }
    made = connection.scalar(insert(actions).values(**values).on_conflict_do_nothing().returning(actions.c.id))
    if made is not None:
        connection.execute(attempts.insert().values(action_id=made, fence=0, at=now, event="planned"))


URGENT = frozenset({"failed", "held", "unknown", "not-ready"})
"""What is told in quiet hours, too: it may keep the film from going out."""


def tell_outcome(connection: sa.Connection, claim: Claim, outcome: Outcome, now: datetime) -> None:
    """Tell of a try that ended badly."""
    entry = claim.entry
    if outcome.state not in _WORDS or entry.kind is Kind.NOTIFY:
        return
    event, what, delay = _WORDS[outcome.state]
    tail = entry.key.partition("/")[2]
    since = connection.scalar(sa.select(actions.c.doubt_since).where(actions.c.id == entry.id))
    stamp = f"{since:%Y%m%dT%H%M%S}" if since and outcome.state is State.UNKNOWN else str(claim.fence)
    notice = Notice(
        launch=entry.launch,
        event=event,
        about=f"{tail}/{stamp}",
        what=f"{tail} {what}",
        body=advised(outcome.error, outcome.next),
        of=entry.key,
        state=outcome.state,
        delay=delay,
    )
    tell(connection, notice, now)


def advised(error: str | None, advice: str | None) -> str:
    """What went wrong, and below it what to type."""
    return "\n".join(part for part in (error, f"→ {advice}" if advice else "") if part)


def tell_new(journal: Journal, notices: Iterable[Notice]) -> None:
    """Tell those of which nobody was told yet. Looks before it writes: for what is asked again and again."""
    fresh = [each for each in notices if not _is_told(journal, each)]
    if fresh:
        with journal.write() as connection:
            for each in fresh:
                tell(connection, each, journal.now())


def _is_told(journal: Journal, notice: Notice) -> bool:
    front = key(notice.launch, Kind.NOTIFY, f"{notice.event}/{notice.about}/")
    mine = (actions.c.launch == notice.launch) & (actions.c.kind == Kind.NOTIFY) & actions.c.key.startswith(front)
    with journal.read() as connection:
        return connection.scalar(sa.select(actions.c.id).where(mine).limit(1)) is not None
