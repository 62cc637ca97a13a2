"""What a person decides, and that every state that waits for a person has a way out."""

from datetime import timedelta
from functools import partial

import pytest

from launcher.clock import CompressedClock
from launcher.errors import JournalError, Lost
from launcher.journal import claims, decisions
from launcher.journal.database import Journal
from launcher.journal.reading import entries, entry, history
from launcher.journal.recording import record
from launcher.journal.records import Claim, Outcome, State
from launcher.journal.sessions import KeptSession
from launcher.journal.sweeps import reach, sweep
from launcher.journal.takeover import free_the_dead
from launcher.plan.action import Kind
from launcher.platforms.base import Receipt, Session
from tests.journal.conftest import MINUTE, T, plan, post

ONE = "film/post/one"
OWNER = "elsewhere/boot/1/1"
SEEN = Receipt(id="7", url="https://x.com/i/status/7")
DAY = timedelta(days=1)


@pytest.fixture
def one(journal: Journal) -> Journal:
    record(journal, plan(post("one")))
    return journal


def claimed(journal: Journal, number: int = 1) -> Claim:
    claim = claims.claim(journal, number, OWNER)
    assert claim is not None
    return claim


def in_doubt(journal: Journal, clock: CompressedClock) -> None:
    """The first action was sent, and its outcome is not known."""
    clock.jump(T)
    claim = claimed(journal)
    claims.hold(journal, claim, draft="the words")
    later = T + MINUTE
    claims.settle(journal, claim, Outcome(state=State.UNKNOWN, due_at=later, error="sent, not confirmed: reset"))


def test_held_by_hand_waits_for_resume(one: Journal, clock: CompressedClock) -> None:
    """It does not run at its time, says what to type, and runs after that was typed."""
    assert decisions.hold(one, [ONE]) == [ONE]
    clock.jump(T)
    assert claims.due(one) == []
    held = entry(one, ONE)
    assert (held.state, held.error, held.next) == (State.HELD, "held by hand", f"launcher resume {ONE}")
    assert decisions.resume(one, [ONE]) == [ONE]
    assert claims.due(one) == [1]
    assert (entry(one, ONE).error, entry(one, ONE).next) == (None, None)


def test_resumed_before_its_time_it_still_minds_the_hour(one: Journal, clock: CompressedClock) -> None:
    """Held and resumed a day early it is as before: not sent early, and held again where it becomes too late."""
    decisions.hold(one, [ONE])
    decisions.resume(one, [ONE])
    assert claims.due(one) == []
    clock.jump(T + DAY)
    assert sweep(one) == [ONE]


def test_resumed_after_its_time_it_runs_however_late(one: Journal, clock: CompressedClock) -> None:
    """What is too late and resumed is not held for the same reason again."""
    clock.jump(T + DAY)
    assert sweep(one) == [ONE]
    decisions.resume(one, [ONE])
    assert sweep(one) == []
    assert claims.due(one) == [1]


def test_what_runs_cannot_be_held_or_cancelled(one: Journal, clock: CompressedClock) -> None:
    """A decision changes nothing of what is under way."""
    clock.jump(T)
    claim = claimed(one)
    assert decisions.hold(one, [ONE]) == []
    assert decisions.cancel(one, [ONE]) == []
    claims.settle(one, claim, Outcome(state=State.DONE, receipt=SEEN))
    assert decisions.retry(one, [ONE]) == []


def test_holding_keeps_the_doubt(one: Journal, clock: CompressedClock) -> None:
    """An unconfirmed post, held and resumed, is looked for before anything is sent."""
    in_doubt(one, clock)
    decisions.hold(one, [ONE])
    assert entry(one, ONE).error == "held by hand; sent before, and not confirmed"
    decisions.resume(one, [ONE])
    assert entry(one, ONE).state is State.UNKNOWN
    clock.jump(T + MINUTE)
    assert claimed(one).doubt_draft == "the words"


def test_cancelled_and_brought_back_it_is_still_in_doubt(one: Journal, clock: CompressedClock) -> None:
    """Withdrawing an unconfirmed post does not make it absent."""
    in_doubt(one, clock)
    assert decisions.cancel(one, [ONE]) == [ONE]
    assert decisions.retry(one, [ONE]) == [ONE]
    assert entry(one, ONE).state is State.UNKNOWN


@pytest.mark.parametrize("kind", [Kind.POST, Kind.RELEASE])
def test_a_retry_never_sends_early(journal: Journal, clock: CompressedClock, kind: Kind) -> None:
    """Cancelled and brought back before its instant, it is due at that instant: nothing leaks."""
    record(journal, plan(post("one", kind=kind)))
    decisions.cancel(journal, [ONE])
    decisions.retry(journal, [ONE])
    assert claims.due(journal) == []
    assert (entry(journal, ONE).due_at, entry(journal, ONE).late_at) == (T, T + timedelta(hours=6))
    clock.jump(T)
    assert claims.due(journal) == [1]


def test_a_refused_action_is_tried_again_now(one: Journal, clock: CompressedClock) -> None:
    """However long ago it was refused, and with its failures forgotten."""
    clock.jump(T)
    claims.settle(one, claimed(one), Outcome(state=State.REFUSED, error="x refused: no"))
    clock.jump(T + DAY)
    assert decisions.retry(one, [ONE]) == [ONE]
    assert sweep(one) == []
    assert claims.due(one) == [1]
    assert (entry(one, ONE).attempts, entry(one, ONE).error) == (0, None)


