"""Nonsense from platforms: it ends as a held or unconfirmed action, never as the end of the process."""

import pytest

from launcher.journal import decisions
from launcher.journal.records import State
from tests.run.rig import HOUR, Rig, T, X, manifest, posts_only

IDS = {"a lone surrogate": "1\\ud800", "escapes": "1\\u001b[2J", "a space": "1 2", "nothing": ""}


@pytest.mark.parametrize("id_", IDS)
def test_an_id_that_is_none_is_looked_for(rig: Rig, id_: str) -> None:
    """A reply whose id cannot be kept proves nothing: the post is found by its words, and made once."""
    body = f'{{"data":{{"id":"{IDS[id_]}","text":"x"}}}}'
    rig.fault("status_after", "x", method="POST", path="/2/tweets", status=201, body=body, nth=1)
    rig.launch(posts_only(X), until=T + HOUR)
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.held("x")) == len(rig.requests("x", "POST", "/2/tweets")) == 1


@pytest.mark.parametrize("wait", ["315360000", "253402300799", "-999999999999", "nan", "inf", "1e400"])
def test_no_wait_is_endless(rig: Rig, wait: str) -> None:
    """Whatever a 429 says, the post goes out within a day, or at once when a person says so."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=429, headers={"retry-after": wait}, nth=1)
    rig.launch(posts_only({**X, "late": "48h"}), until=T + 26 * HOUR)
    assert len(rig.held("x")) == 1


def test_a_person_overrides_a_pause(rig: Rig) -> None:
    """`launcher resume` opens the lane that a 429 has closed."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=429, headers={"retry-after": "72000"}, nth=1)
    rig.launch(posts_only(X), until=T + HOUR)
    assert decisions.hold(rig.journal, ["film/post/on-x"])
    assert decisions.resume(rig.journal, ["film/post/on-x"])
    rig.play(T + 2 * HOUR)
    assert rig.state("post", "on-x") is State.DONE


@pytest.mark.parametrize("link", ["null", "7", '""'])
def test_a_film_without_an_address_ends_nothing(rig: Rig, link: str) -> None:
    """A host that tells no address for the film: the action waits or is held, and the process goes on."""
    body = f'{{"uri":"/videos/1","link":{link},"created_time":"2026-12-07T17:00:00"}}'
    rig.fault("status", "vimeo", method="GET", path="/videos/*", status=200, body=body, times=0)
    rig.launch(manifest(hosts={"vimeo": {}}, posts=[], engagement=[]), until=T - HOUR)
    assert rig.state("upload", "vimeo") in (State.PLANNED, State.UNKNOWN, State.HELD)


@pytest.mark.parametrize("value", ["NaN", "1e999", "1e300", "-1e16"])
def test_an_absurd_count_is_left_out(rig: Rig, value: str) -> None:
    """A reading that nobody can believe is not kept, and the sampler goes on."""
    body = '{"data":[{"id":"2129984782463926272","public_metrics":{"like_count":VALUE}}]}'.replace("VALUE", value)
    rig.fault("status", "x", method="GET", path="/2/users/*/tweets", status=200, body=body, times=0)
    rig.launch(manifest(posts=[X], hosts={"youtube": {}}), until=T + HOUR)
    assert rig.state("post", "on-x") is State.DONE
