"""The protocol by which an action is run once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from launcher.clock import CompressedClock
from launcher.errors import Lost
from launcher.journal import allowances, claims, doubts, takeover
from launcher.journal.database import Journal
from launcher.journal.reading import entry, history
from launcher.journal.recording import record
from launcher.journal.records import Outcome, State
from launcher.journal.tables import actions
from launcher.plan.action import Kind, Lane
from launcher.platforms.base import Receipt
from tests.journal.conftest import MINUTE, T, plan, post

GONE = "elsewhere/boot/1/1"
DONE = Outcome(state=State.DONE, receipt=Receipt(id="7", url="https://x.com/i/status/7"))


def test_nothing_is_due_before_its_time(two_posts: Journal, clock: CompressedClock) -> None:
    """An action is due at its instant and not a microsecond earlier."""
    clock.jump(T - timedelta(microseconds=1))
    assert claims.due(two_posts) == []
    assert claims.next_due(two_posts) == T
    clock.jump(T)
    assert len(claims.due(two_posts)) == 2


def test_one_action_at_a_time_an_account(journal: Journal, clock: CompressedClock) -> None:
    """Of two posts due on one account the second waits until the first has settled."""
    record(journal, plan(post("one"), post("two")))
    clock.jump(T)
    (first,) = claims.due(journal)
    claim = claims.claim(journal, first, GONE)
    assert claim is not None
    assert claims.due(journal) == []
    assert claims.claim(journal, first + 1, GONE) is None
    claims.settle(journal, claim, DONE)
    assert claims.due(journal) == [first + 1]


def test_what_is_taken_ahead_overtakes_nothing(journal: Journal, clock: CompressedClock) -> None:
    """Of two posts of one account that fall due within seconds, the later does not keep the lane from the earlier."""
    seconds = timedelta(seconds=5)
    record(journal, plan(post("one"), post("two", at=T + timedelta(seconds=1))))
    clock.jump(T - timedelta(seconds=1))
    assert claims.claim(journal, 2, GONE, ahead=seconds) is None
    assert claims.due(journal, ahead=seconds) == [1]
    assert claims.claim(journal, 1, GONE, ahead=seconds) is not None
    assert claims.due(journal, ahead=seconds) == []


def test_a_long_queue_hides_nobody(journal: Journal, clock: CompressedClock) -> None:
    """Behind a paused account's thousand posts, another account's post is due all the same."""
    record(journal, plan(post("one"), post("other", platform="facebook", at=T + timedelta(seconds=1))))
    with journal.write() as connection:
        copy_first(connection, 1100)
        allowances.pause(connection, platform="x", account="default", lane=Lane.WRITE, until=T + MINUTE)
    clock.jump(T + timedelta(seconds=1))
    assert claims.due(journal) == [2]


def copy_first(connection: sa.Connection, count: int) -> None:
    """The first action that many times more."""
    row = connection.execute(sa.select(actions).where(actions.c.id == 1)).mappings().one()
    copies = [{**row, "id": 10 + number, "key": f"film/post/one-{number}"} for number in range(count)]
    connection.execute(actions.insert(), copies)


def test_a_claim_is_given_once(two_posts: Journal, clock: CompressedClock) -> None:
    """Whoever asks second gets nothing."""
    clock.jump(T)
    assert claims.claim(two_posts, 1, GONE) is not None
    assert claims.claim(two_posts, 1, GONE) is None


def test_what_it_needs_is_done_first(journal: Journal, clock: CompressedClock) -> None:
    """A post that needs another is neither due nor claimable before that one is done."""
    record(journal, plan(post("one"), post("two", platform="facebook", after=("film/post/one",))))
    clock.jump(T)
    assert claims.due(journal) == [1]
    assert claims.claim(journal, 2, GONE) is None
    claim = claims.claim(journal, 1, GONE)
    assert claim is not None
    claims.settle(journal, claim, DONE)
    assert claims.due(journal) == [2]


def test_an_expired_lease_carries_its_doubt(two_posts: Journal, clock: CompressedClock) -> None:
    """A worker that sent and vanished leaves an unknown action, whose next claim says since when and what."""
    clock.jump(T)
    claim = claims.claim(two_posts, 1, GONE)
    assert claim is not None
    claims.hold(two_posts, claim, draft="the words")
    clock.jump(T + claims.LEASE + MINUTE)
    assert takeover.free_the_dead(two_posts) == 1
    assert entry(two_posts, "film/post/one").state is State.UNKNOWN
    again = claims.claim(two_posts, 1, GONE)
    assert again is not None
    assert (again.doubt_since, again.doubt_draft, again.fence) == (T, "the words", 2)


def test_a_lost_lease_sends_nothing(two_posts: Journal, clock: CompressedClock) -> None:
    """After another has taken the action over, the former owner may not commit an intent."""
    clock.jump(T)
    first = claims.claim(two_posts, 1, GONE)
    clock.jump(T + claims.LEASE)
    takeover.free_the_dead(two_posts)
    assert claims.claim(two_posts, 1, GONE) is not None
    assert first is not None
    with pytest.raises(Lost):
        claims.hold(two_posts, first, draft="the words")
    with pytest.raises(Lost):
        claims.settle(two_posts, first, Outcome(state=State.PLANNED, error="timed out"))


def test_a_late_success_closes_the_action(two_posts: Journal, clock: CompressedClock) -> None:
    """A former owner's success counts: the new owner can send nothing more."""
    clock.jump(T)
    first = claims.claim(two_posts, 1, GONE)
    clock.jump(T + claims.LEASE)
    takeover.free_the_dead(two_posts)
    second = claims.claim(two_posts, 1, GONE)
    assert first is not None
    assert second is not None
    claims.settle(two_posts, first, DONE)
    assert entry(two_posts, "film/post/one").state is State.DONE
    with pytest.raises(Lost):
        claims.hold(two_posts, second, draft="the words")


