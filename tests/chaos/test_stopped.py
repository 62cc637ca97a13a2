"""A worker that is stopped between its intent and its request, and wakes when another has done its work."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from launcher.clock import SystemClock
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entry
from launcher.journal.records import State
from launcher.run.launching import commit, prepare
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.chaos.nursery import Nursery
from tests.e2e.processes import eventually
from tests.tiny import film_bytes, write_manifest

LEASE = 1.0
MADE = {
    "post/on-x": ("x", "/2/tweets"),
    "upload/vimeo": ("vimeo", "/me/videos"),
    "comment/youtube": ("youtube", "/comm"),
}
"""What is stopped right before it is sent, and the request that makes it: over requests, PyVimeo and httplib2."""


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """Where the workers come from."""
    with Nursery() as made:
        yield made


def record(folder: Path, journal: Journal) -> None:
    """One launch, due now."""
    told: dict[str, Any] = {
        "launch": {"name": "film", "at": "now", "timezone": "UTC"},
        "film": {"file": "film.mp4", "title": "First Kiss"},
        "hosts": {"youtube": {"first_comment": "Tell us about yours."}, "vimeo": {}},
        "posts": [{"name": "on-x", "on": "x", "at": "T", "text": "First Kiss is out"}],
        "engagement": [],
    }
    (folder / "film.mp4").write_bytes(film_bytes())
    path = write_manifest(folder / "launch.yaml", told)
    commit(journal, prepare(path, journal, journal.now()))


def stopped(pid: int) -> bool:
    """Whether the kernel says so."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("key", MADE)
def test_a_worker_that_wakes_late_sends_nothing(tmp_path: Path, nursery: Nursery, key: str) -> None:
    """Another has looked for it, found nothing, waited the grace and made it: the first then makes nothing more."""
    world = World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0)))
    with Server(world):
        journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}")
        record(tmp_path, journal)
        told = {**world.environment(), "LAUNCHER_HOME": str(tmp_path), "LAUNCHER_GRACE": "3s"}
        late = nursery.start("stall", environment=told, lease=LEASE, key=f"film/{key}")
        eventually(lambda: stopped(late))
        other = nursery.start("work", environment=told, lease=LEASE)
        eventually(lambda: entry(journal, f"film/{key}").state is State.DONE)
        os.kill(other, signal.SIGKILL)
        os.kill(late, signal.SIGCONT)
        ended: dict[int, int] = {}
        eventually(lambda: ended.update(nursery.ended()) or late in ended)
        time.sleep(0.1)
        journal.close()
    platform, path = MADE[key]
    made = world.ledger.entries(platform, "POST", path)
    assert len(made) == 1, [(each.wall, each.status, each.created) for each in made]
