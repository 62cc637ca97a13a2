"""What happened and when, seen from release: actions with their lateness, and the numbers that were reached."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, takewhile

from launcher.engagement.totals import FILM_WIDE
from launcher.journal.columns import Column
from launcher.journal.records import Entry, State
from launcher.plan import conditions
from launcher.plan.action import Kind
from launcher.report.phrases import detail, label, phrase
from launcher.report.story.story import Story
from launcher.report.timeline import happened
from launcher.text.human import ordinal

_PUBLIC = frozenset({Kind.RELEASE, Kind.POST})
"""What a visitor noticed."""

_QUIETLY = frozenset({Kind.VISIBLE, Kind.SETTINGS})
"""What proves another action, and is not told where it went well."""

ON_TIME = timedelta(seconds=1)
_FIRST_ROUND = 3
"""Round numbers are told from a thousand on."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the timeline. `late` is None for what had no instant of its own, or did not happen."""

    key: str
    what: str
    detail: str
    platform: str
    planned_for: datetime
    at: datetime | None
    late: timedelta | None
    state: State
    url: str
    error: str
    public: bool
    follow_up: bool
    number: int = 0

    @property
    def on_time(self) -> bool:
        """Within a second of its instant."""
        return self.late is not None and abs(self.late) < ON_TIME


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A number of views that was reached; `wanted` is True where a follow-up waited for it."""

    value: float
    hours: float
    wanted: bool


def moments(story: Story) -> list[Moment]:
    """Every action but the sampling as it went, in the order in which things happened.

    What a visitor noticed besides the release is numbered, from 1.
    """
    entries = {each.key: each for each in story.entries}
    numbers = count(1)
    found = []
    for row in happened(story.entries):
        entry = entries[row.key]
        if entry.kind in _QUIETLY and row.state is State.DONE:
            continue
        told = entry.kind is Kind.POST and row.state is State.DONE
        found.append(_moment(entry, row.happened_at, row.late, next(numbers) if told else 0))
    return found


def _moment(entry: Entry, at: datetime | None, late: timedelta | None, number: int) -> Moment:
    shown = phrase(entry, {entry.platform: label(entry.platform)})
    return Moment(
        key=entry.key,
        what=shown[:1].upper() + shown[1:] if entry.kind is not Kind.POST else shown,
        detail=_detail(entry),
        platform=entry.platform,
        planned_for=entry.planned_for,
        at=at,
        late=None if entry.condition else late,
        state=entry.state,
        url=entry.receipt.url if entry.receipt else "",
        error=(entry.error or "") if entry.state is not State.DONE else "",
        public=entry.kind in _PUBLIC,
        follow_up=entry.follow_up,
        number=number,
    )


def _detail(entry: Entry) -> str:
    """What is worth knowing besides, and what it waited for."""
    waited = f"when {conditions.words(json.loads(entry.condition))}" if entry.condition else ""
    return " ".join(filter(None, (detail(entry), waited)))


def reached(story: Story) -> list[Reached]:
    """The thresholds that follow-ups wait for, and every power of ten from a thousand on, where they were reached.

    The hour is that of the first reading that shows it.
    """
    wanted = set(thresholds(story.entries))
    found = {value: story.views.reached(value) for value in wanted | set(rounds(story.views.last))}
    told = [
        Reached(value=value, hours=hours, wanted=value in wanted) for value, hours in found.items() if hours is not None
    ]
    return sorted(told, key=lambda each: each.value)


FRONT_PAGE = 25
"""So many posts stand on Reddit's first page."""

_PAGES = {"all_rank": "r/all", "popular_rank": "r/popular"}


@dataclass(frozen=True, kw_only=True)
class News:
    """What the readings told besides views: the front page, or a post that was taken away."""

    hours: float
    what: str
    bad: bool = False


def news(story: Story) -> list[News]:
    """The first reading of each: of every page of Reddit once, whichever post came there."""
    pages = [_page(story, metric) for metric in _PAGES]
    taken = [_taken(story, each) for each in story.columns if each.metric == "removed"]
    return sorted((each for each in (*pages, *taken) if each), key=lambda one: one.hours)


def _page(story: Story, metric: str) -> News | None:
    lines = [story.line_of(each) for each in story.columns if each.metric == metric]
    hits = [(float(line.hours[line.values <= FRONT_PAGE][0]), line) for line in lines if line.low <= FRONT_PAGE]
    if not hits:
        return None
    best = min(line.low for _, line in hits)
    words = f"On the front page of {_PAGES[metric]}, at best {ordinal(int(best))}"
    return News(hours=min(hour for hour, _ in hits), what=words)


def _taken(story: Story, column: Column) -> News | None:
    """A post that was taken away, and by whom where the platform says."""
    hour = story.line_of(column).reached(1.0)
    if hour is None:
        return None
    name = column.key.split("/", 2)[2]
    by = next((each.word for each in story.latest if each.key == column.key and each.metric == "removed"), None)
    return News(hours=hour, what=f"{name} was taken away{f' ({by})' if by else ''}", bad=True)


def thresholds(entries: Iterable[Entry]) -> list[float]:
    """The numbers of film-wide views for which follow-ups wait."""
    waited = [conditions.thresholds(json.loads(each.condition)) for each in entries if each.condition]
    return [value for found in waited for metric, value in found if metric == FILM_WIDE[0]]


def rounds(most: float) -> Iterable[float]:
    """The powers of ten from a thousand to `most`."""
    return takewhile(lambda value: value <= most, (10.0**power for power in count(_FIRST_ROUND)))
