"""Cron starts a tick every interval, whether the last one has ended or not."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.onstage import OnStage, on_stage
from tests.forking import Forked

POSTS = [{"name": f"post-{number}", "on": "x", "at": "T", "text": f"Words {number}."} for number in range(3)]
TICKS = 5


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnStage]:
    """Three posts due now on one account, of a platform that takes its time over each."""
    with on_stage(tmp_path, monkeypatch) as made:
        made.world.faults.add("delay", platform="x", method="POST", path="*tweets", seconds=1.5, times=3)
        made.record(posts=POSTS)
        yield made


def test_a_tick_every_second_over_a_slow_platform(stage: OnStage) -> None:
    """Five real ticks, each begun while others still wait for the platform: each post goes out once, none is lost."""
    ticks: list[subprocess.Popen[bytes]] = []
    overlapping = 0
    for _ in range(TICKS):
        overlapping += any(each.poll() is None for each in ticks)
        ticks.append(Forked(["launcher", "tick"], stderr=subprocess.PIPE))
        time.sleep(1)
    said = [each.communicate(timeout=60)[1] for each in ticks]
    assert overlapping >= 2
    assert ([each.returncode for each in ticks], said) == ([0] * TICKS, [b""] * TICKS)
    assert len(stage.posts("x")) == len(POSTS)
    assert len(stage.world.ledger.entries("x", "POST", "/2/tweets")) == len(POSTS)
    assert {stage.entry(f"film/post/post-{number}").state for number in range(3)} == {"done"}
