"""Crashes, clock steps, edits, lost replies, dead logins and decisions in any order: never twice, early, or stuck.

`CHAOS_EXAMPLES=500 pytest tests/run/test_machine.py` plays more games, other ones each time.
"""

import os
from contextlib import ExitStack, suppress
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from launcher.clock import CompressedClock
from launcher.journal import claims, decisions
from launcher.journal.records import Entry, State
from launcher.platforms.base import Receipt
from launcher.run.executor import Executor
from launcher.run.standing import standing
from launcher.stage.facebook.page import Page
from launcher.stage.reddit import submit
from tests.run.fuse import Crash, Fuse
from tests.run.rig import HOUR, MINUTE, REDDIT, Rig, T, manifest, rigged

EXAMPLES = int(os.environ.get("CHAOS_EXAMPLES", "0"))
DAY = timedelta(days=1)
FEEDS = ("x", "facebook", "reddit")
TOKENS = {"x": "X_ACCESS_TOKEN", "facebook": "FACEBOOK_PAGE_TOKEN", "reddit": "REDDIT_REFRESH_TOKEN"}
POSTS = {"one": "x", "two": "x", "page": "facebook", "link": "reddit", "extra": "x"}
LOSSES: dict[str, dict[str, Any]] = {
    "no reply": {"what": "drop_after"},
    "nothing made": {"what": "drop_before"},
    "500 though made": {"what": "status_after", "status": 500},
    "half the JSON": {"what": "truncate"},
    "503": {"what": "status", "status": 503},
    "429": {"what": "status", "status": 429, "body": "{}"},
}
CREATES = {
    "youtube": {"path": "*/upload/*"},
    "x": {"method": "POST", "path": "/2/tweets"},
    "facebook": {"method": "POST", "path": "*/feed"},
    "reddit": {"method": "POST", "path": "/api/submit*"},
}
names = st.sampled_from(sorted(POSTS))
platforms = st.sampled_from(["youtube", *FEEDS])


class Stepped(CompressedClock):
    """A clock that may also be set back."""

    def back(self, by: timedelta) -> None:
        """Set it back."""
        with self._lock:
            self._now -= by


def post(name: str, version: int, minutes: int) -> dict[str, Any]:
    """A post that is known again by its mark, whatever its words."""
    words = {"name": name, "on": POSTS[name], "at": f"release + {minutes}m", "late": "2h"}
    if POSTS[name] == "reddit":
        return {**REDDIT, **words, "title": f"mark-{name} in version {version}"}
    return {**words, "text": f"mark-{name} in version {version}: {{{{ youtube.url }}}}"}


def take_duplicates(patched: pytest.MonkeyPatch) -> None:
    """Let the Page and the subreddits take the same post twice: no platform's own care may be what keeps it single."""
    patched.setattr(Page, "last", property(lambda _: None, lambda *_: None), raising=False)
    patched.setattr(submit, "check_fresh", lambda *_: None)


