"""The heartbeat: it keeps what is under way, outlives a journal that fails for a moment, and gives up in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from launcher.clock import Stopwatch
from launcher.errors import JournalError, Lost
from launcher.journal import claims, takeover
from launcher.platforms.permit import Permit
from launcher.run.observer import Observer
from launcher.run.work import Work
from tests.run.rig import Rig, T, X, posts_only

OWNER = "elsewhere/boot/1/1"
LEASE = claims.LEASE.total_seconds()


def under_way(rig: Rig, seconds: float = LEASE) -> Work:
    """An upload that a worker elsewhere has claimed, with a permit for so many seconds."""
    rig.record(posts_only(X))
    claim = claims.claim(rig.journal, rig.entry("upload", "youtube").id, OWNER)
    assert claim is not None
    platform: Any = None
    return Work(
        claim=claim,
        journal=rig.journal,
        platform=platform,
        heard=Observer().progressed,
        grace=timedelta(0),
        permit=Permit(seconds, Stopwatch()),
        home=rig.folder,
    )


@contextmanager
def failing(rig: Rig, patched: pytest.MonkeyPatch) -> Iterator[None]:
    """A journal that cannot be written."""

    @contextmanager
    def full() -> Iterator[Any]:
        raise JournalError("the journal failed: database or disk is full")
        yield

    with patched.context() as inner:
        inner.setattr(rig.journal, "write", full)
        yield


def test_a_full_disk_for_a_moment_ends_no_heartbeat(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The beat that fails is silent, the upload goes on, and the next beat prolongs the lease."""
    work = under_way(rig)
    with failing(rig, monkeypatch):
        work.beat()
        work.hear(100)
    rig.clock.jump(rig.clock.now() + claims.LEASE * 0.9)
    work.beat()
    rig.clock.jump(rig.clock.now() + claims.LEASE * 0.9)
    assert takeover.free_the_dead(rig.journal) == 0
    assert rig.entry("upload", "youtube").progress == 100


def test_a_disk_that_stays_full_ends_the_work(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease that could not be prolonged for as long as a lease is lost: the upload stops at its next bytes."""
    work = under_way(rig, seconds=0.0)
    with failing(rig, monkeypatch), pytest.raises(JournalError):
        work.hear(100)


def test_a_lease_that_nobody_took_is_taken_up_again(rig: Rig) -> None:
    """A worker that was stopped for longer than its lease goes on where no other has come by."""
    work = under_way(rig, seconds=0.0)
    work.hear(100)
    assert rig.entry("upload", "youtube").progress == 100


def test_an_upload_that_another_owns_ends(rig: Rig) -> None:
    """Its next bytes find the action owned by another worker: it stops, and may send nothing more."""
    work = under_way(rig)
    rig.clock.jump(T)
    assert takeover.free_the_dead(rig.journal) == 1
    assert claims.claim(rig.journal, work.entry.id, "third/boot/1/1")
    work.beat()
    assert not work.permit.valid
    with pytest.raises(Lost):
        work.hear(100)
