"""The instants of the sampling ladder."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from launcher.manifest.model import LADDER
from launcher.plan.ladder import instants, missed, next_rung, rounds
from launcher.plan.specs import SampleSpec, Step

T = datetime(2026, 12, 7, 17, 3, 41, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
STEPS = tuple(Step(every=rung.every.total_seconds(), until=rung.lasting.total_seconds()) for rung in LADDER)


def spec(at: datetime = T, steps: tuple[Step, ...] = STEPS) -> SampleSpec:
    return SampleSpec(starts_at=at.timestamp(), ladder=steps)


def test_the_default_ladder_is_760_readings() -> None:
    """One at release, one a minute for six hours, one every 15 minutes to two days, one every six hours to 60 days."""
    found = list(instants(spec(), 20))
    assert len(found) == rounds(spec()) == 1 + 360 + 168 + 232
    assert found == sorted(set(found))
    assert found[0] == T
    assert abs(found[-1] - (T + timedelta(days=60))) <= 3 * HOUR
    assert max(later - sooner for sooner, later in pairwise(found)) <= 9 * HOUR


def test_films_of_any_instants_are_read_together() -> None:
    """A reading that one film asks for is one of those that every younger film asks for, but for its first."""
    old, young = set(instants(spec(), 20)), set(instants(spec(T + timedelta(hours=51, seconds=7)), 20))
    span = (min(young) + MINUTE, min(young) + 6 * HOUR)
    asked = {each for each in old if span[0] < each < span[1]}
    assert asked
    assert asked <= young


def test_asking_again_goes_on_from_there() -> None:
    """The next instant after any instant is the ladder's next one, and after the last there is none."""
    found = list(instants(spec(), 20))
    for now, due in pairwise(found):
        assert next_rung(spec(), 20, now) == due
        assert next_rung(spec(), 20, due - timedelta(microseconds=1)) == due
    assert next_rung(spec(), 20, found[-1]) is None


def test_what_nobody_read_is_counted() -> None:
    """The instants between the last reading and the one that is served now; none where all is well."""
    found = list(instants(spec(), 20))
    assert missed(spec(), 20, None, T) == 0
    assert missed(spec(), 20, found[3], found[4] + timedelta(seconds=3)) == 0
    assert missed(spec(), 20, found[3], found[64]) == 60
    assert missed(spec(), 20, None, found[2]) == 2


def test_a_ladder_of_one_rung_is_read_at_both_ends() -> None:
    """At release, and about when the rung ends."""
    found = list(instants(spec(steps=(Step(every=1200, until=1200),)), 20))
    assert found[0] == T
    assert 600 <= (found[1] - T).total_seconds() <= 1800
    assert len(found) == 2
