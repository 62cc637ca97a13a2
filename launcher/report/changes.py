"""What recording a plan would change, for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from launcher.journal.fates import Change, Fate
from launcher.journal.records import Entry, State
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.plan.specs import differing
from launcher.report.phrases import phrase


def summary(changes: Sequence[Change]) -> str:
    """How many of which, such as `18 kept, 1 changed, 2 withdrawn`."""
    counts = {fate: sum(change.fate is fate for change in changes) for fate in Fate}
    return ", ".join(f"{count} {fate}" for fate, count in counts.items() if count)


def told(changes: Iterable[Change]) -> list[Change]:
    """Those of which a person wants to know why: all but what is kept."""
    order = [Fate.HELD, Fate.CHANGED, Fate.ADDED, Fate.SKIPPED, Fate.WITHDRAWN, Fate.FIXED]
    return sorted((each for each in changes if each.fate in order), key=lambda each: order.index(each.fate))


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """Something that is out, and of which the manifest says something else since: what, and what a person can do."""

    what: str
    parts: str
    fix: str


_ON_THE_PAGE = frozenset({Kind.UPLOAD, Kind.POSTER, Kind.CAPTION, Kind.PLAYLIST})
_SAID = frozenset({Kind.POST, Kind.COMMENT})


def by_hand(changes: Iterable[Change], plan: Plan, entries: Iterable[Entry]) -> list[ByHand]:
    """What was edited too late: launching again changes nothing of it."""
    planned = {action.key: action for action in plan.actions}
    known = {entry.key: entry for entry in entries}
    fixed = [known[each.key] for each in changes if each.fate is Fate.FIXED and each.key in known]
    out = [each for each in fixed if each.kind in _ON_THE_PAGE | _SAID and each.state is State.DONE]
    uploaded = {each.name: each.receipt.url for each in known.values() if each.kind is Kind.UPLOAD and each.receipt}
    return [_by_hand(entry, planned.get(entry.key), uploaded.get(entry.name, "")) for entry in out]


def _by_hand(entry: Entry, action: Action | None, page: str) -> ByHand:
    parts = ", ".join(differing(entry.spec, action.spec)) or "time" if action else "no longer in the manifest"
    todo = "edit or delete it there" if entry.kind in _SAID else "change it there by hand"
    where = (entry.receipt.url if entry.receipt else "") or page
    return ByHand(what=phrase(entry), parts=parts, fix=f"{todo}: {where}" if where else todo)
