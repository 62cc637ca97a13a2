"""The digest: a launch's last day in a few lines."""

from collections.abc import Iterator
from datetime import timedelta

from launcher.engagement.totals import FILM_WIDE, by_platform, totals
from launcher.journal.database import Journal
from launcher.journal.reading import entries
from launcher.journal.records import Launch, State
from launcher.journal.samples import earlier, latest
from launcher.text.human import rounded, words

DAY = timedelta(days=1)
_UNWELL = (State.HELD, State.UNKNOWN, State.REFUSED)


def digest(journal: Journal, launch: Launch) -> str:
    """How long after release, the sums and what the last day added, each platform, and what waits for a person."""
    now = journal.now()
    newest = latest(journal, launch.name)
    sums, before = (
        totals(newest),
        totals(each for each in earlier(journal, launch.name, now - DAY) if each.at <= now - DAY),
    )
    lines = [f"{words(now - launch.release_at)} after release"]
    lines += [_sum(name, sums[name], before.get(name, 0.0)) for name in FILM_WIDE if name in sums]
    lines += [f"{platform}: {_listed(metrics)}" for platform, metrics in by_platform(newest).items()]
    return "\n".join([*lines, *_unwell(journal, launch)])


def _sum(name: str, value: float, before: float) -> str:
    return f"{name}: {rounded(value)} (+{rounded(max(0.0, value - before))} in 24 hours)"


def _listed(metrics: dict[str, float]) -> str:
    return ", ".join(f"{name} {rounded(value) if value >= 1 else value}" for name, value in metrics.items())


def _unwell(journal: Journal, launch: Launch) -> Iterator[str]:
    for entry in entries(journal, launch.name):
        if entry.state in _UNWELL:
            yield f"{entry.key.partition('/')[2]}: {entry.state}, {entry.error or ''}".rstrip(", ")
