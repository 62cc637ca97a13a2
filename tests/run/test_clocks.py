"""The clocks change, jump and sleep: the loop goes on, and every post comes at its local hour."""

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from threading import Event
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import schedule

from launcher.clock import CompressedClock
from launcher.journal import claims
from launcher.journal.records import State
from launcher.report.standings import groups
from launcher.run import staying
from launcher.run.executor import Executor
from launcher.run.standing import standing
from tests.run.rig import HOUR, MINUTE, PAGE, REDDIT, Rig, T, X, launched, posts_only

CHANGES = {
    "autumn in Los Angeles": ("America/Los_Angeles", "2026-10-31", "2026-11-01"),
    "spring in Los Angeles": ("America/Los_Angeles", "2027-03-13", "2027-03-14"),
    "autumn in Paris": ("Europe/Paris", "2026-10-24", "2026-10-25"),
    "spring in Paris": ("Europe/Paris", "2027-03-27", "2027-03-28"),
}
POSTS = ("23:30", "00:30", "03:30", "12:00")
"""Local times around a change, which comes between one and three o'clock; the first is the evening before."""


def across(zone: str, eve: str, day: str) -> dict[str, Any]:
    """A launch in the evening before the change, with posts at local times on both sides, and one by cron."""
    posts = [
        {**X, "name": f"at-{at.replace(':', '')}", "at": f"{eve if at == '23:30' else day} {at}", "text": f"at {at}"}
        for at in POSTS
    ]
    cron = {"name": "evening", "on": "facebook", "cron": "0 20 * * *", "until": "T + 71h", "text": "{{ views }} views."}
    return {
        **posts_only(*posts),
        "launch": launched(at=f"{eve} 19:00", timezone=zone),
        "follow_ups": [cron],
        "engagement": [{"every": "6h", "for": "4d"}],
    }


