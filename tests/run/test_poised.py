"""What falls due within seconds is got ready, and held back at the wire until its instant."""

from datetime import datetime, timedelta
from threading import Event

import pytest

from launcher.clock import CompressedClock
from launcher.journal import claims, decisions
from launcher.journal.decisions import Decide
from launcher.journal.records import Outcome, State
from launcher.journal.tables import receipts
from launcher.plan.action import Kind
from launcher.run.executor import AHEAD, Executor
from tests.run.rig import HOSTS, HOUR, MINUTE, PAGE, REDDIT, Rig, T, X, launched, manifest, posts_only

SECOND = timedelta(seconds=1)


class Waiting(CompressedClock):
    """A clock on which nobody's waiting lets time pass: the test does."""

    def wait(self, until: object, wake: Event) -> None:
        """A moment, and the time is the same."""
        wake.wait(0.01)


def just_before(rig: Rig, instant: datetime) -> Rig:
    """The clock is in the test's hands, at half the time by which work begins ahead of `instant`."""
    rig.journal.clock = rig.clock = Waiting(instant - AHEAD / 2)
    return rig


@pytest.fixture
def due(rig: Rig) -> Rig:
    """A launch just before its posts."""
    rig.launch(posts_only(X, {**PAGE, "at": "release + 2m", "text": "Today", "link": ""}), T + MINUTE)
    return just_before(rig, T + 2 * MINUTE)


def settled(executor: Executor) -> None:
    """Wait until nothing runs any more."""
    while executor.busy:
        executor.wake.wait(0.01)


def poised(rig: Rig, executor: Executor) -> None:
    """Wait until both posts are ready to leave."""
    executor.poise()
    while [rig.entry(Kind.POST, name).doubt_since for name in ("on-x", "on-page")].count(None):
        executor.wake.wait(0.01)
    executor.wake.wait(0.1)


def releases_poised(rig: Rig, executor: Executor, seconds: float = 0.3) -> None:
    """Wait until both hosts' releases have begun ahead of their instant."""
    executor.poise()
    while [rig.state(Kind.RELEASE, name) for name in HOSTS].count(State.RUNNING) < len(HOSTS):
        executor.wake.wait(0.01)
    executor.wake.wait(seconds)


def public(rig: Rig) -> list[bool]:
    """Whether each host shows the film."""
    return [each["public"] for name in HOSTS for each in rig.held(name)]


def test_nothing_leaves_before_its_instant(due: Rig) -> None:
    """Claimed and intended ahead, and not sent; at the instant both go out, once."""
    with due.executor() as executor:
        poised(due, executor)
        assert (due.requests("x", "POST"), due.requests("facebook", "POST")) == ([], [])
        due.clock.jump(T + 2 * MINUTE)
        settled(executor)
        executor.tick()
    assert (len(due.created("x")), len(due.created("facebook"))) == (1, 1)
    assert {due.state(Kind.POST, name) for name in ("on-x", "on-page")} == {State.DONE}


def test_what_waits_for_something_is_not_taken_ahead(due: Rig) -> None:
    """Neither what a person holds, nor what is in doubt, nor what is due later: it is looked at when it is due."""
    with due.executor() as executor:
        decisions.hold(due.journal, ["film/post/on-x"])
        due.clock.jump(T + 2 * MINUTE - AHEAD / 4)
        claim = claims.claim(due.journal, due.entry(Kind.POST, "on-page").id, "me", ahead=AHEAD)
        assert claim is not None
        claims.hold(due.journal, claim, draft="{}")
        again = Outcome(state=State.UNKNOWN, due_at=due.clock.now() + SECOND, error="lost")
        claims.settle(due.journal, claim, again)
        executor.poise()
        settled(executor)
    assert [due.state(Kind.POST, name) for name in ("on-x", "on-page")] == [State.HELD, State.UNKNOWN]


def test_a_release_is_held_back_with_its_embargo(rig: Rig) -> None:
    """Both hosts' releases are ready ahead of their instant; not a byte that shows the film leaves before it."""
    rig.launch(manifest(posts=[], engagement=[]), T - MINUTE)
    just_before(rig, T)
    with rig.executor() as executor:
        releases_poised(rig, executor)
        assert public(rig) == [False, False]
        rig.clock.jump(T)
        settled(executor)
    assert public(rig) == [True, True]
    assert {rig.state(Kind.RELEASE, name) for name in HOSTS} == {State.DONE}


