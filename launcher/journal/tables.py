"""The journal's tables: current state on the row, history append-only beside it.

Instants are microseconds since the epoch, UTC, so that SQLite and PostgreSQL compare them alike.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

VERSION = "0004"
"""The newest migration that this program knows."""

MOVED, ARRIVING = "moved", "arriving"
"""In a version's place: the journal goes on in another database; it is being moved here. Nobody may open either."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(sa.TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since the epoch. Refuses a naive one."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> int | None:
        """To the database."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime has no instant")
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, _dialect: Any) -> datetime | None:
        """From the database."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


metadata = sa.MetaData()
_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

launches = sa.Table(
    "launches",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("manifest", sa.Text, nullable=False),  # its path
    sa.Column("source", sa.Text, nullable=False),  # sha256 of what it said
    sa.Column("at", Instant, nullable=False),  # T, fixed when first recorded
    sa.Column("release_at", Instant, nullable=False),
    sa.Column("timezone", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),  # JSON: what templates may say of film and launch
    sa.Column("recorded_at", Instant, nullable=False),
)

actions = sa.Table(
    "actions",
    metadata,
    sa.Column("id", _id, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("launch", sa.Text, sa.ForeignKey("launches.name"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("spec", sa.Text, nullable=False),
    sa.Column("follow_up", sa.Boolean, nullable=False),
    sa.Column("needs_all_now", sa.Boolean, nullable=False),
    sa.Column("condition", sa.Text),  # JSON of metric -> threshold
    sa.Column("armed", sa.Boolean, nullable=False),  # false until its condition is reached
    sa.Column("digest", sa.Text, nullable=False),  # of all that the plan said of it: tells an edit
    sa.Column("planned_for", Instant, nullable=False),  # the plan's instant; `due_at` moves with every new try
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("late_at", Instant),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("by_hand", sa.Boolean, nullable=False, default=False),  # a person held or cancelled it
    sa.Column("owner", sa.Text),
    sa.Column("lease_until", Instant),
    sa.Column("fence", sa.Integer, nullable=False, default=0),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),  # tries since the last success or decision
    sa.Column("doubt_since", Instant),  # sent then, and not confirmed since
    sa.Column("doubt_draft", sa.Text),  # JSON of what was sent then
    sa.Column("superseded", sa.Text),  # a newer plan edited or withdrew it while it was under way or unconfirmed
    sa.Column("progress", sa.BigInteger),  # bytes that the platform holds
    sa.Column("error", sa.Text),
    sa.Column("next", sa.Text),  # what a person can type
    sa.Column("login", sa.Text),  # held for want of a login: which one failed, as a hash
    sa.Column("look_at", Instant),  # and when it is tried again
    sa.Column("settled_at", Instant),
)

NO_LOGIN: dict[str, Any] = {"login": None, "look_at": None}
"""What belongs to every change of state but one: nothing is held for want of a login any more."""

_WAITING = "state IN ('planned', 'unknown')"
_RUNNING = "state = 'running'"
_LOGIN = "look_at IS NOT NULL"
sa.Index("actions_due", actions.c.due_at, sqlite_where=sa.text(_WAITING), postgresql_where=sa.text(_WAITING))
sa.Index("actions_late", actions.c.late_at, sqlite_where=sa.text(_WAITING), postgresql_where=sa.text(_WAITING))
sa.Index("actions_running", actions.c.lease_until, sqlite_where=sa.text(_RUNNING), postgresql_where=sa.text(_RUNNING))
sa.Index("actions_launch", actions.c.launch)
sa.Index("actions_login", actions.c.look_at, sqlite_where=sa.text(_LOGIN), postgresql_where=sa.text(_LOGIN))

waiting = sa.text(_WAITING)
running = sa.text(_RUNNING)
"""Said with the same words as the partial indexes, or SQLite would not use them."""

needs = sa.Table(
    "needs",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("needs_id", _id, sa.ForeignKey("actions.id"), primary_key=True, index=True),
)

attempts = sa.Table(  # append-only: claimed, sent, and every outcome
    "attempts",
    metadata,
    sa.Column("id", _id, primary_key=True, autoincrement=True),
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), nullable=False, index=True),
    sa.Column("fence", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("detail", sa.Text),
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("platform_id", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

sessions = sa.Table(  # uploads that are not finished
    "sessions",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("uri", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

samples = sa.Table(  # append-only
    "samples",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("metric", sa.Text, primary_key=True),
    sa.Column("at", Instant, primary_key=True),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("mark", sa.Text),  # why it is not believed; null where it is
    sa.Column("word", sa.Text),  # what the platform itself calls it
)

newest = sa.Table(  # the last believed sample of every metric, so that nobody searches the history for it
    "newest",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("metric", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("word", sa.Text),
    sa.Column("doubted", sa.Float),  # a later reading that the next one has to confirm
    sa.Column("doubted_at", Instant),
)

watches = sa.Table(  # when each sampler last read
    "watches",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("read_at", Instant, nullable=False),
)

gaps = sa.Table(  # readings that the ladder asked for and nobody took: append-only
    "gaps",
    metadata,
    sa.Column("action_id", _id, sa.ForeignKey("actions.id"), primary_key=True),  # the sampler
    sa.Column("since", Instant, primary_key=True),
    sa.Column("until", Instant, nullable=False),
    sa.Column("missed", sa.Integer, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)

tokens = sa.Table(  # when a login ends, as its platform told last
    "tokens",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("looked_at", Instant, nullable=False),
    sa.Column("expires_at", Instant),
)

lanes = sa.Table(  # one row an account and lane: locked by a claim, paused by the platform
    "lanes",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("lane", sa.Text, primary_key=True),
    sa.Column("paused_until", Instant),
)

allowances = sa.Table(  # what the platforms let an account do, and how much of it is used, until it is renewed
    "allowances",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("used", sa.Float, nullable=False),
    sa.Column("most", sa.Float, nullable=False),
    sa.Column("resets_at", Instant, nullable=False),
)