class Launch(RuleBasedStateMachine):
    """One launch of a film with posts on three feeds."""

    def __init__(self) -> None:
        super().__init__()
        self.stack, self.fuse = ExitStack(), Fuse()
        self.executor: Executor | None = None
        self.version, self.set_back, self.slept = 0, timedelta(), False
        self.seen: set[tuple[str, str]] = set()

    @initialize(
        early=st.sampled_from([2 * HOUR, 5 * MINUTE]),
        losses=st.fixed_dictionaries({each: st.sampled_from(sorted(LOSSES)) for each in CREATES}),
        dead=st.sets(st.sampled_from(FEEDS), max_size=1),
    )
    def launch(self, early: timedelta, losses: dict[str, str], dead: set[str]) -> None:
        """Record the first manifest, so long before T, on a day on which much goes wrong."""
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        self.rig: Rig = self.stack.enter_context(rigged(folder, clock=Stepped))
        self.known = dict(self.rig.world.credentials)
        self.rig.environment = self.known  # what a platform revokes, the next process still has
        patched = self.stack.enter_context(pytest.MonkeyPatch.context())
        self.fuse.around(patched, self.rig.journal)
        take_duplicates(patched)
        self.posts = {name: post(name, 0, 2 + 4 * place) for place, name in enumerate(("one", "two", "page", "link"))}
        self.rig.clock.jump(T - early)
        self.record()
        for platform, loss in losses.items():
            self.lose(platform=platform, loss=loss, times=1)
        for feed in dead:
            self.revoke(feed=feed)

    def teardown(self) -> None:
        """Left alone, everything ends; and a person who types what `next` says gets everything done."""
        if hasattr(self, "posts"):
            self.mend()
            self.end()
            assert not [each.key for each in self.rig.entries() if each.look_at], "held for a login that works"
            for _ in POSTS:  # what waited for a held release may be too late itself
                self.obey()
                self.end()
            left = [each for each in self.rig.entries() if each.state not in (State.DONE, State.CANCELLED)]
            self.stop()
            self.stack.close()
            assert left == [], [(each.key, each.state, each.error) for each in left]

    def record(self) -> None:
        """Write the manifest as it is now, and launch it again."""
        wanted = manifest(
            hosts={"youtube": {}}, posts=list(deepcopy(self.posts).values()), engagement=[{"every": "20m", "for": "1h"}]
        )
        self.rig.record(wanted)

    def tick(self) -> None:
        """Do what is due, in the process that is there, or a new one where that has died."""
        with suppress(Crash):
            # one worker: the same game is the same every time
            self.executor = self.executor or self.rig.executor(workers=1).__enter__()
            self.executor.tick()
        if self.fuse.blown:
            self.stop()
            self.fuse.renew()
        self.look()

    def stop(self) -> None:
        """The process is gone."""
        if self.executor is not None:
            self.executor.__exit__(None, None, None)
        self.executor = None

    def look(self) -> None:
        """Whatever is new on a platform was due when it appeared."""
        for feed in FEEDS:
            for item in self.rig.held(feed):
                if (feed, item["id"]) not in self.seen:
                    self.seen.add((feed, item["id"]))
                    entry = next(each for each in self.rig.entries() if f"mark-{each.name} " in str(item))
                    assert item["created_at"] >= entry.planned_for, entry.key
        for film in self.rig.held("youtube"):
            assert not film["public"] or film["public_at"] >= T

    @rule(minutes=st.sampled_from([1, 2, 5, 30, 150]))
    def time_passes(self, minutes: int) -> None:
        """Some minutes later, a tick."""
        self.rig.clock.jump(self.rig.clock.now() + minutes * MINUTE)
        self.tick()

    @rule()
    def next_instant(self) -> None:
        """A tick when something falls due."""
        due_at = claims.next_due(self.rig.journal)
        self.rig.clock.jump(min(due_at, self.rig.clock.now() + DAY) if due_at else self.rig.clock.now())
        self.tick()

    @rule(days=st.sampled_from([1, 3]))
    @precondition(lambda self: not self.slept)
    def asleep(self, days: int) -> None:
        """Nothing runs for days, once."""
        self.slept = True
        self.rig.clock.jump(self.rig.clock.now() + days * DAY)
        self.tick()

    @rule(minutes=st.sampled_from([1, 60, 600]))
    @precondition(lambda self: self.set_back < DAY)
    def clock_set_back(self, minutes: int) -> None:
        """The clock was ahead, and is set right."""
        clock = self.rig.clock
        assert isinstance(clock, Stepped)
        clock.back(minutes * MINUTE)
        self.set_back += minutes * MINUTE
        self.tick()

    @rule(where=st.sampled_from(["committing", "committed", "sending", "sent"]), nth=st.integers(1, 12))
    def crash(self, where: str, nth: int) -> None:
        """The process dies somewhere in its next ticks."""
        self.fuse.light(where, nth)
        for _ in range(3):
            self.next_instant()
        self.fuse.renew()

    @rule(name=names, minutes=st.integers(1, 240))
    def edit(self, name: str, minutes: int) -> None:
        """A post gets another time and other words, or comes into the manifest."""
        self.version += 1
        self.posts[name] = post(name, self.version, minutes)
        self.record()

    @rule(name=names)
    def withdraw(self, name: str) -> None:
        """A post is taken out of the manifest."""
        self.posts.pop(name, None)
        self.record()

    @rule(platform=platforms, loss=st.sampled_from(sorted(LOSSES)), times=st.sampled_from([1, 1, 2, 5]))
    def lose(self, platform: str, loss: str, times: int) -> None:
        """The platform's next replies to whatever creates something are lost, or are refusals."""
        self.rig.fault(platform=platform, times=times, **CREATES[platform], **LOSSES[loss])

    @rule(platform=platforms, loss=st.sampled_from(["no reply", "503", "429"]))
    def lose_reading(self, platform: str, loss: str) -> None:
        """A reading fails, or a search."""
        self.rig.fault(platform=platform, method="GET", **LOSSES[loss])

    @rule(seconds=st.sampled_from([0, 10, 90]))
    def lag(self, seconds: int) -> None:
        """Searches lag behind, but by less than the grace."""
        world = self.rig.world
        world.settings = replace(world.settings, search_lag=timedelta(seconds=seconds))

    @rule(feed=st.sampled_from(FEEDS))
    def revoke(self, feed: str) -> None:
        """The platform takes no such token any more."""
        self.rig.world.credentials = {**self.rig.world.credentials, TOKENS[feed]: "another"}

    @rule(feed=st.sampled_from(FEEDS))
    def restore(self, feed: str) -> None:
        """The platform takes the token again."""
        self.rig.world.credentials = {**self.rig.world.credentials, TOKENS[feed]: self.known[TOKENS[feed]]}

    @rule(name=names, decide=st.sampled_from(["hold", "resume", "cancel", "retry"]))
    def decide(self, name: str, decide: str) -> None:
        """A person decides about a post."""
        getattr(decisions, decide)(self.rig.journal, [f"film/post/{name}"])

    @rule()
    def obey(self) -> None:
        """A person does what `next` says for all that waits for a person."""
        for entry in self.rig.entries():
            if entry.state in (State.HELD, State.UNKNOWN) and entry.doubt_since:
                self.resolve(entry)
            decisions.resume(self.rig.journal, [entry.key])
            if entry.state is State.REFUSED:
                decisions.retry(self.rig.journal, [entry.key])

    def resolve(self, entry: Entry) -> None:
        """A person has looked."""
        if entry.platform not in FEEDS:
            return
        found = [each for each in self.rig.held(entry.platform) if f"mark-{entry.name} " in str(each)]
        if found:
            decisions.resolve_posted(
                self.rig.journal, entry.key, Receipt(id=str(found[0]["id"]), url="https://x.com/1")
            )
        else:
            decisions.resolve_not_posted(self.rig.journal, entry.key)

    def mend(self) -> None:
        """Everything works again."""
        self.rig.world.faults.clear()
        self.rig.world.credentials = self.known
        self.fuse.renew()

    def end(self) -> None:
        """Time passes until nothing is due by itself any more."""
        for _ in range(200):
            self.tick()
            due_at = claims.next_due(self.rig.journal)
            if due_at is None and not self.executor_is_waiting():
                break
            self.rig.clock.jump(due_at or self.rig.clock.now() + MINUTE)
        stand = standing(self.rig.entries())
        assert stand.coming == [], [(each.key, each.state, each.due_at, each.error) for each in stand.coming]
        self.check()

    def executor_is_waiting(self) -> bool:
        """Whether a dead process still has a lease."""
        return any(each.state is State.RUNNING for each in self.rig.entries())

    @invariant()
    def check(self) -> None:
        """One live item an action at the most, and a way out of every state."""
        if hasattr(self, "posts"):
            self.once()
            for entry in self.rig.entries():
                assert self.goes_on(entry), (entry.key, entry.state, entry.due_at, entry.error, entry.next)

    def once(self) -> None:
        """Nothing is there twice."""
        assert len(self.rig.held("youtube")) <= 1
        for name, feed in POSTS.items():
            found = [each for each in self.rig.held(feed) if f"mark-{name} " in str(each)]
            assert len(found) <= 1, found

    def goes_on(self, entry: Entry) -> bool:
        """Whether the action ends by itself, or says what to type."""
        reach = max(self.rig.clock.now(), entry.planned_for) + DAY + HOUR + self.set_back
        if entry.state in (State.PLANNED, State.UNKNOWN):
            return entry.due_at <= reach
        return bool(entry.next) or entry.state not in (State.HELD, State.REFUSED)


def test_any_game_ends_well() -> None:
    """Whatever happens in whatever order: never twice, never early, nothing stuck, and all done when all is mended."""
    few = settings(
        max_examples=EXAMPLES or 6,
        stateful_step_count=50 if EXAMPLES else 15,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a game of twenty rules tells its story as it is, and shrinking it takes minutes
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Launch, settings=few)