def test_an_edit_reaches_what_is_held_back(due: Rig) -> None:
    """A post edited in its last seconds, and one that is taken out: not a byte of either leaves."""
    with due.executor() as executor:
        poised(due, executor)
        due.record(posts_only({**X, "text": "Better words."}))
        due.clock.jump(T + 2 * MINUTE)
        settled(executor)
    due.play(T + 3 * MINUTE)
    assert (due.requests("x", "POST"), due.requests("facebook", "POST")) == ([], [])
    post, gone = (due.entry(Kind.POST, name) for name in ("on-x", "on-page"))
    assert (post.state, gone.state) == (State.HELD, State.CANCELLED)
    assert str(post.next).startswith("launcher launch ")
    assert (post.doubt_since, gone.doubt_since) == (None, None)


@pytest.mark.parametrize(
    ("decide", "state"), [(decisions.hold, State.HELD), (decisions.cancel, State.CANCELLED)], ids=["hold", "cancel"]
)
def test_a_person_takes_back_what_is_held_back(due: Rig, decide: Decide, state: State) -> None:
    """In the last seconds, too: nothing leaves, nothing is in doubt, and what goes on is sent once."""
    with due.executor() as executor:
        poised(due, executor)
        assert decide(due.journal, ["film/post/on-x"]) == ["film/post/on-x"]
        due.clock.jump(T + 2 * MINUTE)
        settled(executor)
        post = due.entry(Kind.POST, "on-x")
        assert (post.state, post.doubt_since, due.requests("x", "POST")) == (state, None, [])
        assert due.state(Kind.POST, "on-page") is State.DONE
        again = decisions.resume if state is State.HELD else decisions.retry
        again(due.journal, ["film/post/on-x"])
        executor.tick()
    assert len(due.created("x")) == 1


@pytest.mark.parametrize(
    ("back", "again"),
    [(decisions.hold, decisions.resume), (decisions.cancel, decisions.retry)],
    ids=["hold, resume", "cancel, retry"],
)
def test_what_is_taken_back_and_let_go_on_in_its_last_seconds_is_on_time(due: Rig, back: Decide, again: Decide) -> None:
    """Its worker knows that nothing has left: no grace is waited for."""
    with due.executor() as executor:
        poised(due, executor)
        back(due.journal, ["film/post/on-x"])
        again(due.journal, ["film/post/on-x"])
        due.clock.jump(T + 2 * MINUTE)
        settled(executor)
        executor.tick()
    assert (due.state(Kind.POST, "on-x"), len(due.created("x"))) == (State.DONE, 1)


def test_what_fails_ahead_of_its_instant_is_not_sent_before_it(rig: Rig) -> None:
    """Its next try is at the instant, however short the pause; nor is it got ready again and again until then."""
    rig.launch(posts_only({**REDDIT, "at": "release + 2m", "link": "", "text": "Today"}), T + MINUTE)
    just_before(rig, T + 2 * MINUTE)
    rig.fault("status", "reddit", method="POST", path="*/access_token", status=503)
    with rig.executor() as executor:
        for _ in range(2):
            executor.poise()
            settled(executor)
        rig.clock.jump(T + 2 * MINUTE - SECOND / 10)
        executor.tick()
        assert (len(rig.requests("reddit", "POST", "/access_token")), rig.created("reddit")) == (1, [])
        rig.clock.jump(T + 2 * MINUTE)
        executor.tick()
    assert len(rig.created("reddit")) == 1


def test_a_rename_in_its_last_seconds_asks(due: Rig) -> None:
    """Neither name goes out: whether the old one has left was not known. The person is told so, and lets it go."""
    with due.executor() as executor:
        poised(due, executor)
        due.record(posts_only({**X, "name": "b"}))
        due.clock.jump(T + 2 * MINUTE)
        settled(executor)
        executor.tick()
        renamed = due.entry(Kind.POST, "b")
        assert (renamed.state, due.created("x")) == (State.HELD, [])
        assert str(renamed.error).startswith("its words may be out by now as post/on-x")
        decisions.resume(due.journal, [renamed.key])
        executor.tick()
    assert len(due.created("x")) == 1


def test_what_cannot_be_taken_ahead_wakes_nobody(due: Rig) -> None:
    """What is in doubt is left until it is due; the loop that asked for it sleeps on, and does not ask at once."""
    claim = claims.claim(due.journal, due.entry(Kind.POST, "on-page").id, "me", ahead=AHEAD)
    assert claim is not None
    claims.hold(due.journal, claim, draft="{}")
    claims.settle(due.journal, claim, Outcome(state=State.UNKNOWN, due_at=due.clock.now() + SECOND, error="lost"))
    decisions.hold(due.journal, ["film/post/on-x"])
    with due.executor() as executor:
        executor.poise()
        settled(executor)
        assert not executor.wake.is_set()


