"""Planning again: what is kept, changed, withdrawn, and never repeated."""

from datetime import datetime, timedelta

from launcher.clock import CompressedClock
from launcher.journal import claims, decisions
from launcher.journal.database import Journal
from launcher.journal.fates import Fate
from launcher.journal.reading import entry, launch
from launcher.journal.recording import record
from launcher.journal.records import Claim, Outcome, State
from launcher.journal.sweeps import reach
from launcher.plan.action import Action
from launcher.platforms.base import Receipt
from tests.journal.conftest import MINUTE, T, plan, post

ONE = "film/post/one"


def fates(journal: Journal, *actions: object, source: str = "1") -> dict[str, Fate]:
    changes = record(journal, plan(*actions, source=source))  # type: ignore[arg-type]
    return {change.key: change.fate for change in changes}


def done(journal: Journal) -> None:
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None
    claims.settle(journal, claim, Outcome(state=State.DONE, receipt=Receipt(id="7", url="https://x.com/i/status/7")))


def test_the_same_plan_changes_nothing(journal: Journal) -> None:
    """Recording a plan twice keeps every action and the revision."""
    record(journal, plan(post("one")))
    assert fates(journal, post("one")) == {ONE: Fate.KEPT}
    recorded = launch(journal, "film")
    assert recorded is not None
    assert recorded.revision == 1


def test_an_edit_changes_what_it_touches(journal: Journal) -> None:
    """New words and a new time reach an action that has not run; its neighbour is kept."""
    record(journal, plan(post("one"), post("two")))
    edited = post("one", text="better words", at=T + MINUTE)
    assert fates(journal, edited, post("two"), source="2") == {ONE: Fate.CHANGED, "film/post/two": Fate.KEPT}
    assert entry(journal, ONE).due_at == T + MINUTE


def test_what_is_done_is_never_repeated(journal: Journal, clock: CompressedClock) -> None:
    """An edit of a post that is out changes nothing and says so."""
    record(journal, plan(post("one")))
    clock.jump(T)
    done(journal)
    assert fates(journal, post("one", text="better words"), source="2") == {ONE: Fate.FIXED}
    assert entry(journal, ONE).state is State.DONE
    assert claims.due(journal) == []


def test_a_withdrawn_post_is_cancelled_and_may_come_back(journal: Journal) -> None:
    """Taking a post out of the manifest cancels it; putting it back plans it again."""
    record(journal, plan(post("one")))
    assert fates(journal, source="2") == {ONE: Fate.WITHDRAWN}
    assert entry(journal, ONE).state is State.CANCELLED
    assert fates(journal, post("one"), source="3") == {ONE: Fate.CHANGED}
    assert entry(journal, ONE).state is State.PLANNED


def test_what_a_person_cancelled_stays_cancelled(journal: Journal) -> None:
    """Launching again does not revive a post that somebody cancelled by hand."""
    record(journal, plan(post("one")))
    assert decisions.cancel(journal, [ONE]) == [ONE]
    assert fates(journal, post("one")) == {ONE: Fate.KEPT}
    assert entry(journal, ONE).state is State.CANCELLED


def test_a_resumed_post_is_not_late_again(journal: Journal, clock: CompressedClock) -> None:
    """After `resume` a post has no last instant any more, and planning again does not give it back."""
    from launcher.journal.sweeps import sweep

    record(journal, plan(post("one")))
    clock.jump(T + timedelta(days=1))
    assert sweep(journal) == [ONE]
    assert entry(journal, ONE).state is State.HELD
    assert decisions.resume(journal, [ONE]) == [ONE]
    assert fates(journal, post("one")) == {ONE: Fate.KEPT}
    assert sweep(journal) == []
    assert claims.due(journal) == [1]


