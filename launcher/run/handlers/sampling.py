"""`sample`: readings of all that one account published, again and again down the ladder."""

import math
from datetime import datetime, timedelta

from launcher.clock import utc
from launcher.engagement.totals import metrics
from launcher.journal.reading import published
from launcher.journal.records import Entry, Outcome, State
from launcher.journal.samples import add_samples, latest
from launcher.journal.sweeps import awaited, reach
from launcher.plan.specs import SampleSpec
from launcher.platforms.base import Platform
from launcher.run.work import Work

MOST = 1e15
"""The greatest count that is kept: whole numbers stay whole up to there."""


def sample(work: Work) -> Outcome:
    """Read, keep, see which milestones are reached, and say when to come back: done after the ladder's last rung."""
    due_at = next_rung(work.spec(SampleSpec), work.now)
    made = published(work.journal, work.entry)
    if made:
        _read(work, made)
    if due_at is None:
        return Outcome(state=State.DONE)
    return Outcome(state=State.PLANNED, due_at=due_at, counts=False)


def _read(work: Work, made: list[Entry]) -> None:
    found = work.on(Platform).sample([each.receipt for each in made if each.receipt])
    add_samples(work.journal, made, [each for each in found if credible(each.value)], work.now)
    if awaited(work.journal, work.entry.launch):
        reach(work.journal, work.entry.launch, metrics(latest(work.journal, work.entry.launch)))


def credible(value: float) -> bool:
    """Whether a platform may mean that. Nothing on earth was seen so often as the most that is believed."""
    return math.isfinite(value) and abs(value) <= MOST


def next_rung(spec: SampleSpec, now: datetime) -> datetime | None:
    """The ladder's first instant after `now`, or None past its end. Instants that were missed stay gaps."""
    start, since = utc(spec.starts_at), 0.0
    for step in spec.ladder:
        passed = (now - start).total_seconds()
        due = max(since, step.every * (passed // step.every + 1)) if passed >= since else since
        if due <= step.until:
            return start + timedelta(seconds=due)
        since = step.until
    return None
