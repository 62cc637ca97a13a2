"""What recording a plan would do to each action, compared with what the journal holds of its launch."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from launcher.clock import utc
from launcher.journal.records import Entry, State
from launcher.journal.twins import twin
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.plan.recurring import firing, universal
from launcher.plan.specs import InstantSpec, NoticeSpec, differing, dump

AS_EARLY_AS_POSSIBLE = {
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

CHANGEABLE = {State.PLANNED, State.HELD, State.REFUSED, State.CANCELLED, State.SKIPPED}

_ASKED = {State.PLANNED, State.REFUSED, State.SKIPPED}
"""With the same words as before: they were planned so, or a person has had them sent after all."""


class Fate(StrEnum):
    """What recording a plan does to one action."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    FIXED = "fixed"  # changed in the manifest, but already done, under way or unconfirmed
    WITHDRAWN = "withdrawn"
    SKIPPED = "skipped"  # a cron's instant that this edit brings too late
    HELD = "held"  # its words are out already under another name


@dataclass(frozen=True, kw_only=True)
class Change:
    """One action's fate; `why` says in words what a person would ask, and `next` what to type."""

    key: str
    fate: Fate
    why: str = ""
    next: str = ""


_MOVES = frozenset({Fate.ADDED, Fate.CHANGED, Fate.WITHDRAWN, Fate.SKIPPED, Fate.HELD})


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
        or _said_again(action, known.get(action.key), recorded)
        or _fate(action, known.get(action.key))
        for action in plan.actions
    ]
    withdrawn = [entry for entry in recorded if entry.key not in planned and not _is_raised(entry)]
    gone = [entry for entry in withdrawn if entry.state is not State.CANCELLED]
    return changes + [_withdrawal(entry, now or plan.made_at) for entry in gone]


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


def _said_again(action: Action, entry: Entry | None, recorded: Sequence[Entry]) -> Change | None:
    """A post is renamed, or given another's words: what is out already is not said again before a person agrees."""
    new = entry is None or _fate(action, entry).fate is Fate.CHANGED
    known = entry and (entry.doubt_since or (entry.state in _ASKED and dump(entry.spec) == dump(action.spec)))
    other = twin(action, recorded) if new and not known else None
    if other is None:
        return None
    name, url = other.key.partition("/")[2], other.receipt.url if other.receipt else "URL"
    stand = "are out already" if other.state is State.DONE else "may be out by now"
    why = f"its words {stand} as {name}: keep that name, or it would be posted twice"
    told = f"launcher resolve {action.key} --posted {url}   (that is it)   or   launcher resume {action.key}   (again)"
    return Change(key=action.key, fate=Fate.HELD, why=why, next=told)


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
    if entry.state not in CHANGEABLE:
        return Change(key=action.key, fate=Fate.FIXED, why=f"{difference}, but it is {entry.state} already")
    return Change(key=action.key, fate=Fate.CHANGED, why=difference)


def _difference(action: Action, entry: Entry) -> str:
    """What an edit changed, in words; empty where the plan says what it said before."""
    if digest(action) == entry.digest:
        return ""
    by_plan = action.kind not in AS_EARLY_AS_POSSIBLE and not (action.when and entry.armed)
    moved = by_plan and action.due_at != entry.planned_for
    found = ["time"] * moved + differing(entry.spec, action.spec) or ["conditions"]
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) + " changed"


def digest(action: Action) -> str:
    """A hash of all that the plan says of an action, but for an instant that only means "as early as possible"."""
    due_at = None if action.kind in AS_EARLY_AS_POSSIBLE else str(action.due_at)
    conditions = [sorted(action.after), str(action.late_at), condition(action), action.needs_all_now]
    said = [due_at, action.platform, action.account, dump(action.spec), *conditions]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _withdrawal(entry: Entry, now: datetime) -> Change:
    if isinstance(entry.spec, InstantSpec) and entry.kind is Kind.SCHEDULE and utc(entry.spec.at) > now:
        return Change(key=entry.key, fate=Fate.WITHDRAWN, why=f"no longer in the manifest: {entry.platform} is told")
    if entry.state in (State.DONE, State.RUNNING, State.UNKNOWN):
        return Change(key=entry.key, fate=Fate.FIXED, why=f"no longer in the manifest, but it is {entry.state} already")
    return Change(key=entry.key, fate=Fate.WITHDRAWN, why="no longer in the manifest")


def condition(action: Action) -> str | None:
    """The milestone that the action waits for, as the journal keeps it."""
    return json.dumps(dict(action.when), sort_keys=True) if action.when else None
