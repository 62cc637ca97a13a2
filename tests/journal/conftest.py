"""A journal on a clock that the test moves, and small plans to put into it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.journal.database import Journal, open_journal
from launcher.journal.recording import record
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.plan.specs import PostSpec
from tests.postgresql import Server

T = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def post(name: str, *, at: datetime = T, platform: str = "x", text: str = "hello", **more: object) -> Action:
    action = Action(
        key=f"film/post/{name}",
        kind=Kind.POST,
        platform=platform,
        account="default",
        name=name,
        due_at=at,
        late_at=at + timedelta(hours=6),
        spec=PostSpec(text=text),
    )
    return replace(action, **more)  # type: ignore[arg-type]


def plan(*actions: Action, source: str = "1") -> Plan:
    return Plan(
        launch="film",
        manifest="launch.yaml",
        source=source,
        at=T,
        release_at=T,
        timezone="UTC",
        made_at=T - timedelta(hours=1),
        facts={"film": {"title": "Film"}},
        actions=actions,
    )


@pytest.fixture
def clock() -> CompressedClock:
    return CompressedClock(T - timedelta(hours=1))


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a test's journal is: every promise of the journal is kept on both databases."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'journal.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.journal() as url:
        yield url


@pytest.fixture
def journal(journal_url: str, clock: CompressedClock) -> Iterator[Journal]:
    opened = open_journal(journal_url, clock)
    yield opened
    opened.close()


@pytest.fixture
def two_posts(journal: Journal) -> Journal:
    record(journal, plan(post("one"), post("two", platform="facebook")))
    return journal
