"""Nothing that creates leaves after the permit has ended, by whichever SDK and connection."""

from collections.abc import Callable

import pytest

from launcher.clock import Stopwatch
from launcher.errors import Unavailable
from launcher.platforms.permit import AtOnce, Permit, in_force
from tests.platforms.test_never_twice import CASES, Case, against


def ended() -> Permit:
    """A permit that has ended."""
    permit = Permit(60, Stopwatch())
    permit.end()
    return permit


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_without_a_permit_no_create_leaves(case: Case) -> None:
    """Every adapter's create ends before its first byte: nothing was sent, so it may be sent again."""
    with against(case) as (server, create), in_force(ended()):
        with pytest.raises(Unavailable, match="nothing was sent"):
            create()
        assert server.sent == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_with_a_permit_it_leaves(case: Case) -> None:
    """A permit in force changes nothing, and one that has ended is forgotten with its work."""
    with against(case) as (server, create):
        with in_force(ended()):
            pass
        with in_force(Permit(60, Stopwatch())):
            create()
        assert (server.created, server.sent) == (1, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_held_back_leaves_once_over_a_connection_that_lives(case: Case) -> None:
    """The platform closes every connection while the create waits for its time: it is connected anew, and sent once."""
    with against(case) as (server, create):

        class Closing(AtOnce):
            """A wait in which the platform closes all that is open."""

            def leave(self, send: Callable[[], bool]) -> bool:
                """When it is over, the request is sent, if the connection still lives."""
                server.close_all()
                return send()

        with in_force(Permit(60, Stopwatch(), departure=Closing())):
            create()
        assert (server.created, server.sent) == (1, 1)


def test_it_ends_by_itself_and_is_prolonged() -> None:
    """Its seconds count from a start, and a later start gives it as many again."""
    permit = Permit(0.0, Stopwatch())
    assert not permit.valid
    permit = Permit(3600, Stopwatch())
    assert permit.valid
    permit.end()
    assert not permit.valid
    permit.prolong(Stopwatch())
    assert permit.valid


@pytest.mark.parametrize("step", [3600.0, -3600.0])
def test_a_stopwatch_outlives_a_clock_that_is_set(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    """A clock set forward counts as time passed, so that nothing late is sent; one set back takes nothing away."""
    now = [1_000_000.0]
    monkeypatch.setattr("launcher.clock.time.time", lambda: now[0])
    watch = Stopwatch()
    now[0] += step
    assert (watch.seconds() >= 3600) == (step > 0)
    assert watch.seconds() >= 0
