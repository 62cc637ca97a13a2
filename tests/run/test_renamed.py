"""A post, or a launch, that is renamed after it went out: nothing is said twice before a person agrees."""

from typing import Any

import pytest

from launcher.errors import PlanError
from launcher.journal import decisions
from launcher.journal.fates import Change, Fate
from launcher.journal.records import State
from launcher.plan.action import Kind
from launcher.platforms.base import Receipt
from launcher.run.launching import prepare
from tests.run.rig import HOUR, MINUTE, Rig, T, X, launched, manifest, posts_only
from tests.run.rig import PAGE as ON_BOTH
from tests.tiny import write_manifest

PAGE = {**ON_BOTH, "text": "Today."}
RENAMED = {**X, "name": "announce"}
REPLY = {"name": "reply", "on": "x", "at": "release + 1h", "reply_to": "announce", "text": "More."}
KEY = "film/post/announce"


@pytest.fixture
def out(rig: Rig) -> Rig:
    """A launch whose post on X is out, and the one on the Page is not."""
    return rig.launch(posts_only(X, PAGE), T + 3 * MINUTE)


def held(changes: list[Change]) -> list[str]:
    """What the preview says is held."""
    return [change.key for change in changes if change.fate is Fate.HELD]


def test_a_post_renamed_after_it_is_out_is_held(out: Rig) -> None:
    """It says under which name it is out; a person may say that it is that one, and what replies to it goes on."""
    changes = out.record(posts_only(RENAMED, PAGE, REPLY))
    assert held(changes) == [KEY]
    assert held(out.record(posts_only(X, PAGE))) == []  # the old name is back
    write_manifest(out.path, posts_only(RENAMED, PAGE, REPLY))
    warnings = prepare(out.path, out.journal, out.clock.now()).warnings
    assert [each.where for each in warnings if "posted twice; it is held" in each.what] == ["post/announce"]
    assert held(out.record(posts_only(RENAMED, PAGE, REPLY))) == [KEY]
    out.play(T + 2 * HOUR)
    entry = out.entry(Kind.POST, "announce")
    url = out.entry(Kind.POST, "on-x").receipt.url  # type: ignore[union-attr]
    assert entry.error == "its words are out already as post/on-x: keep that name, or it would be posted twice"
    assert entry.next == f"launcher resolve {KEY} --posted {url}   (that is it)   or   launcher resume {KEY}   (again)"
    assert (entry.state, len(out.held("x")), out.state(Kind.POST, "reply")) == (State.HELD, 1, State.PLANNED)
    assert held(out.record(posts_only(RENAMED, PAGE, REPLY))) == []
    decisions.resolve_posted(out.journal, KEY, Receipt(id=url.rpartition("/")[2], url=url))
    out.play(T + 3 * HOUR)
    assert [each["text"].partition(" ")[0] for each in out.held("x")] == ["First", "More."]


def test_who_means_it_resumes_it(out: Rig) -> None:
    """Edited once more it is still held; resumed it is sent (and here refused by X), and its new time asks no more."""
    out.record(posts_only(RENAMED, PAGE))
    later = {**RENAMED, "at": "release + 2h"}
    assert held(out.record(posts_only(later, PAGE))) == [KEY]
    assert decisions.resume(out.journal, [KEY]) == [KEY]
    assert held(out.record(posts_only({**later, "at": "release + 3h"}, PAGE))) == []
    out.play(T + 4 * HOUR)
    assert len(out.requests("x", "POST", "/2/tweets")) == 2


@pytest.mark.parametrize(
    "edited",
    [
        [X, {**PAGE, "name": "the-page"}],
        [X, PAGE, {**RENAMED, "text": "Other words."}],
        [X, PAGE, {**RENAMED, "on": "facebook"}],
        [X, PAGE, {**X, "name": "daily", "at": None, "cron": "0 20 * * *", "until": "T + 2d"}],
    ],
    ids=["not out yet", "other words", "another account", "recurring"],
)
def test_what_says_something_new_is_not_held(out: Rig, edited: list[dict[str, Any]]) -> None:
    """A post that was renamed in time, and one that nobody has read there."""
    posts = [each for each in edited if "cron" not in each]
    recurring = [{name: part for name, part in each.items() if part} for each in edited if "cron" in each]
    assert held(out.record({**posts_only(*posts), "follow_ups": recurring})) == []


def test_words_that_change_places_are_held(out: Rig) -> None:
    """A post that is still to come is given the words of one that is out."""
    out.record(posts_only(X, PAGE, {**RENAMED, "text": "Goodbye.", "at": "release + 1h"}))
    swapped = posts_only({**X, "text": "Goodbye."}, PAGE, {**RENAMED, "at": "release + 1h"})
    assert held(out.record(swapped)) == [KEY]
    out.play(T + 2 * HOUR)
    assert len(out.held("x")) == 1


def test_what_a_person_holds_stays_held(out: Rig) -> None:
    """It is given the words of a post that is out, and then its own again: only the person lets it go."""
    later = {**RENAMED, "text": "Goodbye.", "at": "release + 1h"}
    out.record(posts_only(X, PAGE, later))
    decisions.hold(out.journal, [KEY])
    assert held(out.record(posts_only(X, PAGE, {**later, "text": X["text"]}))) == [KEY]
    out.record(posts_only(X, PAGE, {**later, "text": "Farewell."}))
    post = out.entry(Kind.POST, KEY.rpartition("/")[2])
    assert (post.state, post.error) == (State.HELD, "held by hand")


def test_a_launch_that_is_renamed_asks_first(out: Rig) -> None:
    """Under another name everything would go out once more: that is refused, unless a person agrees."""
    other = {**posts_only(X, PAGE), "launch": launched(name="again")}
    with pytest.raises(PlanError, match="this manifest was launched as film; as again the film would be uploaded"):
        out.record(other)
    out.play()
    assert (len(out.held("youtube")), len(out.held("x"))) == (1, 1)
    out.record(other, anew=True)
    out.record(other)
    out.play(T + 12 * HOUR)
    assert (len(out.held("youtube")), len(out.held("x"))) == (2, 2)


def test_the_next_film_may_take_the_same_manifest(out: Rig) -> None:
    """Another film in the same file is another launch, about which nobody is asked."""
    film = out.folder / "film.mp4"
    film.write_bytes(film.read_bytes() + b"\0" * 8)
    changes = out.record(manifest(launch=launched(name="second"), posts=[X], engagement=[]))
    assert {change.fate for change in changes} == {Fate.ADDED}
