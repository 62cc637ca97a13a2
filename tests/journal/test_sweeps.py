"""What the passing of time alone changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from launcher.clock import CompressedClock
from launcher.journal import claims, decisions
from launcher.journal.database import Journal
from launcher.journal.reading import entry
from launcher.journal.recording import record
from launcher.journal.records import Outcome, State
from launcher.journal.sweeps import awaited, reach, sweep
from launcher.plan.action import Kind
from tests.journal.conftest import MINUTE, T, plan, post

ONE, RELEASE, READY = "film/post/one", "film/release/youtube", "film/ready/youtube"
LATE = timedelta(hours=6)


def test_too_late_is_held_for_a_person(two_posts: Journal, clock: CompressedClock) -> None:
    """At its last instant it may still go; after that it is held, once, with what to type."""
    clock.jump(T + LATE)
    assert sweep(two_posts) == []
    clock.jump(T + LATE + timedelta(microseconds=1))
    assert sweep(two_posts) == ["film/post/one", "film/post/two"]
    held = entry(two_posts, ONE)
    assert held.state is State.HELD
    assert held.next == f"launcher resume {ONE}   (send it now)   or   launcher cancel {ONE}"
    assert sweep(two_posts) == []


def test_what_may_have_been_sent_is_never_too_late_to_be_found(two_posts: Journal, clock: CompressedClock) -> None:
    """An unconfirmed post is looked for, however much later."""
    clock.jump(T)
    claim = claims.claim(two_posts, 1, "elsewhere/boot/1/1")
    assert claim is not None
    claims.hold(two_posts, claim, draft="the words")
    claims.settle(two_posts, claim, Outcome(state=State.UNKNOWN, due_at=T + MINUTE, error="reset"))
    clock.jump(T + LATE + LATE)
    assert sweep(two_posts) == ["film/post/two"]
    assert claims.due(two_posts) == [1]


def test_a_release_that_is_not_ready_is_held(journal: Journal, clock: CompressedClock) -> None:
    """With `if_not_ready: hold` a person is asked at the instant; resumed, it goes as soon as it is ready."""
    ready = post("ready", kind=Kind.READY, platform="youtube", key=READY, at=T - MINUTE)
    release = post("release", kind=Kind.RELEASE, platform="youtube", key=RELEASE, after=(READY,), needs_all_now=True)
    record(journal, plan(ready, release))
    clock.jump(T)
    assert sweep(journal) == []
    clock.jump(T + timedelta(seconds=2))
    assert sweep(journal) == [RELEASE]
    assert decisions.resume(journal, [RELEASE]) == [RELEASE]
    assert sweep(journal) == []
    assert len(claims.due(journal)) == 1
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None
    claims.settle(journal, claim, Outcome(state=State.DONE))
    assert claims.due(journal) == [2]


def test_a_release_that_is_ready_is_not_held(journal: Journal, clock: CompressedClock) -> None:
    """It waits for its turn only."""
    record(journal, plan(post("release", kind=Kind.RELEASE, platform="youtube", key=RELEASE, needs_all_now=True)))
    clock.jump(T + timedelta(seconds=2))
    assert sweep(journal) == []
    assert claims.due(journal) == [1]


def told(values: dict[str, float]) -> Callable[[dict[str, Any]], bool]:
    """Whether every threshold is reached, a rank from above."""

    def holds(condition: dict[str, Any]) -> bool:
        return all(
            name in values and (values[name] <= least if name.endswith("rank") else values[name] >= least)
            for name, least in condition.items()
        )

    return holds


def test_a_milestone_is_armed_once(journal: Journal, clock: CompressedClock) -> None:
    """All of its metrics must be reached, a rank from above; then it is due now, and later readings change nothing."""
    record(journal, plan(post("one", when={"views": 1000.0, "reddit.rank": 25.0})))
    clock.jump(T + MINUTE)
    assert (awaited(journal, "film"), claims.due(journal)) == (True, [])
    assert reach(journal, "film", told({"views": 999.0, "reddit.rank": 3.0})) == []
    assert reach(journal, "film", told({"views": 5000.0})) == []
    assert reach(journal, "film", told({"views": 1000.0, "reddit.rank": 26.0})) == []
    assert reach(journal, "film", told({"views": 1000.0, "reddit.rank": 25.0})) == [ONE]
    assert (entry(journal, ONE).due_at, claims.due(journal)) == (T + MINUTE, [1])
    assert reach(journal, "film", told({"views": 2000.0, "reddit.rank": 1.0})) == []
    assert not awaited(journal, "film")


def test_a_milestone_out_of_time_is_skipped(journal: Journal, clock: CompressedClock) -> None:
    """Nobody is asked, and a later reading does not bring it back."""
    record(journal, plan(post("one", when={"views": 1000.0})))
    clock.jump(T + LATE + MINUTE)
    assert sweep(journal) == [ONE]
    assert (entry(journal, ONE).state, entry(journal, ONE).next) == (State.SKIPPED, None)
    assert reach(journal, "film", told({"views": 5000.0})) == []


def test_a_held_milestone_is_not_armed(journal: Journal, clock: CompressedClock) -> None:
    """While a person holds it nothing makes it due; resumed, the next reading does."""
    record(journal, plan(post("one", when={"views": 1000.0})))
    decisions.hold(journal, [ONE])
    clock.jump(T + MINUTE)
    assert reach(journal, "film", told({"views": 5000.0})) == []
    decisions.resume(journal, [ONE])
    assert claims.due(journal) == []
    assert reach(journal, "film", told({"views": 5000.0})) == [ONE]


def test_a_resumed_milestone_keeps_its_time(journal: Journal, clock: CompressedClock) -> None:
    """Held and resumed, it is still skipped where it is not reached in time."""
    record(journal, plan(post("one", when={"views": 1000.0})))
    clock.jump(T + MINUTE)
    decisions.hold(journal, [ONE])
    decisions.resume(journal, [ONE])
    clock.jump(T + LATE + MINUTE)
    assert sweep(journal) == [ONE]
