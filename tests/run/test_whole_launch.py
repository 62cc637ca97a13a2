"""A whole launch: private before release, both hosts at once, posts after that, each thing once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from launcher.journal.records import State
from tests.run.rig import FILM_MD5, HOUR, MINUTE, Rig, T, launched, manifest, rigged

POSTS = ("x", "facebook", "reddit")
RELEASE = T + HOUR
WANTED = manifest(launch=launched(exclusive="1h"))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A launch that has gone out. These tests only look at it."""
    with rigged(tmp_path_factory.mktemp("launch")) as rig:
        yield rig.launch(WANTED)


def test_a_launch_ends_done(done: Rig) -> None:
    """Every action of a launch on a friendly stage ends done, and each host holds the film, byte by byte, once."""
    assert set(done.states().values()) == {"done"}, done.states()
    for host in ("youtube", "vimeo"):
        assert [(each["md5"], each["public"]) for each in done.held(host)] == [(FILM_MD5, True)]
    assert {name: len(done.held(name)) for name in POSTS} == dict.fromkeys(POSTS, 1)
    assert Counter(len(done.created(name)) for name in (*POSTS, "vimeo", "youtube")) == {1: 5}


def test_nothing_is_public_before_release(done: Rig) -> None:
    """Whenever one looks before release, the hosts hold the film privately and the feeds hold nothing."""
    before = [each for each in done.seen if each["now"] < RELEASE]
    assert any(each["youtube"] and each["vimeo"] for each in before)
    for moment in before:
        shown = [item for name in ("youtube", "vimeo", *POSTS) for item in moment[name] if item["public"]]
        assert shown == [], moment["now"]


def test_both_hosts_go_public_at_the_same_instant(done: Rig) -> None:
    """Both hosts are flipped at release, neither earlier nor later."""
    assert {each["public_at"] for host in ("youtube", "vimeo") for each in done.held(host)} == {RELEASE}


def test_posts_come_when_they_are_due_and_after_the_film_is_visible(done: Rig) -> None:
    """Each post appears at its own instant, which is after its host can be watched by anybody."""
    at = {name: done.held(name)[0]["created_at"] for name in POSTS}
    wanted = {"x": 2 * MINUTE, "facebook": 5 * MINUTE, "reddit": 30 * MINUTE}
    assert {name: each - RELEASE for name, each in at.items()} == wanted
    for host in ("youtube", "vimeo"):
        settled = done.entry("visible", host).settled_at
        assert settled is not None
        assert settled < min(at.values())


def test_posts_name_the_public_addresses(done: Rig) -> None:
    """What the posts link to is what the public types, not the API root that was spoken to."""
    youtube = f"https://www.youtube.com/watch?v={done.held('youtube')[0]['id']}"
    vimeo = done.entry("upload", "vimeo").receipt
    assert vimeo is not None
    assert vimeo.url.startswith("https://vimeo.com/")
    sent = {name: next(each for each in done.requests(name, "POST") if each.created).body for name in POSTS}
    assert youtube in sent["x"].replace("\\/", "/")
    assert not any("127.0.0.1" in body for body in sent.values())
    said = {name: str(done.held(name)[0]) for name in POSTS}
    assert youtube in said["x"]
    assert youtube in said["reddit"]
    assert vimeo.url in said["facebook"]


def test_a_finished_launch_run_again_sends_nothing(done: Rig) -> None:
    """Launching a finished launch again, with the same manifest, asks the platforms nothing at all."""
    before = len(done.world.ledger.entries())
    done.launch(WANTED, until=RELEASE + timedelta(days=1))
    assert len(done.world.ledger.entries()) == before
    assert {each.state for each in done.entries()} == {State.DONE}
