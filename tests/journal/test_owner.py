"""A dead owner on this machine is known at once; anybody else keeps the lease."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.journal import claims, takeover
from launcher.journal.database import Journal
from launcher.journal.owner import surely_dead, this_owner
from launcher.journal.reading import entry
from launcher.journal.records import State
from tests.journal.conftest import T

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="start times come from /proc")


@contextmanager
def another() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of this machine that waits, and the name under which it would own actions."""
    code = "from launcher.journal.owner import this_owner; print(this_owner(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def test_this_process_is_alive() -> None:
    """Nobody takes from himself."""
    assert not surely_dead(this_owner())


@linux
def test_a_killed_process_is_dead() -> None:
    """Alive while it waits, dead when it was killed."""
    with another() as (process, owner):
        assert not surely_dead(owner)
        process.kill()
        process.wait()
        assert surely_dead(owner)


@linux
def test_a_reused_process_number_is_another_process() -> None:
    """The same number with another start time: the owner is gone."""
    assert surely_dead(this_owner() + "0")


def test_another_machine_may_be_alive() -> None:
    """Nothing is known of it: the lease decides."""
    assert not surely_dead("elsewhere.5b2d/1f3a9c02/4026531836/4711/8812345")


def test_an_older_launchers_name_tells_nothing() -> None:
    """It had fewer parts: its lease decides."""
    assert not surely_dead("studio/1f3a9c02/4711/8812345")


def test_another_machine_of_the_same_name_may_be_alive() -> None:
    """Two machines that are both called so: the one knows nothing of the other's processes."""
    host, *rest = this_owner().split("/")
    name = host.rpartition(".")[0]
    assert not surely_dead("/".join([f"{name}.another", *rest[:-1], "0"]))


@linux
def test_another_containers_process_may_be_alive() -> None:
    """On the same machine since the same boot, but counted in another namespace: the number tells nothing."""
    host, boot, _, process, _ = this_owner().split("/")
    assert not surely_dead(f"{host}/{boot}/4026532000/{process}/0")


def test_a_boot_ago_is_dead() -> None:
    """Whatever ran on this machine before it was started anew is gone."""
    host, _, *rest = this_owner().split("/")
    assert surely_dead("/".join([host, "another", *rest]))


@linux
@pytest.mark.parametrize(("sent", "state"), [(False, State.PLANNED), (True, State.UNKNOWN)])
def test_a_killed_owner_is_succeeded_at_once(
    two_posts: Journal, clock: CompressedClock, sent: bool, state: State
) -> None:
    """No time need pass: what it had not sent is planned again, what it had sent is in doubt."""
    clock.jump(T)
    with another() as (process, owner):
        claim = claims.claim(two_posts, 1, owner)
        assert claim is not None
        if sent:
            claims.hold(two_posts, claim, draft="the words")
        assert takeover.free_the_dead(two_posts) == 0
        process.kill()
        process.wait()
        assert takeover.free_the_dead(two_posts) == 1
    assert entry(two_posts, "film/post/one").state is state
    assert claims.claim(two_posts, 1, this_owner()) is not None
