"""How much of a film one request carries, by what the line and the host were seen to do."""

import random

import pytest

from launcher.platforms import portions as portions_module
from launcher.platforms.portions import GRANULE, LEAST, MOST, PART, UNNOTICED, Portions
from tests.platforms.contract import ignore

SIZE = 2 * 2**30


def handed(portions: Portions, at: int) -> None:
    """So many of the film's bytes have gone to the socket."""
    portions.hearing(ignore)(at)


def test_before_any_break_a_request_carries_a_part_of_the_film() -> None:
    """A film that is small goes out whole, and each session begins anew."""
    portions = Portions()
    assert portions.begin("a", 0, SIZE) == SIZE // PART
    assert portions.begin("b", 0, LEAST - 1) == LEAST - 1
    assert portions.begin("c", 0, 100 * 2**30) == MOST


def test_a_host_that_keeps_what_came_gets_the_rest_in_one_request() -> None:
    """Its first break proves it; what was lost on the way does not matter."""
    portions = Portions()
    portions.begin("a", 0, SIZE)
    handed(portions, 3 * 2**20)
    assert portions.begin("a", 2 * 2**20, SIZE - 2 * 2**20) == SIZE - 2 * 2**20


def test_a_break_before_anything_left_proves_nothing() -> None:
    """Bytes may have waited in the socket all the time."""
    portions = Portions()
    first = portions.begin("a", 0, SIZE)
    handed(portions, UNNOTICED)
    assert portions.begin("a", 0, SIZE) == first


def test_a_host_that_throws_away_what_broke_gets_a_part_of_what_the_line_lives_for() -> None:
    """On average over all breaks, in whole granules, and whole portions before the break count as well."""
    portions = Portions()
    first = portions.begin("a", 0, SIZE)
    handed(portions, first)
    portions.begin("a", first, SIZE - first)
    handed(portions, first + 60 * 2**20)
    lived = first + 60 * 2**20
    assert portions.begin("a", first, SIZE - first) == max(LEAST, lived // PART // GRANULE * GRANULE)
    handed(portions, first + 2**20)
    assert portions.begin("a", first, SIZE - first) == LEAST


@pytest.mark.parametrize("waited", [0.35, 0.01])
def test_over_a_long_line_a_request_carries_what_makes_the_waiting_small(
    monkeypatch: pytest.MonkeyPatch, waited: float
) -> None:
    """A third of a second for each reply, and 64 MiB in half a second: the rest at once. Near by, parts as before."""
    times = Times(monkeypatch)
    portions = Portions()
    first = portions.begin("a", 0, SIZE)
    times.now += 0.5
    handed(portions, first)
    times.now += waited
    assert portions.begin("a", first, SIZE - first) == (SIZE - first if waited > 0.1 else first)


def test_little_of_a_film_is_received_twice_where_the_line_breaks_often() -> None:
    """A break each 200 MB on average, over 200 films of 2 GiB: under 5 % of the film, on average."""
    chance = random.Random(4)
    assert sum(received_twice(chance) for _ in range(200)) / 200 < 0.05 * SIZE


def received_twice(chance: random.Random) -> int:
    """Bytes that one film sends again to a host that throws away what broke."""
    portions, at, lost, until = Portions(), 0, 0, chance.expovariate(1 / 200e6)
    while at < SIZE:
        length = portions.begin("a", at, SIZE - at)
        if until < length:
            handed(portions, at + int(until))
            lost, until = lost + int(until), chance.expovariate(1 / 200e6)
        else:
            handed(portions, at + length)
            at, until = at + length, until - length
    return lost


class Times:
    """Stopwatches that count what the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        outer = self

        class Watch:
            def __init__(self) -> None:
                self.began = outer.now

            def seconds(self) -> float:
                return outer.now - self.began

        monkeypatch.setattr(portions_module, "Stopwatch", Watch)