def test_a_paused_account_waits(journal: Journal, clock: CompressedClock) -> None:
    """When a platform says "later" to one post, the account's other posts wait as long."""
    record(journal, plan(post("one"), post("two")))
    clock.jump(T)
    claim = claims.claim(journal, 1, GONE)
    assert claim is not None
    later = T + MINUTE
    claims.settle(journal, claim, Outcome(state=State.PLANNED, due_at=later, paused_until=later, error="429"))
    assert claims.due(journal) == []
    assert claims.next_due(journal) == later
    clock.jump(later)
    assert len(claims.due(journal)) == 1


def test_an_upload_does_not_hold_up_a_release(journal: Journal, clock: CompressedClock) -> None:
    """Uploads, writes and reads of one account take their turns in lanes of their own."""
    upload = post("upload", kind=Kind.UPLOAD, platform="youtube")
    record(journal, plan(upload, post("release", kind=Kind.RELEASE, platform="youtube")))
    clock.jump(T)
    assert claims.due(journal) == [1, 2]


def test_history_is_append_only(two_posts: Journal, clock: CompressedClock) -> None:
    """Every step of an action stays in its history."""
    clock.jump(T)
    claim = claims.claim(two_posts, 1, GONE)
    assert claim is not None
    claims.hold(two_posts, claim, draft="the words")
    claims.settle(two_posts, claim, DONE)
    assert [line["event"] for line in history(two_posts, "film/post/one")] == ["planned", "claimed", "sent", "done"]


def test_a_refuted_doubt_is_gone(two_posts: Journal, clock: CompressedClock) -> None:
    """A try that is proved absent leaves no doubt behind, and a line in the history."""
    clock.jump(T)
    claim = claims.claim(two_posts, 1, GONE)
    assert claim is not None
    claims.hold(two_posts, claim, draft="the words")
    assert doubts.in_doubt(two_posts, claim)
    claims.refute(two_posts, claim)
    assert not doubts.in_doubt(two_posts, claim)
    assert [line["event"] for line in history(two_posts, "film/post/one")][-1] == "absent"


def test_a_pause_closes_one_lane(journal: Journal, clock: CompressedClock) -> None:
    """When readings are asked to come later, the account's release does not wait for them."""
    sample = post("sample", kind=Kind.SAMPLE, platform="youtube")
    record(journal, plan(sample, post("release", kind=Kind.RELEASE, platform="youtube")))
    clock.jump(T)
    claim = claims.claim(journal, 1, GONE)
    assert claim is not None
    later = T + MINUTE
    claims.settle(journal, claim, Outcome(state=State.PLANNED, due_at=later, paused_until=later, error="429"))
    assert claims.due(journal) == [2]


def test_what_was_edited_after_its_claim_is_not_sent(two_posts: Journal, clock: CompressedClock) -> None:
    """A plan recorded between a worker's claim and its intent: the old words are not committed, so nothing is sent."""
    clock.jump(T)
    claim = claims.claim(two_posts, 1, "elsewhere/boot/1/1")
    assert claim is not None
    record(two_posts, plan(post("one", text="anew"), post("two", platform="facebook"), source="2"))
    with pytest.raises(Lost):
        claims.hold(two_posts, claim, draft="hello")
    claims.hold(two_posts, claim)
    assert "sent" not in [line["event"] for line in history(two_posts, "film/post/one")]