def test_a_skipped_milestone_waits_again(journal: Journal, clock: CompressedClock) -> None:
    """Brought back, it goes out only when its milestone is reached, whenever that is."""
    record(journal, plan(post("one", when={"views": 1000.0})))
    clock.jump(T + DAY)
    assert sweep(journal) == [ONE]
    assert entry(journal, ONE).state is State.SKIPPED
    decisions.retry(journal, [ONE])
    assert (claims.due(journal), sweep(journal)) == ([], [])
    assert reach(journal, "film", lambda _: True) == [ONE]
    assert claims.due(journal) == [1]


def test_resolved_as_posted(one: Journal, clock: CompressedClock) -> None:
    """It is done with the address that the person gave, and nothing is in doubt."""
    in_doubt(one, clock)
    decisions.resolve_posted(one, ONE, SEEN)
    done = entry(one, ONE)
    assert (done.state, done.doubt_since, done.next) == (State.DONE, None, None)
    assert done.receipt == Receipt(id=SEEN.id, url=SEEN.url, at=T)
    assert history(one, ONE)[-1]["event"] == f"a person saw it at {SEEN.url}"
    with pytest.raises(JournalError):
        decisions.resolve_posted(one, ONE, SEEN)


def test_resolved_as_not_posted(one: Journal, clock: CompressedClock) -> None:
    """It is sent again at once, without a look for what a person has not found."""
    in_doubt(one, clock)
    decisions.resolve_not_posted(one, ONE)
    assert claims.due(one) == [1]
    assert claimed(one).doubt_since is None


def test_done_by_hand_after_a_refusal(one: Journal, clock: CompressedClock) -> None:
    """What the platform refused and a person posted is done: what needs it goes on."""
    clock.jump(T)
    claims.settle(one, claimed(one), Outcome(state=State.REFUSED, error="x refused: no"))
    with pytest.raises(JournalError, match="nothing to resolve"):
        decisions.resolve_not_posted(one, ONE)
    decisions.resolve_posted(one, ONE, SEEN)
    assert entry(one, ONE).state is State.DONE


def test_only_a_doubt_can_be_resolved(one: Journal) -> None:
    """A planned action, or one held for another reason, is refused with where to look."""
    decisions.hold(one, [ONE])
    with pytest.raises(JournalError, match="nothing to resolve"):
        decisions.resolve_not_posted(one, ONE)
    assert entry(one, ONE).state is State.HELD


def test_a_cancelled_upload_starts_over(journal: Journal, clock: CompressedClock) -> None:
    """Its session goes with it; that of an upload which cannot be cancelled stays."""
    record(journal, plan(post("one", kind=Kind.UPLOAD, platform="youtube")))
    clock.jump(T)
    claim = claimed(journal)
    kept = KeptSession(journal, claim, "film 1")
    kept.keep(Session(uri="https://upload.example/1"))
    assert decisions.cancel(journal, [ONE]) == []
    assert kept.kept() is not None
    claims.settle(journal, claim, Outcome(state=State.PLANNED, error="reset", due_at=T))
    assert decisions.cancel(journal, [ONE]) == [ONE]
    assert kept.kept() is None


def test_a_session_is_kept_by_its_owner_alone(journal: Journal, clock: CompressedClock) -> None:
    """Stopped for longer than its lease, a worker wakes: another's session, and that one's doubt, stay as they are."""
    record(journal, plan(post("one", kind=Kind.UPLOAD, platform="youtube")))
    clock.jump(T)
    stopped = KeptSession(journal, claimed(journal), "film 1")
    clock.jump(T + DAY)
    free_the_dead(journal)
    claim = claimed(journal)
    other = KeptSession(journal, claim, "film 1")
    other.keep(Session(uri="https://upload.example/2"))
    claims.hold(journal, claim, draft="{}")
    keep = partial(stopped.keep, Session(uri="https://upload.example/1"))
    for late in (keep, stopped.drop, stopped.spoil):
        with pytest.raises(Lost):
            late()
    assert other.kept() == Session(uri="https://upload.example/2")
    assert entry(journal, ONE).doubt_since == clock.now()


def test_every_decision_stands_in_the_history(one: Journal) -> None:
    """Who looks later sees what was decided, in order."""
    for decide in (decisions.hold, decisions.resume, decisions.cancel, decisions.retry):
        decide(one, [ONE])
    events = [line["event"] for line in history(one, ONE)]
    assert events == ["planned", "held by hand", "resumed", "cancelled by hand", "retried by hand"]


def test_a_film_that_the_host_could_not_process_is_uploaded_anew(journal: Journal, clock: CompressedClock) -> None:
    """Retrying a refused `ready` forgets the upload's receipt and dresses the new film's page again."""
    upload = post("upload", kind=Kind.UPLOAD, platform="youtube")
    ready = post("ready", kind=Kind.READY, platform="youtube", after=(upload.key,))
    poster = post("poster", kind=Kind.POSTER, platform="youtube", after=(upload.key,))
    record(journal, plan(upload, ready, poster, post("other")))
    clock.jump(T)
    receipt = Receipt(id="v1", url="https://www.youtube.com/watch?v=v1", at=T)
    for action_id, state in ((1, State.DONE), (2, State.REFUSED), (3, State.DONE), (4, State.DONE)):
        claim = claims.claim(journal, action_id, "elsewhere/boot/1/1")
        assert claim is not None
        claims.settle(journal, claim, Outcome(state=state, receipt=receipt if state is State.DONE else None))
    assert decisions.retry(journal, [ready.key]) == [ready.key]
    states = {each.key: (each.state, each.receipt) for each in entries(journal, "film")}
    assert states[upload.key] == states[poster.key] == states[ready.key] == (State.PLANNED, None)
    assert states["film/post/other"] == (State.DONE, receipt)
    assert claims.due(journal) == [1]