def test_what_a_person_holds_stays_held_with_its_new_words(journal: Journal) -> None:
    """An edit reaches a held post but does not let it go."""
    record(journal, plan(post("one")))
    decisions.hold(journal, [ONE])
    assert fates(journal, post("one", text="better words"), source="2") == {ONE: Fate.CHANGED}
    held = entry(journal, ONE)
    assert (held.state, held.error, held.spec.text) == (State.HELD, "held by hand", "better words")  # type: ignore[union-attr]
    decisions.cancel(journal, [ONE])
    assert fates(journal, post("one", text="other words"), source="3") == {ONE: Fate.FIXED}


def test_an_edit_mends_what_was_refused(journal: Journal, clock: CompressedClock) -> None:
    """A refused post with new words is planned again."""
    record(journal, plan(post("one")))
    clock.jump(T)
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None
    claims.settle(journal, claim, Outcome(state=State.REFUSED, error="too long", next="launcher retry"))
    fates(journal, post("one", text="shorter"), source="2")
    assert (entry(journal, ONE).state, entry(journal, ONE).error) == (State.PLANNED, None)


def milestone(text: str = "hello", views: int = 1) -> Action:
    return post("one", text=text, when={"youtube.views": views}, follow_up=True)


def reached(journal: Journal, clock: CompressedClock) -> Claim:
    """A follow-up whose milestone is reached an hour after release, claimed."""
    record(journal, plan(milestone()))
    clock.jump(T + 60 * MINUTE)
    assert reach(journal, "film", lambda _: True) == [ONE]
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None
    return claim


def test_a_reached_milestone_outlives_an_edit(journal: Journal, clock: CompressedClock) -> None:
    """A follow-up that was refused and is mended goes out, within its time; another condition is awaited anew."""
    claims.settle(journal, reached(journal, clock), Outcome(state=State.REFUSED, error="too long"))
    late_at = entry(journal, ONE).late_at
    assert fates(journal, milestone("short"), source="2") == {ONE: Fate.CHANGED}
    assert claims.due(journal) == [1]
    assert entry(journal, ONE).late_at == late_at
    fates(journal, milestone("short", views=2), source="3")
    assert (claims.due(journal), entry(journal, ONE).due_at) == ([], T)


def test_an_edited_milestone_in_doubt_is_looked_for(journal: Journal, clock: CompressedClock) -> None:
    """Whatever an edit makes of its words and its condition: what was sent is looked for."""
    claim = reached(journal, clock)
    claims.hold(journal, claim, draft="{}")
    claims.settle(journal, claim, Outcome(state=State.UNKNOWN, due_at=clock.now(), error="lost"))
    decisions.hold(journal, [ONE])
    assert fates(journal, milestone("other", views=2), source="2") == {ONE: Fate.CHANGED}
    decisions.resume(journal, [ONE])
    assert (claims.due(journal), entry(journal, ONE).state) == ([1], State.UNKNOWN)


def evening(local: str, at: datetime) -> Action:
    key = f"film/post/evening/{local}"
    return post("evening", key=key, at=at, late_at=at + 360 * MINUTE, follow_up=True)


def test_an_edited_cron_repeats_nothing(journal: Journal, clock: CompressedClock) -> None:
    """A firing before the edit is skipped, and one that is out in another zone, however often that is recorded."""
    record(journal, plan(evening("2026-12-07T17:00+0000", T)))
    clock.jump(T)
    done(journal)
    clock.jump(T + MINUTE)
    before, same = evening("2026-12-07T16:30+0000", T - 30 * MINUTE), evening("2026-12-07T18:00+0100", T)
    later = evening("2026-12-07T19:00+0100", T + 60 * MINUTE)
    found = fates(journal, before, same, later, source="2")
    assert [found[each.key] for each in (before, same, later)] == [Fate.SKIPPED, Fate.SKIPPED, Fate.ADDED]
    assert claims.due(journal) == []
    assert entry(journal, before.key).state is State.SKIPPED
    assert fates(journal, before, same, later, source="2")[before.key] is Fate.KEPT
    fates(journal, later, source="3")
    assert fates(journal, before, same, later, source="4")[before.key] is Fate.SKIPPED
    assert claims.due(journal) == []
    assert decisions.retry(journal, [before.key]) == [before.key]
