"""A launch that happened, in a journal: a film on two hosts, two announcements, and what was read of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from launcher.clock import CompressedClock
from launcher.journal import claims
from launcher.journal.database import Journal
from launcher.journal.reading import entries, launch
from launcher.journal.recording import record
from launcher.journal.records import Launch, Outcome, State
from launcher.journal.samples import add_samples
from launcher.plan.action import Action, Kind
from launcher.plan.specs import FilmSpec, PostSpec, SampleSpec, Step
from launcher.platforms.base import Receipt, Sample
from launcher.platforms.keys import VimeoKeys, YouTubeKeys
from tests.journal.conftest import MINUTE, T, plan, post

LOCAL = pytest.mark.parametrize("journal_url", ["sqlite"], indirect=True)
"""Marks a test that does not depend on the database."""

HOUR = timedelta(hours=1)
ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v=5L8LCQ_6YfL",
    "vimeo": "https://vimeo.com/903706952",
    "one": "https://x.com/i/web/status/21",
    "two": "https://www.reddit.com/r/Filmmakers/comments/rs1/first_kiss/",
}
IDS = {"youtube": "5L8LCQ_6YfL", "vimeo": "903706952", "one": "21", "two": "t3_rs1"}


def _host(kind: Kind, platform: str) -> Action:
    keys = YouTubeKeys() if platform == "youtube" else VimeoKeys()
    spec = FilmSpec(path="film.mp4", fingerprint="1", title="Film", keys=keys)
    key = f"film/{kind}/{platform}"
    return post(platform, kind=kind, platform=platform, key=key, spec=spec, at=T if kind is Kind.RELEASE else T - HOUR)


def _sampler(platform: str) -> Action:
    spec = SampleSpec(starts_at=T.timestamp(), ladder=(Step(every=3600, until=14 * 86400),))
    return post(platform, kind=Kind.SAMPLE, platform=platform, key=f"film/sample/{platform}", spec=spec)


def actions() -> list[Action]:
    """The plan's actions."""
    hosts = [_host(kind, platform) for platform in ("youtube", "vimeo") for kind in (Kind.UPLOAD, Kind.RELEASE)]
    reddit = PostSpec(title="First Kiss", link="youtube", destination="Filmmakers")
    posts = [post("one", at=T + 2 * MINUTE), post("two", at=T + 30 * MINUTE, platform="reddit", spec=reddit)]
    return [*hosts, *posts, *(_sampler(each) for each in ("youtube", "vimeo", "x", "reddit"))]


def happened(journal: Journal, clock: CompressedClock, *, title: str = "Film", late: timedelta = 0 * MINUTE) -> Launch:
    """Record the launch and do all of it: every action `late` after its instant."""
    facts = {"film": {"title": title}, "launch": {"name": "film", "premiere": "https://partner.example/film"}}
    planned = plan(*actions())
    record(journal, planned.__class__(**{**planned.__dict__, "facts": facts}))
    for entry in entries(journal, "film"):
        if entry.kind is not Kind.SAMPLE:
            clock.jump(entry.due_at + late)
            claim = claims.claim(journal, entry.id, "elsewhere/boot/1/1")
            assert claim is not None
            receipt = Receipt(id=IDS[entry.name], url=ADDRESSES[entry.name])
            claims.settle(journal, claim, Outcome(state=State.DONE, receipt=receipt))
    found = launch(journal, "film")
    assert found is not None
    return found


def read(journal: Journal, at: datetime, numbers: Mapping[str, Mapping[str, float]]) -> None:
    """Keep a reading: for each host or post its metrics."""
    published = [each for each in entries(journal, "film") if each.kind in (Kind.UPLOAD, Kind.POST)]
    found = [
        Sample(receipt_id=IDS[name], metric=metric, value=value)
        for name, metrics in numbers.items()
        for metric, value in metrics.items()
    ]
    add_samples(journal, published, found, at)


def grown(journal: Journal, hours: int = 48) -> None:
    """A reading every hour: views that grow by 900 on YouTube and 100 on Vimeo, a score, a rank that rises."""
    for hour in range(hours + 1):
        numbers = {
            "youtube": {"views": 900.0 * hour, "likes": 9.0 * hour},
            "vimeo": {"views": 100.0 * hour},
            "one": {"impressions": 500.0 * hour, "likes": 1.0 * hour},
            "two": {"score": 10.0 * hour, "rank": max(1.0, 60 - hour), "upvote_ratio": 0.97},
        }
        read(journal, T + hour * HOUR, numbers)
