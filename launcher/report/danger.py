"""Whether a host will be ready for the release: what is left at the present speed, and its usual processing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from launcher.journal.database import Journal
from launcher.journal.processed import processed
from launcher.journal.reading import history
from launcher.journal.records import OPEN, Entry, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.platforms.limits import ALL
from launcher.text.human import duration, rate

SOON = timedelta(seconds=20)
"""A speed is believed once a try has lasted so long."""

GB = 10**9

ALIKE = 10
"""A film tells of another that is less than so many times as large or as small: a clip tells nothing of a feature."""


@dataclass(frozen=True, kw_only=True)
class Danger:
    """A host that is expected to be ready only at `ready_at`, after its release; `speed` in bytes a second, or 0."""

    platform: str
    release_at: datetime
    ready_at: datetime
    speed: float = 0.0

    def __str__(self) -> str:
        late = duration(self.ready_at - self.release_at)
        why = f"at {rate(self.speed)} and with its usual processing" if self.speed else "by its usual processing"
        return f"{self.platform} may not be ready for the release: about {late} late, {why}"


def dangers(journal: Journal, entries: Iterable[Entry]) -> list[Danger]:
    """Every host that is in danger now. Nothing is told of one whose speed is not known yet."""
    known = {(each.kind, each.name): each for each in entries}
    now = journal.now()
    found: list[Danger] = []
    for (kind, name), release in known.items():
        ready, upload = known.get((Kind.READY, name)), known.get((Kind.UPLOAD, name))
        waits = kind is Kind.RELEASE and release.state in OPEN and ready and ready.state in OPEN
        if waits and upload and now < release.planned_for:
            found += _danger(journal, upload, release, now)
    return found


def _danger(journal: Journal, upload: Entry, release: Entry, now: datetime) -> Iterator[Danger]:
    size, speed = film_size(upload), 0.0
    usual = usually(journal, upload.platform, size)
    if upload.state is State.DONE and upload.settled_at:
        expected = upload.settled_at + usual
        ready_at = max(expected, now + (now - expected) / 10)
    else:
        speed = speed_of(upload, history(journal, upload.key), now) if upload.state is State.RUNNING else 0.0
        left = timedelta(seconds=(size - (upload.progress or 0)) / speed) if speed else timedelta(0)
        ready_at = now + left + usual
    if ready_at > release.planned_for:
        yield Danger(platform=upload.platform, release_at=release.planned_for, ready_at=ready_at, speed=speed)


def film_size(upload: Entry) -> int:
    """Bytes of the film, as its fingerprint has them."""
    return upload.spec.size if isinstance(upload.spec, FilmSpec) else 0


def usually(journal: Journal, platform: str, size: int) -> timedelta:
    """How long the host takes to process a film of that size, by the journal's earlier films of about that size."""
    alike = [(sent, took) for sent, took in processed(journal, platform) if size / ALIKE < sent < size * ALIKE]
    if not alike:
        return processing(platform, size)
    return size * timedelta(seconds=median(took.total_seconds() / sent for sent, took in alike))


def processing(platform: str, size: int) -> timedelta:
    """How long the host is said to take to process a film of that size."""
    known = ALL[platform].numbers.get("processing_gb") if platform in ALL else None
    return timedelta(seconds=known.value * size / GB) if known else timedelta(0)


def speed_of(upload: Entry, lines: Iterable[Mapping[str, Any]], now: datetime) -> float:
    """Bytes a second since the host was last asked what it holds; 0 while it is too early to tell."""
    asked = [line for line in lines if line["event"] == "holds"]
    if not asked or upload.progress is None:
        return 0.0
    passed, held = now - asked[-1]["at"], int(asked[-1]["detail"])
    return max(0.0, (upload.progress - held) / passed.total_seconds()) if passed > SOON else 0.0