def test_a_release_moved_while_it_is_held_back(rig: Rig) -> None:
    """Recorded in its last seconds: neither host shows the film before the new hour, and both do then."""
    rig.launch(manifest(posts=[], engagement=[]), T - MINUTE)
    just_before(rig, T)
    with rig.executor() as executor:
        releases_poised(rig, executor)
        move(rig, "2026-12-07 12:00")
        rig.clock.jump(T)
        settled(executor)
        assert public(rig) == [False, False]
        assert {rig.state(Kind.RELEASE, name) for name in HOSTS} == {State.PLANNED}
        rig.clock.jump(T + 3 * HOUR)
        executor.tick()
        settled(executor)
    assert public(rig) == [True, True]


def test_a_release_moved_by_days_in_its_last_seconds_is_not_too_late(rig: Rig) -> None:
    """What `late:` gives it counts from the new hour: it goes out then, and waits for nobody."""
    rig.launch(manifest(posts=[], engagement=[]), T - MINUTE)
    just_before(rig, T)
    with rig.executor() as executor:
        releases_poised(rig, executor)
        move(rig, "2026-12-10 09:00")
        rig.clock.jump(T)
        settled(executor)
    rig.play(T + 71 * HOUR)
    assert public(rig) == [False, False]
    rig.play(T + 73 * HOUR)
    assert public(rig) == [True, True]


@pytest.mark.parametrize("taken_back", ["hold", "cancel", "move"])
def test_what_a_slow_line_brings_to_the_wire_after_its_instant_is_asked_for_too(rig: Rig, taken_back: str) -> None:
    """The hosts answer a read of before the instant only after it; what a person took back meanwhile stays back."""
    rig.launch(manifest(posts=[], engagement=[]), T - MINUTE)
    just_before(rig, T)
    for name in HOSTS:
        rig.fault("delay", name, method="GET", seconds=0.4)
    with rig.executor() as executor:
        releases_poised(rig, executor, 0.1)
        if taken_back == "move":
            move(rig, "2026-12-07 12:00")
        else:
            getattr(decisions, taken_back)(rig.journal, [f"film/release/{name}" for name in HOSTS])
        rig.clock.jump(T)
        settled(executor)
    assert public(rig) == [False, False]
    assert State.DONE not in {rig.state(Kind.RELEASE, name) for name in HOSTS}


def move(rig: Rig, at: str) -> None:
    """Record another hour of the launch."""
    rig.record(manifest(launch=launched(at=at), posts=[], engagement=[]))


def test_a_new_token_is_not_held_back(rig: Rig) -> None:
    """What nobody sees need not wait: a new process has its access tokens before the instant, and shows nothing."""
    rig.launch(manifest(posts=[{**REDDIT, "at": "release", "link": "", "text": "Today"}], engagement=[]), T - MINUTE)
    just_before(rig, T)
    places = (("youtube", "/token"), ("reddit", "/access_token"))
    before = [len(rig.requests(name, "POST", path)) for name, path in places]
    with rig.executor() as executor:
        executor.poise()
        while [len(rig.requests(name, "POST", path)) for name, path in places] != [each + 1 for each in before]:
            executor.wake.wait(0.01)
        assert rig.requests("reddit", "POST", "/api/submit") == []
        assert [each["public"] for name in HOSTS for each in rig.held(name)] == [False, False]
        rig.clock.jump(T)
        settled(executor)
        executor.tick()
    assert rig.state(Kind.POST, "on-reddit") is State.DONE


def test_a_forgotten_picture_is_sent_anew_at_the_instant(rig: Rig) -> None:
    """What a post shows is looked at ahead of its time; where it must be sent anew, that waits with the post."""
    rig.launch(posts_only({**X, "media": "poster.jpg", "alt": "A kiss."}), T + MINUTE)
    with rig.journal.write() as connection:
        connection.execute(receipts.update().values(at=T - 30 * HOUR))
    just_before(rig, T + 2 * MINUTE)
    before = len(rig.requests("x", "POST"))
    with rig.executor() as executor:
        executor.poise()
        while rig.state(Kind.POST, "on-x") is not State.RUNNING:
            executor.wake.wait(0.01)
        executor.wake.wait(0.3)
        assert (len(rig.requests("x", "POST")), rig.held("x")) == (before, [])
        rig.clock.jump(T + 2 * MINUTE)
        settled(executor)
    assert len(rig.held("x")) == 1
    assert rig.state(Kind.POST, "on-x") is State.DONE
