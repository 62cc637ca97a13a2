"""What the journal hands out: frozen records."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from launcher.plan.action import Kind
from launcher.plan.specs import Spec
from launcher.platforms.base import Receipt
from launcher.platforms.countings import counting


class State(StrEnum):
    """Where an action stands; the comment says where it may go from there."""

    PLANNED = "planned"  # due at `due_at`, after its needs → running, held, skipped, cancelled
    RUNNING = "running"  # one worker holds lease and fence → done, planned, unknown, refused, held
    UNKNOWN = "unknown"  # sent, not confirmed → running (to look for it), done, planned, held
    DONE = "done"  # a receipt is kept
    REFUSED = "refused"  # the platform said no for good → planned (retry)
    HELD = "held"  # waits for a person → planned, unknown, cancelled
    SKIPPED = "skipped"  # its condition or time passed
    CANCELLED = "cancelled"  # a person withdrew it → planned (when the manifest asks for it again)


class Superseded(StrEnum):
    """What a newer plan did to an action that was under way or unconfirmed: it is not sent again as it was."""

    EDITED = "edited"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.PLANNED, State.RUNNING, State.UNKNOWN})
"""States that go on by themselves."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One action as the journal knows it."""

    id: int
    key: str
    launch: str
    kind: Kind
    platform: str
    account: str
    name: str
    spec: Spec
    state: State
    planned_for: datetime
    due_at: datetime
    late_at: datetime | None
    follow_up: bool
    by_hand: bool
    condition: str | None
    armed: bool
    digest: str
    attempts: int
    progress: int | None
    error: str | None
    next: str | None
    settled_at: datetime | None
    doubt_since: datetime | None = None  # sent then, and not confirmed since
    look_at: datetime | None = None  # held for want of a login, and tried again then
    needs: tuple[str, ...] = ()
    receipt: Receipt | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right to run one action until the lease ends; `fence` grows with every claim.

    With `doubt_since` set, an earlier try was sent and never confirmed: ask the platform first. `doubt_until` is
    when that try was over: nothing of it was sent later.
    """

    entry: Entry
    owner: str
    fence: int
    doubt_since: datetime | None = None
    doubt_until: datetime | None = None
    doubt_draft: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a try ended: the state that follows, and what belongs to it.

    `due_at` is when to go on (for planned and unknown); `paused_until` stops the whole lane.
    `clears_doubt` is True where the platform proved that nothing unconfirmed is left; `doubt_since` moves the
    doubt back to an earlier try. `login` names the login that failed, as a hash, and `look_at` says when to try again:
    then, or as soon as the login is another, a held action goes on by itself.
    """

    state: State
    receipt: Receipt | None = None
    due_at: datetime | None = None
    error: str = ""
    next: str = ""
    paused_until: datetime | None = None
    clears_doubt: bool = False
    doubt_since: datetime | None = None
    login: str | None = None
    look_at: datetime | None = None
    counts: bool = True  # whether this was a failed try, for growing pauses
    moved: bool = False  # whether `due_at` is its instant in the plan by now: it is late from then on


@dataclass(frozen=True, kw_only=True)
class Launch:
    """One launch as recorded. `facts` is what templates may say of film and launch."""

    name: str
    revision: int
    manifest: str
    source: str
    at: datetime
    release_at: datetime
    timezone: str
    recorded_at: datetime
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One sample as kept: of which action's receipt, what, how much, when.

    `mark` says why it is not believed (`jump`, `back`), and is None where it is. `word` is what the platform itself
    calls it, such as who removed a post.
    """

    key: str
    platform: str
    metric: str
    value: float
    at: datetime
    mark: str | None = None
    word: str | None = None

    @property
    def counting(self) -> str:
        """By which way of counting the platform counted: see `platforms.countings`. Empty where it has had one only."""
        return counting(self.platform, self.metric, self.at)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Readings that the ladder asked for and nobody took: by which sampler, between when, how many, and why.

    `why` is the last failure in words; empty where nobody ran launcher.
    """

    key: str
    platform: str
    account: str
    since: datetime
    until: datetime
    missed: int
    why: str
