"""Everything that a report tells of one launch, as the journal or a rehearsal has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from launcher.engagement.totals import by_platform, totals
from launcher.journal.columns import Column, columns, of_readings
from launcher.journal.database import Journal
from launcher.journal.reading import entries as entries_of
from launcher.journal.records import Entry, Gap, Launch, Reading
from launcher.journal.rounds import gaps_of
from launcher.journal.samples import latest as latest_of
from launcher.journal.staged import is_staged
from launcher.report.phrases import place
from launcher.report.story.lines import Line, lowest, summed
from launcher.report.story.pace import Pace, pace
from launcher.report.urls import public


@dataclass(frozen=True, kw_only=True)
class Story:
    """One launch: its actions, every sample in columns, the newest ones, and the gaps that were recorded.

    `seen_at` is when it was looked at.
    """

    launch: Launch
    entries: tuple[Entry, ...]
    columns: tuple[Column, ...]
    latest: tuple[Reading, ...]
    seen_at: datetime
    gaps: tuple[Gap, ...] = ()
    rehearsed: bool = False

    @property
    def title(self) -> str:
        """The film's title."""
        return str(self.launch.facts["film"]["title"])

    @property
    def premiere(self) -> str:
        """The partner's address, or ""."""
        return str(self.launch.facts.get("launch", {}).get("premiere") or "")

    @cached_property
    def pace(self) -> Pace:
        """How often readings were to be taken."""
        return pace(self.entries)

    @cached_property
    def views(self) -> Line:
        """The film's views: the sum over everything that has views."""
        return self.line("views")

    @cached_property
    def by_host(self) -> dict[str, Line]:
        """The views of each platform that tells them, the one with most first."""
        places = dict.fromkeys(each.platform for each in self.columns if each.metric == "views")
        found = {place: self.line("views", place) for place in places}
        return dict(sorted(found.items(), key=lambda each: -each[1].last))

    def line(self, metric: str, platform: str = "") -> Line:
        """A metric summed over its receipts: of one platform, or of all."""
        made = self._lines.get((metric, platform))
        if made is None:
            wanted = [each for each in self.columns if each.metric == metric and platform in ("", each.platform)]
            made = self._lines[metric, platform] = summed(wanted, self._release, self.pace)
        return made

    @cached_property
    def _lines(self) -> dict[tuple[str, str], Line]:
        """Those that were asked for: the same are asked for again and again."""
        return {}

    def line_of(self, column: Column) -> Line:
        """One receipt's metric."""
        return summed([column], self._release, self.pace)

    @cached_property
    def totals(self) -> dict[str, float]:
        """Film-wide sums of the newest readings."""
        return totals(self.latest)

    @cached_property
    def by_platform(self) -> dict[str, dict[str, float]]:
        """Each platform's newest numbers; a rank is the best that was ever read."""
        found = by_platform(self.latest)
        for platform, metrics in found.items():
            best = {name: self._best(platform, name) for name in metrics if name.endswith("rank")}
            metrics.update({name: value for name, value in best.items() if value is not None})
        return {name: found[name] for name in sorted(found, key=place)}

    def _best(self, platform: str, metric: str) -> float | None:
        return lowest(each for each in self.columns if each.platform == platform and each.metric == metric)

    @property
    def seen(self) -> float:
        """How many hours after release it was looked at; a reading may be newer than this machine's clock."""
        return max(self.hours(self.seen_at), self.views.until)

    def hours(self, instant: datetime) -> float:
        """Hours from release to `instant`."""
        return (instant - self.launch.release_at) / timedelta(hours=1)

    def instant(self, hours: float) -> datetime:
        """The instant so many hours after release."""
        return self.launch.release_at + timedelta(hours=hours)

    @property
    def _release(self) -> int:
        return round(self.launch.release_at.timestamp() * 1_000_000)


def of_journal(journal: Journal, launch: Launch, *, private: bool = False) -> Story:
    """The story as the journal has it now; `private` has the addresses of films that are not released, too."""
    known = entries_of(journal, launch.name)
    found = known if private else public(known)
    return Story(
        launch=launch,
        entries=tuple(found),
        columns=tuple(columns(journal, found)),
        latest=tuple(latest_of(journal, launch.name)),
        seen_at=journal.now(),
        gaps=tuple(gaps_of(journal, launch.name)),
        rehearsed=is_staged(launch.facts),
    )


def of_rehearsal(
    launch: Launch,
    entries: Sequence[Entry],
    samples: Iterable[Reading],
    latest: Iterable[Reading],
    ended_at: datetime,
) -> Story:
    """The story of a rehearsal, from what it kept."""
    kept: dict[str, Any] = {"launch": launch, "entries": tuple(entries), "latest": tuple(latest)}
    return Story(**kept, columns=tuple(of_readings(samples)), seen_at=ended_at, rehearsed=True)
