"""`status` for a person: the actions in groups, what needs a person first, each with what is worth knowing of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from launcher.journal.records import Entry, State
from launcher.plan.action import Kind
from launcher.plan.conditions import words
from launcher.plan.specs import FilmSpec, MediaSpec
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


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The launch at the moment and from the place of whoever looks."""

    standing: Standing
    now: datetime
    zone: ZoneInfo

    def clock_time(self, instant: datetime) -> str:
        """An instant in the launch's zone, with the day where it is not today: `20:00`, `Mon 7 Dec 09:02:11`."""
        local, today = instant.astimezone(self.zone), self.now.astimezone(self.zone).date()
        day = "" if local.date() == today else f"{local:%a} {local.day} {local:%b} "
        return f"{day}{local:%H:%M}{f':{local:%S}' if local.second else ''}"


def groups(standing: Standing, now: datetime, timezone: str, *, every: bool = False) -> list[Group]:
    """The launch's actions: those that need a person, that run, that wait, that are done, that were withdrawn.

    Of a post that recurs only the next time is told, unless `every` time is wanted. Times are the launch's zone's.
    """
    seen = _Seen(standing=standing, now=now, zone=ZoneInfo(timezone))
    waiting = sorted(standing.of(State.PLANNED), key=lambda each: (each.kind is Kind.SAMPLE, each.due_at, each.id))
    free = [each for each in waiting if each.key not in standing.blocked]
    stuck = [each for each in waiting if each.key in standing.blocked]
    found = [
        _group("Needs you", map(_needs_person, standing.of(State.HELD, State.UNKNOWN, State.REFUSED))),
        _group("Running", (_running(each) for each in standing.of(State.RUNNING))),
        _group("Next", (_coming(each, seen) for each in free) if every else _next(free, seen)),
        _group("Waiting for what stopped", (_blocked(each, standing) for each in stuck)),
        _group("Done", _done(seen)),
        _group("Withdrawn", map(_withdrawn, standing.of(State.CANCELLED, State.SKIPPED))),
    ]
    return [each for each in found if each.lines]


def _group(title: str, lines: Iterable[Line]) -> Group:
    return Group(title=title, lines=tuple(lines))


def _needs_person(entry: Entry) -> Line:
    said = "sent, not confirmed; looking for it" if entry.state is State.UNKNOWN else str(entry.state)
    return Line(key=entry.key, state=entry.state, said=said, why=entry.error or "", next=entry.next or "")


def _running(entry: Entry) -> Line:
    said = "under way"
    if entry.doubt_since:
        said = "sending, or looking for what was sent"
    if isinstance(entry.spec, FilmSpec) and entry.progress is not None:
        said = _progress(entry.progress, Path(entry.spec.path))
    elif isinstance(entry.spec, MediaSpec) and entry.progress is not None:
        said = f"{size(entry.progress)} sent"
    return Line(key=entry.key, state=entry.state, said=said)


def _progress(sent: int, film: Path) -> str:
    """How much of the film the host holds; without its size where the file is gone."""
    try:
        total = film.stat().st_size
    except OSError:
        return f"{size(sent)} sent"
    return f"{size(sent)} of {size(total)}, {100 * sent // max(total, 1)} %"


def _next(free: list[Entry], seen: _Seen) -> Iterable[Line]:
    """What comes next; of one post's many times the first, with how many more there are."""
    times: dict[str, list[Entry]] = {}
    for entry in free:
        times.setdefault(entry.name if entry.kind is Kind.POST else entry.key, []).append(entry)
    for first, *more in times.values():
        line = _coming(first, seen)
        rest = f"; {len(more)} more to {seen.clock_time(more[-1].due_at)}" if more else ""
        yield replace(line, said=f"{line.said}{rest}")


def _coming(entry: Entry, seen: _Seen) -> Line:
    waits = [each for each in seen.standing.entries if each.key in entry.needs and each.state is not State.DONE]
    if entry.condition and not entry.armed:
        return Line(key=entry.key, state=entry.state, said=_awaits(entry, seen))
    if waits and entry.due_at <= seen.now:
        return Line(key=entry.key, state=entry.state, said=f"after {', '.join(_short(each) for each in waits)}")
    return Line(key=entry.key, state=entry.state, said=_when(entry, seen), why=entry.error or "")


def _when(entry: Entry, seen: _Seen) -> str:
    if entry.due_at <= seen.now:
        return "now"
    again = "again " if entry.error else ""
    return f"{again}{until(entry.due_at - seen.now)}, {seen.clock_time(entry.due_at)}"


def _awaits(entry: Entry, seen: _Seen) -> str:
    said = words(json.loads(entry.condition or "{}"))
    last = f", until {seen.clock_time(entry.late_at)}" if entry.late_at else ""
    return f"when {said}{last}"


def _short(entry: Entry) -> str:
    return entry.key.partition("/")[2]


def _blocked(entry: Entry, standing: Standing) -> Line:
    culprit = standing.blocked[entry.key]
    return Line(key=entry.key, state=entry.state, said=f"waits for {_short(culprit)}, which is {culprit.state}")


def _done(seen: _Seen) -> Iterable[Line]:
    """What is done, in the order in which it was done: the instant, how late that was, and the address."""
    for row in happened(seen.standing.entries):
        if row.state is State.DONE and row.happened_at:
            late = f", {duration(row.late)} late" if row.late and row.late >= _NOTICED else ""
            said = f"{seen.clock_time(row.happened_at)}{late}  {row.url}".rstrip()
            yield Line(key=row.key, state=row.state, said=said, why=row.error)


def _withdrawn(entry: Entry) -> Line:
    doubt = "; it may have been sent" if entry.doubt_since else ""
    why = (entry.error or "").removeprefix(f"{entry.state} ")
    return Line(key=entry.key, state=entry.state, said=f"{entry.state}{' ' * bool(why)}{why}{doubt}")
