"""The gate at the wire: what is due at one instant leaves together; where nothing can be asked, not at all."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.errors import Unavailable
from launcher.journal import claims
from launcher.journal.database import Journal, open_journal
from launcher.journal.recording import record
from launcher.journal.records import Claim
from launcher.run.departures import Departure, Departures
from launcher.run.executor import AHEAD
from tests.journal.conftest import T, plan, post
from tests.run.test_poised import Waiting

PLATFORMS = ("x", "facebook", "reddit")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """On a clock in the test's hands, within seconds of the instant."""
    made = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", Waiting(T - AHEAD / 2))
    yield made
    made.close()


@pytest.fixture
def poised(journal: Journal) -> list[Departure]:
    """Three posts of one instant, claimed ahead of it."""
    record(journal, plan(*(post(each, platform=each) for each in PLATFORMS)))
    departures = Departures(journal)
    return [departures.departure(claimed(journal, number)) for number in (1, 2, 3)]


def claimed(journal: Journal, number: int) -> Claim:
    """That action, taken ahead of its time."""
    claim = claims.claim(journal, number, "me", ahead=AHEAD)
    assert claim is not None
    return claim


def held(pool: ThreadPoolExecutor, departures: list[Departure]) -> list["Future[bool]"]:
    """All of them waiting."""
    return [pool.submit(each.leave, lambda: True) for each in departures]


def jump(journal: Journal) -> None:
    """To their instant."""
    assert isinstance(journal.clock, CompressedClock)
    journal.clock.jump(T)


def test_all_leave_at_their_instant(journal: Journal, poised: list[Departure]) -> None:
    """Each is sent for its thread; whoever comes after the instant sends by itself."""
    with ThreadPoolExecutor(3) as pool:
        waiting = held(pool, poised[:2])
        jump(journal)
        assert [each.result() for each in waiting] == [True, True]
        assert poised[2].leave(lambda: True) is False


def test_one_that_fails_holds_up_nobody(journal: Journal, poised: list[Departure]) -> None:
    """What its sending raises is raised in its own thread, and what is more than sending is left to it."""

    def breaks() -> bool:
        raise BrokenPipeError

    with ThreadPoolExecutor(3) as pool:
        sends = (breaks, lambda: False, lambda: True)
        waiting = [pool.submit(each.leave, send) for each, send in zip(poised, sends, strict=True)]
        jump(journal)
        assert isinstance(waiting[0].exception(), BrokenPipeError)
        assert [each.result() for each in waiting[1:]] == [False, True]


def test_none_leaves_where_the_journal_cannot_be_asked(journal: Journal, poised: list[Departure]) -> None:
    """Its file is gone at the instant: nobody waits for ever, and nothing leaves."""
    away = Path(journal.where).with_suffix(".away")
    with ThreadPoolExecutor(3) as pool:
        waiting = held(pool, poised)
        Path(journal.where).rename(away)
        jump(journal)
        errors = [each.exception() for each in waiting]
    away.rename(journal.where)
    assert [type(each) for each in errors] == [Unavailable] * 3
    assert all("nothing was sent" in str(each) for each in errors)


def test_none_leaves_where_the_clock_cannot_be_asked(journal: Journal, poised: list[Departure]) -> None:
    """A shared journal's clock is its server's, which may be gone: that is no reason to leave early."""

    class Broken(Waiting):
        def wait(self, *_: object) -> None:
            raise RuntimeError("no clock")

    journal.clock = Broken(T - AHEAD / 2)
    with ThreadPoolExecutor(3) as pool:
        assert all(isinstance(each.exception(), RuntimeError | Unavailable) for each in held(pool, poised))
