"""Rounds of sampling: which samplers of an account are due together, when each last read, and what was missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal.database import Journal
from launcher.journal.reading import select_entries
from launcher.journal.records import Entry, Gap, State
from launcher.journal.tables import Instant, actions, gaps, receipts, watches
from launcher.plan.action import Kind

_MADE = (Kind.UPLOAD, Kind.POST)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One sampler's part of a round: when it comes back (None: never), and how many readings it has missed."""

    sampler: Entry
    next_at: datetime | None
    read_at: datetime | None = None
    missed: int = 0


def also_due(journal: Journal, sampler: Entry) -> list[Entry]:
    """The other samplers of the account, of whatever launch, that are due now. The account's lane keeps others off."""
    same = [actions.c[name] == getattr(sampler, name) for name in ("platform", "account", "kind")]
    due = [actions.c.state == State.PLANNED, actions.c.due_at <= journal.now(), actions.c.id != sampler.id]
    with journal.read() as connection:
        return select_entries(connection, sa.and_(*same, *due))


def published(journal: Journal, samplers: Sequence[Entry]) -> list[Entry]:
    """What the samplers' account has on its platform in their launches: every upload and post with a receipt."""
    same = [actions.c[name] == getattr(samplers[0], name) for name in ("platform", "account")]
    launches = actions.c.launch.in_([each.launch for each in samplers])
    made = [actions.c.kind.in_(_MADE), receipts.c.platform_id.is_not(None)]
    with journal.read() as connection:
        return select_entries(connection, sa.and_(*same, launches, *made))


def last_read(journal: Journal, samplers: Sequence[Entry]) -> dict[int, datetime]:
    """When each sampler last read, by its id."""
    query = sa.select(watches).where(watches.c.action_id.in_([each.id for each in samplers]))
    with journal.read() as connection:
        return {row.action_id: row.read_at for row in connection.execute(query)}


def close_round(journal: Journal, owner: Entry, turns: Sequence[Turn], at: datetime) -> None:
    """Keep that the samplers read at `at`, and what they had missed; send all but `owner` on to their next reading."""
    insert = (postgresql if journal.engine.dialect.name == "postgresql" else sqlite).insert
    watch = insert(watches)
    upsert = watch.on_conflict_do_update(index_elements=["action_id"], set_={"read_at": watch.excluded.read_at})
    missed = [_gap(turn, at) for turn in turns if turn.missed]
    with journal.write() as connection:
        connection.execute(upsert, [{"action_id": turn.sampler.id, "read_at": at} for turn in turns])
        if missed:
            connection.execute(insert(gaps).on_conflict_do_nothing(), missed)
        others = [turn for turn in turns if turn.sampler.id != owner.id]
        _send_on(connection, [turn for turn in others if turn.next_at], at)
        _send_on(connection, [turn for turn in others if not turn.next_at], at)


def _gap(turn: Turn, at: datetime) -> dict[str, object]:
    since = turn.read_at or turn.sampler.planned_for
    why = turn.sampler.error or ""
    return {"action_id": turn.sampler.id, "since": since, "until": at, "missed": turn.missed, "why": why}


_MINE = actions.update().where(
    actions.c.id == sa.bindparam("of"),
    actions.c.state == State.PLANNED,
    actions.c.due_at == sa.bindparam("was_due_at", type_=Instant),
)


def _send_on(connection: sa.Connection, turns: Sequence[Turn], at: datetime) -> None:
    """All to their next reading, or all to their end, unless another has moved them meanwhile."""
    going: dict[str, Any] = {"state": State.DONE, "settled_at": at}
    if turns and turns[0].next_at:
        going = {"due_at": sa.bindparam("next_at", type_=Instant)}
    rows = [{"of": each.sampler.id, "was_due_at": each.sampler.due_at, "next_at": each.next_at} for each in turns]
    if rows:
        connection.execute(_MINE.values(**going, error=None, next=None, attempts=0), rows)


def put_off(journal: Journal, samplers: Sequence[Entry], until: datetime, why: str) -> None:
    """Let these samplers wait: the platform that they would ask has just failed."""
    with journal.write() as connection:
        for each in samplers:
            mine = [actions.c.id == each.id, actions.c.state == State.PLANNED, actions.c.due_at == each.due_at]
            connection.execute(actions.update().where(*mine).values(due_at=until, error=why))


def gaps_of(journal: Journal, launch_name: str) -> list[Gap]:
    """Every gap in a launch's readings, oldest first."""
    query = (
        sa.select(
            actions.c.key,
            actions.c.platform,
            actions.c.account,
            *(gaps.c[name] for name in ("since", "until")),
            gaps.c.missed,
            gaps.c.why,
        )
        .join(actions, actions.c.id == gaps.c.action_id)
        .where(actions.c.launch == launch_name)
        .order_by(gaps.c.since, actions.c.id)
    )
    with journal.read() as connection:
        return [Gap(**row) for row in connection.execute(query).mappings()]
