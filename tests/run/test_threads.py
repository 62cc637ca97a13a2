"""Threads on X: every part once and in order, whatever happens between two of them."""

from datetime import timedelta

from launcher.journal.records import State
from launcher.plan.action import Kind
from tests.run.rig import HOUR, Rig, T, X, posts_only

THREAD = {**X, "thread": ["How it was made.", "The song is by Soko."]}


def chain(rig: Rig) -> list[tuple[str, str]]:
    """What X holds, each post with the words of the one that it answers."""
    held = {each["id"]: each for each in rig.held("x")}
    return [(each["text"], held[each["reply_to"]]["text"] if each["reply_to"] else "") for each in held.values()]


def test_every_part_answers_the_one_before(rig: Rig) -> None:
    """Three posts in a chain, each an action with an address of its own, none before the film can be seen."""
    rig.launch(posts_only(THREAD))
    first = rig.held("x")[0]["text"]
    assert chain(rig) == [(first, ""), ("How it was made.", first), ("The song is by Soko.", "How it was made.")]
    parts = [each for each in rig.entries() if each.kind is Kind.POST]
    assert [each.key for each in parts] == [f"film/post/on-x{part}" for part in ("", "/2", "/3")]
    assert len({each.receipt.url for each in parts if each.receipt}) == 3


def test_a_part_whose_reply_is_lost_is_not_repeated(rig: Rig) -> None:
    """The second part's answer never comes: it is looked for, found, and the third goes on from it."""
    rig.fault("drop_after", "x", method="POST", path="/2/tweets", nth=2)
    rig.launch(posts_only(THREAD))
    assert len(rig.requests("x", "POST", "/2/tweets")) == 3
    assert [text for text, _ in chain(rig)][1:] == ["How it was made.", "The song is by Soko."]


def test_a_thread_waits_for_all_that_it_shows(rig_on) -> None:  # type: ignore[no-untyped-def]
    """A film named in the last part only: the first is not sent before it can be seen."""
    rig = rig_on(transcode=timedelta(hours=3))
    late = {**X, "text": "Soon.", "thread": ["{{ youtube.url }}"]}
    rig.launch(posts_only(late), until=T + HOUR // 2)
    assert rig.held("x") == []
    rig.play(T + 6 * HOUR)
    assert [each["text"][:5] for each in rig.held("x")] == ["Soon.", "https"]


def test_a_refused_part_stops_those_after_it(rig: Rig) -> None:
    """X refuses the second part: the third is not sent, and is not done."""
    rig.fault("status", "x", method="POST", path="/2/tweets", nth=2, status=403)
    rig.launch(posts_only(THREAD))
    assert (rig.state("post", "on-x/2"), rig.state("post", "on-x/3")) == (State.REFUSED, State.PLANNED)
    assert len(rig.held("x")) == 1
