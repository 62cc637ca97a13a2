"""The timeline: what a plan will do and when; what happened, and how late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from launcher.clock import iso
from launcher.journal.records import Entry, State
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.report.phrases import detail, phrase, trigger

_TIMED = frozenset({Kind.RELEASE, Kind.VISIBLE, Kind.COMMENT, Kind.POST})
"""Kinds that the manifest gives an instant; the others happen as early as they can."""


_BY_THE_CLOCK = 3
"""The turn of what has its instant."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One line of a plan. `due_at` is None where `trigger` says when; `done` is True where it happened already."""

    key: str
    what: str
    due_at: datetime | None
    trigger: str
    detail: str
    state: State | None


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One line of what came of a plan. `late` is None for what has no instant of its own, or did not happen."""

    key: str
    what: str
    detail: str
    planned_for: datetime
    happened_at: datetime | None
    late: timedelta | None
    state: State
    url: str
    error: str
    next: str


def planned(plan: Plan, entries: Iterable[Entry] = ()) -> list[Planned]:
    """The plan's lines as they come: at once, by the clock, by milestone; the sampling last, as one line."""
    states = {each.key: each.state for each in entries}
    acts = [action for action in plan.actions if action.kind not in (Kind.SAMPLE, Kind.NOTIFY)]
    told = _for_all([action for action in plan.actions if action.kind is Kind.NOTIFY])
    order = sorted(sorted([*acts, *told], key=lambda each: each.due_at), key=_turn)
    return [
        *(_planned(action, states.get(action.key)) for action in order),
        *_sampling([action for action in plan.actions if action.kind is Kind.SAMPLE], states),
    ]


def _turn(action: Action) -> int:
    """What happens as early as it can, by what it waits for; then what has its instant, then milestones."""
    if action.when:
        return _BY_THE_CLOCK + 1
    if not trigger(action):
        return _BY_THE_CLOCK
    return 0 if action.kind is Kind.UPLOAD else 2 if action.kind is Kind.SETTINGS else 1


def _for_all(notices: list[Action]) -> list[Action]:
    """One for all the people who are told the same, named together."""
    same: dict[str, list[Action]] = {}
    for each in notices:
        same.setdefault(each.key.rpartition("/")[0], []).append(each)
    return [replace(each[0], account=", ".join(one.account for one in each)) for each in same.values()]


def _sampling(actions: list[Action], states: dict[str, State]) -> list[Planned]:
    """All accounts' sampling as one line: the ladder is the same for all."""
    if not actions:
        return []
    first = _planned(actions[0], None)
    places = ", ".join(dict.fromkeys(action.platform for action in actions))
    finished = all(states.get(action.key) is State.DONE for action in actions)
    return [replace(first, what=f"engagement on {places}:", state=State.DONE if finished else None)]


def _planned(action: Action, state: State | None) -> Planned:
    when = trigger(action)
    return Planned(
        key=action.key,
        what=phrase(action),
        due_at=None if when else action.due_at,
        trigger=when,
        detail=detail(action),
        state=state,
    )


def happened(entries: Iterable[Entry]) -> list[Happened]:
    """What became of every action but the sampling, in the order in which things happened."""
    rows = [_happened(each) for each in entries if each.kind is not Kind.SAMPLE]
    return sorted(rows, key=lambda row: row.happened_at or row.planned_for)


def _happened(entry: Entry) -> Happened:
    at = moment(entry)
    return Happened(
        key=entry.key,
        what=phrase(entry),
        detail=detail(entry),
        planned_for=entry.planned_for,
        happened_at=at,
        late=at - entry.planned_for if at and entry.kind in _TIMED else None,
        state=entry.state,
        url=entry.receipt.url if entry.receipt else "",
        error=entry.error or "",
        next=entry.next or "",
    )


def moment(entry: Entry) -> datetime | None:
    """When a done action was done, or None."""
    return entry.settled_at if entry.state is State.DONE else None


def as_json(row: Happened) -> dict[str, object]:
    """The line for a program: instants as RFC 3339 in UTC, lateness in seconds."""
    return {
        "key": row.key,
        "state": row.state,
        "planned_for": iso(row.planned_for),
        "happened_at": iso(row.happened_at) if row.happened_at else None,
        "late": round(row.late.total_seconds(), 3) if row.late is not None else None,
        "url": row.url or None,
        "error": row.error or None,
        "next": row.next or None,
    }
