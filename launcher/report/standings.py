"""`status` for a person: the actions in groups, what needs a person first, each with what is worth knowing of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from launcher.journal.records import Entry, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.report.timeline import happened
from launcher.run.standing import Standing
from launcher.text.human import duration, size, until

_NOTICED = timedelta(seconds=1)
"""What is done within a second of its instant is on time."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action: what to say beside its key, the failure in words, and what to type."""

    key: str
    state: State
    said: str
    why: str = ""
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Actions that stand alike, under a title."""

    title: str
    lines: tuple[Line, ...]


def groups(standing: Standing, now: datetime, timezone: str) -> list[Group]:
    """The launch's actions: those that need a person, that run, that wait, that are done, that were withdrawn."""
    zone = ZoneInfo(timezone)
    waiting = sorted(standing.of(State.PLANNED), key=lambda each: (each.kind is Kind.SAMPLE, each.due_at, each.id))
    free = [each for each in waiting if each.key not in standing.blocked]
    stuck = [each for each in waiting if each.key in standing.blocked]
    found = [
        _group("Needs you", map(_needs_person, standing.of(State.HELD, State.UNKNOWN, State.REFUSED))),
        _group("Running", (_running(each) for each in standing.of(State.RUNNING))),
        _group("Next", (_coming(each, standing, now, zone) for each in free)),
        _group("Waiting for what stopped", (_blocked(each, standing) for each in stuck)),
        _group("Done", _done(standing, zone)),
        _group("Withdrawn", map(_withdrawn, standing.of(State.CANCELLED, State.SKIPPED))),
    ]
    return [each for each in found if each.lines]


def _group(title: str, lines: Iterable[Line]) -> Group:
    return Group(title=title, lines=tuple(lines))


def clock_time(instant: datetime, zone: ZoneInfo) -> str:
    """An instant in the launch's zone, with seconds where it has any: `Mon 7 Dec 12:02 PST`."""
    local = instant.astimezone(zone)
    seconds = f":{local:%S}" if local.second else ""
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}{seconds} {local:%Z}"


def _needs_person(entry: Entry) -> Line:
    said = "sent, not confirmed; looking for it" if entry.state is State.UNKNOWN else str(entry.state)
    return Line(key=entry.key, state=entry.state, said=said, why=entry.error or "", next=entry.next or "")


def _running(entry: Entry) -> Line:
    said = "under way"
    if entry.doubt_since:
        said = "sending, or looking for what was sent"
    if isinstance(entry.spec, FilmSpec) and entry.progress is not None:
        said = _progress(entry.progress, Path(entry.spec.path))
    return Line(key=entry.key, state=entry.state, said=said)


def _progress(sent: int, film: Path) -> str:
    """How much of the film the host holds; without its size where the file is gone."""
    try:
        total = film.stat().st_size
    except OSError:
        return f"{size(sent)} sent"
    return f"{size(sent)} of {size(total)}, {100 * sent // max(total, 1)} %"


def _coming(entry: Entry, standing: Standing, now: datetime, zone: ZoneInfo) -> Line:
    waits = [each for each in standing.entries if each.key in entry.needs and each.state is not State.DONE]
    line = Line(key=entry.key, state=entry.state, said=_when(entry, now, zone), why=entry.error or "")
    if entry.condition and not entry.armed:
        return Line(key=entry.key, state=entry.state, said=_awaits(entry, zone))
    if waits and entry.due_at <= now:
        return Line(key=entry.key, state=entry.state, said=f"after {', '.join(_short(each) for each in waits)}")
    return line


def _when(entry: Entry, now: datetime, zone: ZoneInfo) -> str:
    if entry.due_at <= now:
        return "now"
    again = "again " if entry.error else ""
    return f"{again}{until(entry.due_at - now)}, {clock_time(entry.due_at, zone)}"


def _awaits(entry: Entry, zone: ZoneInfo) -> str:
    thresholds = json.loads(entry.condition or "{}").items()
    said = " and ".join(f"{name} {'≤' if name.endswith('rank') else '≥'} {value:,.10g}" for name, value in thresholds)
    last = f", until {clock_time(entry.late_at, zone)}" if entry.late_at else ""
    return f"when {said}{last}"


def _short(entry: Entry) -> str:
    return entry.key.partition("/")[2]


def _blocked(entry: Entry, standing: Standing) -> Line:
    culprit = standing.blocked[entry.key]
    return Line(key=entry.key, state=entry.state, said=f"waits for {_short(culprit)}, which is {culprit.state}")


def _done(standing: Standing, zone: ZoneInfo) -> Iterable[Line]:
    """What is done, in the order in which it was done: the address and the instant, with how late it was."""
    for row in happened(standing.entries):
        if row.state is State.DONE and row.happened_at:
            late = f", {duration(row.late)} late" if row.late and row.late >= _NOTICED else ""
            said = f"{row.url}  {clock_time(row.happened_at, zone)}{late}".strip()
            yield Line(key=row.key, state=row.state, said=said)


def _withdrawn(entry: Entry) -> Line:
    doubt = "; it may have been sent" if entry.doubt_since else ""
    why = (entry.error or "").removeprefix(f"{entry.state} ")
    return Line(key=entry.key, state=entry.state, said=f"{entry.state}{' ' * bool(why)}{why}{doubt}")
