"""A new plan that comes while a post is unconfirmed: the post never goes out in a form that nobody wants any more."""

from typing import Any

from launcher.journal import claims, decisions
from launcher.journal.records import State
from tests.run.rig import HOUR, PAGE, Rig, T, X, posts_only

OTHER = {**PAGE, "text": "Hello.", "at": "release + 3h"}
EDITED = {**X, "text": "Corrected: {{ youtube.url }}"}


def in_doubt(rig: Rig, *posts: dict[str, Any], what: str = "drop_before") -> None:
    """Play until the post's one try is lost."""
    rig.fault(what, "x", method="POST", path="/2/tweets", nth=1)
    rig.record(posts_only(*posts))
    with rig.executor() as executor:
        while rig.state("post", "on-x") is not State.UNKNOWN:
            executor.tick()
            due_at = claims.next_due(rig.journal)
            if rig.state("post", "on-x") is not State.UNKNOWN and due_at:
                rig.clock.jump(due_at)


def words(rig: Rig) -> list[str]:
    """What stands on X, without its addresses."""
    return [each["text"].partition("http")[0].strip() for each in rig.held("x")]


def test_a_post_withdrawn_while_unconfirmed_is_not_sent_again(rig: Rig) -> None:
    """It proves absent: it is cancelled, and says that it was not sent. In the manifest again, it goes out."""
    in_doubt(rig, X, OTHER)
    rig.record(posts_only(OTHER))
    rig.play(T + HOUR)
    entry = rig.entry("post", "on-x")
    assert (entry.state, entry.error) == (State.CANCELLED, "no longer in the manifest; it was not sent")
    assert rig.held("x") == []
    rig.record(posts_only(X, OTHER))
    rig.play(T + 2 * HOUR)
    assert words(rig) == ["First Kiss"]


def test_a_post_edited_while_unconfirmed_is_not_sent_in_its_old_form(rig: Rig) -> None:
    """It proves absent: it is held, and launching again sends the new form, once."""
    in_doubt(rig, X)
    rig.record(posts_only(EDITED))
    rig.play(T + HOUR)
    entry = rig.entry("post", "on-x")
    assert (entry.state, rig.held("x")) == (State.HELD, [])
    assert str(entry.next).startswith(f"launcher launch {rig.path}")
    rig.record(posts_only({**EDITED, "at": "release + 2h"}))
    rig.play(T + 3 * HOUR)
    assert words(rig) == ["Corrected:"]


def test_a_person_may_send_the_old_form(rig: Rig) -> None:
    """`launcher resume` sends an edited post as it was."""
    in_doubt(rig, X)
    rig.record(posts_only(EDITED))
    rig.play(T + HOUR)
    assert decisions.resume(rig.journal, ["film/post/on-x"])
    rig.play(T + 2 * HOUR)
    assert words(rig) == ["First Kiss"]


def test_an_edit_taken_back_changes_nothing(rig: Rig) -> None:
    """The manifest says what it said when the post was sent: it is sent again as ever."""
    in_doubt(rig, X)
    rig.record(posts_only(EDITED))
    rig.record(posts_only(X))
    rig.play(T + HOUR)
    assert words(rig) == ["First Kiss"]


def test_a_post_that_is_out_after_all_is_done(rig: Rig) -> None:
    """Only its reply was lost: it is found, done, and its receipt kept, whatever the manifest says by now."""
    in_doubt(rig, X, OTHER, what="drop_after")
    rig.record(posts_only(OTHER))
    rig.play(T + HOUR)
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.held("x")) == 1


def test_what_a_person_did_not_find_waits_for_the_time_that_an_edit_gave_it(rig: Rig) -> None:
    """Held in doubt, moved by hours, and then resolved: it is sent at the new time, not at once."""
    in_doubt(rig, X)
    decisions.hold(rig.journal, ["film/post/on-x"])
    rig.record(posts_only({**EDITED, "at": "release + 3h"}))
    decisions.resolve_not_posted(rig.journal, "film/post/on-x")
    rig.play(T + 2 * HOUR)
    assert rig.held("x") == []
    rig.play(T + 4 * HOUR)
    assert words(rig) == ["Corrected:"]
