"""What all processes together have used of an account's allowances, and who waits for that."""

from datetime import timedelta

import pytest

from launcher.clock import CompressedClock
from launcher.journal import allowances, claims
from launcher.journal.database import Journal
from launcher.journal.recording import record
from launcher.plan.action import Kind
from launcher.platforms.gauge import Level, Use
from tests.journal.conftest import MINUTE, T, plan, post

RESET = T + timedelta(minutes=10)
PLACE = ("youtube", "default")
THREE = [post(kind.value, kind=kind, platform="youtube") for kind in (Kind.SAMPLE, Kind.READY, Kind.RELEASE)]


def level(used: float, *, counted: bool = False, resets_at: object = RESET, **more: object) -> Level:
    """A level of 100."""
    return Level(name="units", used=used, most=100, resets_at=resets_at, counted=counted, **more)  # type: ignore[arg-type]


@pytest.fixture
def three(journal: Journal, clock: CompressedClock) -> Journal:
    """A sample (1), a look whether the film is ready (2) and a release (3), all due."""
    record(journal, plan(*THREE))
    clock.jump(T)
    return journal


def known(journal: Journal) -> list[tuple[float, float]]:
    """What `status` would tell."""
    return [(each.used, each.most) for each in allowances.used(journal)]


def test_near_the_end_samples_wait_and_nothing_else(three: Journal, clock: CompressedClock) -> None:
    """With a tenth left the readings wait until it is renewed; what the launch stands on has room."""
    allowances.keep(three, *PLACE, [level(90)])
    assert claims.due(three) == [2, 3]
    assert claims.next_due(three) == RESET
    clock.jump(RESET)
    assert claims.due(three) == [1, 2, 3]
    assert known(three) == []


def test_with_nothing_left_everything_waits(three: Journal, clock: CompressedClock) -> None:
    """Where the platform says so. Another account does not wait."""
    record(three, plan(*THREE, post("elsewhere", platform="youtube", account="studio"), source="2"))
    allowances.keep(three, *PLACE, [level(100)])
    assert claims.due(three) == [4]
    clock.jump(RESET)
    assert 3 in claims.due(three)


def test_an_own_count_never_stops_a_release(three: Journal) -> None:
    """The account may have been granted more than the table says: the platform itself will tell."""
    allowances.keep(three, *PLACE, [level(250, counted=True)])
    assert claims.due(three) == [2, 3]


def test_what_readings_used_stops_no_post(three: Journal) -> None:
    """An allowance that is for reading alone closes the readings' lanes alone."""
    allowances.keep(three, *PLACE, [level(100, uses=frozenset({Use.READ}))])
    assert claims.due(three) == [3]


def test_counts_of_all_processes_add_up_until_they_are_renewed(three: Journal, clock: CompressedClock) -> None:
    """Each adds what it spent; after the renewal the count begins anew."""
    for _ in range(3):
        allowances.keep(three, *PLACE, [level(20, counted=True)])
    assert known(three) == [(60, 100)]
    clock.jump(RESET)
    allowances.keep(three, *PLACE, [level(55, counted=True, resets_at=RESET + MINUTE)])
    assert known(three) == [(55, 100)]


def test_what_a_platform_tells_replaces_what_it_told(three: Journal) -> None:
    """The last reply is right, whoever had it."""
    allowances.keep(three, *PLACE, [level(80)])
    allowances.keep(three, *PLACE, [level(60)])
    assert known(three) == [(60, 100)]


def test_plenty_is_not_worth_a_commit(three: Journal) -> None:
    """What is less than half used stands nowhere."""
    allowances.keep(three, *PLACE, [level(49)])
    assert allowances.used(three, share=0) == []


def test_no_reset_is_waited_for_longer_than_a_day(three: Journal, clock: CompressedClock) -> None:
    """A platform that names an instant years ahead is asked again tomorrow."""
    allowances.keep(three, *PLACE, [level(100, resets_at=T + timedelta(days=3650))])
    assert claims.due(three) == []
    clock.jump(T + timedelta(days=1))
    assert claims.due(three) == [1, 2, 3]


def test_a_shorter_pause_ends_no_longer_one(three: Journal, clock: CompressedClock) -> None:
    """Of two reasons to wait the longer counts."""
    allowances.keep(three, *PLACE, [level(100)])
    allowances.keep(three, *PLACE, [level(100, resets_at=T + MINUTE)])
    clock.jump(T + MINUTE)
    assert claims.due(three) == []
