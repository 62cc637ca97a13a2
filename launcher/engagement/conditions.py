"""Whether a condition holds, by the believed readings of a launch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from launcher.engagement.totals import FILM_WIDE, metrics
from launcher.journal.database import Journal
from launcher.journal.records import Reading
from launcher.journal.samples import earlier, latest
from launcher.manifest.vocabulary import PER_HOUR
from launcher.plan.conditions import Condition, is_place

HOUR, ENOUGH = timedelta(hours=1), timedelta(minutes=10)
"""Growth is that of the last hour; of a younger item since its first reading, once that is ten minutes ago."""

STILL = 0.01
"""A metric is flat where it moved by no more than this part of itself."""

COVERED = 0.9
"""The part of the time that readings must span before a metric is called flat."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is known of a launch at `now`: its newest believed readings, and earlier ones as they are asked for."""

    journal: Journal
    launch: str
    now: datetime
    release_at: datetime
    newest: tuple[Reading, ...]
    _past: dict[datetime, list[Reading]] = field(default_factory=dict)

    def value(self, name: str) -> float | None:
        """A metric by the name that `when` gives it, or None where no platform has told it."""
        if name.endswith(PER_HOUR):
            return self._growth(name.removesuffix(PER_HOUR))
        return metrics(self.newest).get(name)

    def is_flat(self, name: str, span: timedelta) -> bool:
        """Whether the metric has not moved for that long. Not where readings do not reach back so far."""
        pairs = self._pairs(name, self.now - span)
        if not pairs or any(new.at - old.at < span * COVERED for new, old in pairs):
            return False
        new, old = (metrics(side).get(name, 0.0) for side in zip(*pairs, strict=True))
        return abs(new - old) <= abs(new) * STILL

    def _growth(self, name: str) -> float | None:
        """By how much the metric grew in an hour, over all receipts."""
        pairs = [pair for pair in self._pairs(name, self.now - HOUR) if pair[0].at - pair[1].at >= ENOUGH]
        rates = [(new.value - old.value) / ((new.at - old.at) / HOUR) for new, old in pairs]
        return sum(rates) if rates else None

    def _pairs(self, name: str, at: datetime) -> list[tuple[Reading, Reading]]:
        """Each receipt's newest reading of the metric, with its reading by `at`."""
        before = {(each.key, each.metric): each for each in self._read(at)}
        mine = [each for each in self.newest if is_of(each, name)]
        return [(each, before[each.key, each.metric]) for each in mine if (each.key, each.metric) in before]

    def _read(self, at: datetime) -> Iterable[Reading]:
        if at not in self._past:
            self._past[at] = earlier(self.journal, self.launch, at)
        return self._past[at]


def see(journal: Journal, launch: str, release_at: datetime) -> Seen:
    """What is known of a launch now."""
    newest = tuple(latest(journal, launch))
    return Seen(journal=journal, launch=launch, now=journal.now(), release_at=release_at, newest=newest)


def is_of(reading: Reading, name: str) -> bool:
    """Whether the reading counts for the metric of that name: of its platform, or of any where all are added."""
    platform, _, metric = name.rpartition(".")
    return reading.metric == metric and (reading.platform == platform if platform else metric in FILM_WIDE)


def holds(condition: Condition, seen: Seen) -> bool:
    """Whether every entry of the condition holds."""
    return all(_holds(name, value, seen) for name, value in condition.items())


def _holds(name: str, value: object, seen: Seen) -> bool:
    match name, value:
        case "and", list(parts):
            return all(holds(each, seen) for each in parts)
        case "or", list(parts):
            return any(holds(each, seen) for each in parts)
        case "flat", {"metric": str(metric), "for": float(span) | int(span)}:
            return seen.is_flat(metric, timedelta(seconds=span))
        case "within", float(span) | int(span):
            return seen.now - seen.release_at <= timedelta(seconds=span)
        case _, float(threshold) | int(threshold):
            found = seen.value(name)
            return found is not None and (found <= threshold if is_place(name) else found >= threshold)
    raise ValueError(f"no condition: {name}: {value!r}")