def local(rig: Rig, feed: str, zone: str) -> list[str]:
    """When each post of a feed appeared, by the clock on the wall there."""
    at = sorted(each["created_at"] for each in rig.held(feed))
    return [f"{each.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for each in at]


def expected(eve: str, day: str) -> list[str]:
    """The local times that the manifest names."""
    return [f"{(eve if at == '23:30' else day)[5:]} {at}" for at in POSTS]


def evenings(eve: str) -> list[str]:
    """Eight o'clock on three evenings."""
    first = datetime.fromisoformat(eve)
    return [f"{first + timedelta(days=days):%m-%d} 20:00" for days in range(3)]


def begin(rig: Rig, zone: str, eve: str, day: str) -> None:
    """Record the launch two hours before it, whatever day the rig would begin on."""
    start = datetime.fromisoformat(f"{eve} 17:00").replace(tzinfo=ZoneInfo(zone))
    rig.clock.__init__(start)  # type: ignore[misc]
    rig.record(across(zone, eve, day))


@pytest.mark.parametrize("change", CHANGES)
def test_cron_ticks_keep_local_hours(rig: Rig, change: str) -> None:
    """Ticks every five minutes over the night of the change, then now and then: each post at its hour there, once."""
    zone, eve, day = CHANGES[change]
    begin(rig, zone, eve, day)
    rig.play(rig.clock.now() + 9 * HOUR)
    with rig.executor() as executor:
        for _ in range(5 * 12):
            executor.tick()
            rig.clock.jump(rig.clock.now() + 5 * MINUTE)
    rig.play(rig.clock.now() + timedelta(days=4))
    assert local(rig, "x", zone) == expected(eve, day)
    assert local(rig, "facebook", zone) == evenings(eve)


def settle(executor: Executor) -> None:
    """Wait until nothing runs: the rehearsal's clock stands still meanwhile."""
    while executor.busy:
        executor.wake.wait(0.01)
        executor.wake.clear()


class LocalTime(SimpleNamespace):
    """The `datetime` module as `schedule` sees it on a machine in that zone, whose clock is the rehearsal's."""

    def __init__(self, clock: CompressedClock, zone: str) -> None:
        class Naive(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.now().astimezone(tz or ZoneInfo(zone)).replace(tzinfo=tz)

        super().__init__(datetime=Naive, timedelta=timedelta)


@pytest.mark.parametrize("change", CHANGES)
def test_the_loop_keeps_local_hours(rig: Rig, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop that stays, on a machine whose local clock changes, too: nothing is late, nothing stalls."""
    zone, eve, day = CHANGES[change]
    begin(rig, zone, eve, day)
    monkeypatch.setattr(schedule, "datetime", LocalTime(rig.clock, zone))
    monkeypatch.setattr(staying, "TICK", 300)
    looks: list[datetime] = []
    ends = rig.clock.now() + 20 * HOUR
    with rig.executor() as executor:
        look = executor.housekeep

        def looked() -> None:
            looks.append(rig.clock.now())
            look()

        def wait(until: datetime, _wake: Event) -> None:
            settle(executor)
            rig.clock.jump(until)

        monkeypatch.setattr(executor, "housekeep", looked)
        monkeypatch.setattr(rig.clock, "wait", wait)
        staying.stay(executor, lambda: rig.clock.now() >= ends)
    assert local(rig, "x", zone) == expected(eve, day)
    gaps = [after - before for before, after in pairwise(looks)]
    assert max(gaps) <= 15 * MINUTE


@pytest.fixture
def zoned() -> Iterator[Any]:
    """Sets the machine's zone for this process, as a change of the clocks does."""
    before = os.environ.get("TZ")

    def set_zone(offset: int) -> None:
        os.environ["TZ"] = f"LOC{offset}"
        time.tzset()

    yield set_zone
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.parametrize("offset", [1, -1, 12], ids=["an hour back", "an hour on", "half a day back"])
@pytest.mark.parametrize("during", ["housekeep", "warm", "wait"])
def test_the_loop_outlives_a_step_of_the_local_clock(
    rig: Rig, zoned: Any, during: str, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`schedule` waits by the naive local clock, really set here in the middle of each duty: the duties go on."""
    monkeypatch.setattr(staying, "TICK", 0.05)
    done: list[str] = []

    def duty(name: str) -> Any:
        def happens(*_: Any) -> None:
            done.append(name)
            if name == during and done.count(name) == 1:
                zoned(offset)
            if name == "wait":
                time.sleep(0.01)

        return happens

    zoned(0)
    gives_up = time.monotonic() + 10
    with rig.executor() as executor:
        monkeypatch.setattr(executor, "housekeep", duty("housekeep"))
        monkeypatch.setattr(executor, "warm", duty("warm"))
        monkeypatch.setattr(rig.clock, "wait", duty("wait"))
        staying.stay(
            executor,
            lambda: min(done.count("housekeep"), done.count("warm")) >= 4 or time.monotonic() > gives_up,
        )
    assert min(done.count("housekeep"), done.count("warm")) >= 4, "the loop stalls"


def test_three_days_asleep(rig: Rig) -> None:
    """What is still in its window goes out in order, the rest is held, and status says why and what to type."""
    lates = {"in-an-hour": "1h", "in-four-days": "4d", "in-a-week": "7d"}
    posts = [
        {**X, "name": name, "at": f"release + {2 + place}m", "late": late, "text": name}
        for place, (name, late) in enumerate(lates.items())
    ]
    rig.launch(posts_only(*posts, PAGE | {"text": "Now.", "late": "2d"}, REDDIT | {"late": "4d"}), until=T + MINUTE)
    rig.clock.jump(T + timedelta(days=3))
    rig.play(T + timedelta(days=3, hours=1))
    said = [each["text"] for each in sorted(rig.held("x"), key=lambda each: int(each["id"]))]
    assert said == ["in-four-days", "in-a-week"]
    assert (len(rig.held("reddit")), len(rig.held("facebook"))) == (1, 0)
    stand = standing(rig.entries())
    (asked, *_) = groups(stand, rig.clock.now(), "America/Los_Angeles", every=False)
    told = {line.key: (line.why, line.next) for line in asked.lines}
    assert {key.rpartition("/")[2] for key in told} == {"in-an-hour", "on-page"}
    for key, (why, advice) in told.items():
        assert "late:" in why
        full = next(each.key for each in stand.entries if each.key.endswith(key))
        assert f"launcher resume {full}" in advice
        assert "launcher cancel" in advice


def test_three_days_asleep_before_the_release(rig: Rig) -> None:
    """Asleep over the release itself: past its own `late:` a person is asked, and nothing that shows the film goes."""
    rig.launch(posts_only({**X, "late": "7d"}), until=T - HOUR)
    rig.clock.jump(T + timedelta(days=3))
    rig.play(T + timedelta(days=3, hours=1))
    assert rig.state("release", "youtube") is State.HELD
    assert not rig.held("youtube")[0]["public"]
    assert rig.held("x") == []
    stand = standing(rig.entries())
    assert stand.coming == []
    assert {each.key for each in stand.undecided} >= {"film/release/youtube"}


def test_a_clock_that_is_set_back_repeats_nothing(rig: Rig) -> None:
    """Half the launch is out when the clock turns out to be hours ahead: nothing goes out again, the rest in time."""
    later = {**PAGE, "at": "release + 3h", "text": "Later."}
    rig.launch(posts_only(X, later), until=T + HOUR)
    rig.clock.__init__(T - HOUR)  # type: ignore[misc]
    rig.play(T + 4 * HOUR)
    assert set(rig.states().values()) == {"done"}
    assert (len(rig.created("x")), len(rig.created("youtube"))) == (1, 1)
    assert rig.held("facebook")[0]["created_at"] == T + 3 * HOUR
    assert claims.next_due(rig.journal) is None
