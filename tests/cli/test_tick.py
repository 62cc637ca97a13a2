"""`launcher tick`: silent when all is well, one line for what is not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.journal.records import State
from tests.cli.conftest import Call
from tests.cli.onstage import OnStage, X, on_stage


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Iterator[OnStage]:
    """A launch of two posts on a stage, the first due now."""
    with on_stage(tmp_path, monkeypatch) as made:
        made.record()
        yield made


def test_silent_when_all_is_well(call: Call, stage: OnStage) -> None:
    """What is due is sent, and cron has nothing to mail."""
    ticked = call("tick")
    assert (ticked.code, ticked.out, ticked.err) == (0, "", "")
    assert len(stage.posts("x")) == 1
    assert stage.posts("facebook") == []


def test_verbose(call: Call, stage: OnStage) -> None:
    """Every outcome, on stderr."""
    ticked = call("tick", "--verbose")
    assert ticked.out == ""
    assert ticked.err.startswith(f"{X}: done  https://x.com/")


def test_what_is_held_is_told_once(call: Call, stage: OnStage) -> None:
    """With what to type; the next tick is silent again, and its exit code speaks of itself alone."""
    stage.record(posts=[{"name": "on-x", "on": "x", "at": "T", "text": "A film.", "late": "1s"}])
    while not stage.is_late(X):
        time.sleep(0.05)
    ticked = call("tick")
    assert ticked.code == 3
    assert ticked.err.startswith(f"{X}: held  its time")
    assert f"→ launcher resume {X}" in ticked.err
    again = call("tick")
    assert (again.code, again.err) == (0, "")


def test_not_confirmed_is_told(call: Call, stage: OnStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3, and both answers that `resolve` takes."""
    monkeypatch.setenv("LAUNCHER_GRACE", "1h")
    stage.world.faults.add("drop_after", platform="x", method="POST", path="*tweets", nth=1)
    ticked = call("tick")
    assert ticked.code == 3
    assert f"{X}: unknown  sent, not confirmed" in ticked.err
    assert f"launcher resolve {X} --posted URL   or   --not-posted" in ticked.err


def test_without_a_journal(call: Call, tmp_path: Path) -> None:
    """A crontab that names the wrong home must not be silent for ever."""
    ticked = call("tick")
    assert ticked.code == 1
    assert "no journal at" in ticked.err
    assert not (tmp_path / "home").exists()


def test_a_damaged_journal(call: Call, tmp_path: Path) -> None:
    """One message with what to do, exit code 1."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "journal.db").write_bytes(b"this is no database, and long enough to be looked at " * 40)
    ticked = call("tick")
    assert ticked.code == 1
    assert "fix:" in ticked.err


def test_ticks_overlap(stage: OnStage) -> None:
    """Real processes at once: the post goes out once."""
    command = [sys.executable, "-m", "launcher", "tick"]
    ticks = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    said = [each.communicate(timeout=60)[0] for each in ticks]
    assert [each.returncode for each in ticks] == [0, 0, 0]
    assert said == [b"", b"", b""]
    assert len(stage.posts("x")) == 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="start times come from /proc")
def test_a_killed_tick_is_taken_over_at_once(call: Call, stage: OnStage) -> None:
    """Killed after its intent stood in the journal: the next tick looks first, and one post stands."""
    stage.world.faults.add("delay", platform="x", method="POST", path="*tweets", nth=1, seconds=1)
    with subprocess.Popen([sys.executable, "-m", "launcher", "tick"], env=os.environ) as tick:
        while stage.entry(X).doubt_since is None:
            assert tick.poll() is None
            time.sleep(0.02)
        tick.send_signal(signal.SIGKILL)
    assert stage.entry(X).state is State.RUNNING
    assert call("tick").code == 0
    assert stage.entry(X).state is State.DONE
    assert len(stage.posts("x")) == 1
