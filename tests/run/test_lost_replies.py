"""Replies that are lost: every thing is made once, whatever the platforms do after having made it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from launcher.journal import decisions
from launcher.journal.records import State
from launcher.platforms.base import Draft, Receipt
from launcher.platforms.facebook.adapter import Facebook
from launcher.platforms.x.adapter import X as X_ADAPTER
from tests.run.rig import FILM_MD5, HOUR, MINUTE, PAGE, REDDIT, Rig, Rigged, T, X, manifest, posts_only

CROSSPOST = {
    "name": "shared",
    "on": "reddit",
    "subreddit": "shortfilms",
    "at": "on-reddit + 20m",
    "title": "A film of first kisses",
    "crosspost_of": "on-reddit",
}
REPLY = {"name": "reply", "on": "x", "reply_to": "on-x", "at": "on-x + 10m", "text": "On Vimeo too: {{ vimeo.url }}"}
EVERYTHING = manifest(
    hosts={"youtube": {"playlist": "Short films", "first_comment": "Tell us about yours."}, "vimeo": {}},
    film={**manifest()["film"], "poster": "poster.jpg"},
    posts=[X, PAGE, REDDIT, REPLY, CROSSPOST],
    engagement=[],
)
CREATES = {
    "youtube session": ("youtube", "POST", "*/upload/youtube/v3/videos*"),
    "youtube film": ("youtube", "PUT", "*/upload/youtube/v3/videos*"),
    "youtube playlist": ("youtube", "POST", "*/playlists*"),
    "youtube playlist item": ("youtube", "POST", "*/playlistItems*"),
    "youtube comment": ("youtube", "POST", "*/commentThreads*"),
    "vimeo entry": ("vimeo", "POST", "/me/videos"),
    "vimeo film": ("vimeo", "PATCH", "/upload/*"),
    "facebook post": ("facebook", "POST", "*/feed"),
    "x post and reply": ("x", "POST", "/2/tweets"),
    "reddit posts": ("reddit", "POST", "/api/submit*"),
}
MADE = {"youtube": 1, "vimeo": 1, "facebook": 1, "x": 2, "reddit": 2}
LOSSES: dict[str, dict[str, Any]] = {
    "no reply": {"what": "drop_after"},
    "half the JSON": {"what": "truncate"},
    "500 though made": {"what": "status_after", "status": 500, "body": '{"error": {"code": 2, "message": "retry"}}'},
    "another shape": {"what": "status_after", "status": 200, "body": "[]"},
    "nothing made": {"what": "drop_before"},
    "502, nothing made": {"what": "status", "status": 502},
}


def lose(rig: Rig, **fault: Any) -> None:
    """Put the fault on the first request of every create, and on the second of those that two actions use."""
    for platform, method, path in CREATES.values():
        rig.fault(platform=platform, method=method, path=path, nth=1, **fault)
    rig.fault(platform="x", method="POST", path="/2/tweets", nth=3, **fault)


def assert_once(rig: Rig) -> None:
    """Every action is done, and every platform holds each thing once."""
    assert set(rig.states().values()) == {"done"}, [(e.key, e.state, e.error) for e in rig.entries()]
    assert {name: len(rig.held(name)) for name in MADE} == MADE
    assert [each["md5"] for host in ("youtube", "vimeo") for each in rig.held(host)] == [FILM_MD5, FILM_MD5]
    assert len([each for each in rig.requests("youtube", "POST", "/commentThreads") if each.created]) == 1
    assert len([each for each in rig.requests("youtube", "POST", "/playlists") if each.created]) == 1
    assert len([each for each in rig.requests("youtube", "POST", "/playlistItems") if each.created]) == 1


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_reply_makes_nothing_twice(rig: Rig, loss: str) -> None:
    """Whatever is lost on every create of every platform, each thing exists once and each action ends done."""
    lose(rig, **LOSSES[loss])
    rig.launch(EVERYTHING)
    assert_once(rig)


def test_an_unconfirmed_post_is_looked_for_before_it_counts(rig: Rig) -> None:
    """A post whose reply is lost is unknown, then found, then done; it was asked for once."""
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.launch(posts_only(X))
    steps = [event.partition(":")[0] for event in rig.events("post", "on-x")]
    assert steps == ["planned", "claimed", "sent", "unknown", "claimed", "done"]
    assert len(rig.requests("x", "POST", "/2/tweets")) == 1
    receipt = rig.entry("post", "on-x").receipt
    assert receipt is not None
    assert receipt.id == rig.held("x")[0]["id"]


def test_a_search_that_lags_is_waited_for(rig_on: Rigged) -> None:
    """With searches a minute and a half behind, an unconfirmed item counts as absent only after the grace."""
    rig = rig_on(search_lag=timedelta(seconds=90))
    lose(rig, what="drop_after")
    rig.launch(EVERYTHING)
    assert_once(rig)


def test_a_worker_stopped_after_its_look_looks_again(rig_on: Rigged, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is when it looked: a look that was too early proves nothing, however late its worker goes on."""
    rig = rig_on(search_lag=timedelta(seconds=90))
    rig.fault("drop_after", "facebook", method="POST", nth=1)
    find = Facebook.find

    def stopped(page: Facebook, draft: Draft, since: datetime, *others: Any) -> Receipt | None:
        found = find(page, draft, since, *others)
        rig.clock.jump(rig.clock.now() + 3 * MINUTE)
        return found

    monkeypatch.setattr(Facebook, "find", stopped)
    rig.launch(posts_only(PAGE | {"text": "Today."}))
    assert rig.state("post", "on-page") is State.DONE
    assert len(rig.requests("facebook", "POST", "/feed")) == len(rig.held("facebook")) == 1


def test_the_grace_may_be_set_for_slow_days(rig_on: Rigged) -> None:
    """LAUNCHER_GRACE longer than a search's lag of minutes keeps an unconfirmed post from being sent again."""
    rig = rig_on(search_lag=8 * MINUTE)
    rig.environment["LAUNCHER_GRACE"] = "10m"
    rig.fault("drop_after", "facebook", method="POST", nth=1)
    rig.launch(posts_only(PAGE | {"text": "Today."}))
    assert rig.state("post", "on-page") is State.DONE
    assert len(rig.requests("facebook", "POST", "/feed")) == len(rig.held("facebook")) == 1


def test_an_unmade_post_is_sent_again_after_its_grace(rig: Rig) -> None:
    """A post that never reached X is sent again, but not before its search had time to show it."""
    rig.fault("drop_before", "x", method="POST", nth=1)
    rig.launch(posts_only(X))
    first, second = (each.at for each in rig.requests("x", "POST", "/2/tweets"))
    assert second - first >= 2 * MINUTE
    assert len(rig.held("x")) == 1


def test_nobody_can_tell_for_an_hour_and_a_person_is_asked(rig: Rig) -> None:
    """While the search fails the post stays unknown; after an hour it is held, with the words to resolve it."""
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.fault("status", "x", method="GET", times=0, status=503)
    rig.launch(posts_only(X), until=T + 30 * MINUTE)
    assert rig.state("post", "on-x") is State.UNKNOWN
    rig.play(T + 3 * HOUR)
    held = rig.entry("post", "on-x")
    assert held.state is State.HELD
    assert "sent, not confirmed" in (held.error or "")
    assert "launcher resolve film/post/on-x --posted URL" in (held.next or "")
    assert len(rig.requests("x", "POST", "/2/tweets")) == 1


def test_a_resumed_doubt_is_looked_for_again(rig: Rig) -> None:
    """Resuming a post that is held in doubt looks for it; it does not send it again."""
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.fault("status", "x", method="GET", times=0, status=503)
    rig.launch(posts_only(X), until=T + 3 * HOUR)
    rig.world.faults.clear()
    decisions.resume(rig.journal, ["film/post/on-x"])
    rig.play()
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.requests("x", "POST", "/2/tweets")) == 1


def test_our_own_mistake_after_sending_is_not_sent_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter that breaks on a reply leaves its post held in doubt; resumed, it is found and not sent again."""
    post = X_ADAPTER.post

    def broken(adapter: X_ADAPTER, draft: Draft) -> Receipt:
        post(adapter, draft)
        raise KeyError("data")

    with monkeypatch.context() as patched:
        patched.setattr(X_ADAPTER, "post", broken)
        rig.launch(posts_only(X), until=T + HOUR)
    held = rig.entry("post", "on-x")
    assert held.state is State.HELD
    assert "sent, not confirmed" in (held.error or "")
    decisions.resume(rig.journal, [held.key])
    rig.play()
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.requests("x", "POST", "/2/tweets")) == 1


def test_a_duplicate_refusal_after_a_doubt_is_adopted(rig: Rig) -> None:
    """X refuses a repeat as a duplicate: after an unconfirmed try that is its post, which is found and kept."""
    rig.environment["LAUNCHER_GRACE"] = "1s"
    rig.fault("drop_after", "x", method="POST", nth=1)
    stale = '{"meta": {"result_count": 0}}'
    rig.fault("status", "x", method="GET", path="/2/users/*/tweets", status=200, body=stale)
    rig.launch(posts_only(X))
    assert [each.status for each in rig.requests("x", "POST")] == [0, 403]
    receipt = rig.entry("post", "on-x").receipt
    assert receipt is not None
    assert [receipt.id] == [each["id"] for each in rig.held("x")]


def test_a_duplicate_that_cannot_be_found_is_a_persons(rig_on: Rigged) -> None:
    """Refused as a duplicate after a doubt, and not in any search: held, and found once the search shows it."""
    rig = rig_on(search_lag=10 * MINUTE)
    rig.environment["LAUNCHER_GRACE"] = "6m"
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.launch(posts_only(X))
    held = rig.entry("post", "on-x")
    assert held.state is State.HELD
    assert "duplicate" in (held.error or "")
    assert "launcher resolve" in (held.next or "")
    decisions.resume(rig.journal, [held.key])
    rig.play()
    assert rig.state("post", "on-x") is State.DONE
    assert (len(rig.held("x")), len(rig.requests("x", "POST"))) == (1, 2)


def test_a_first_duplicate_is_refused(rig: Rig) -> None:
    """Without an earlier try in doubt a duplicate is somebody else's post: refused, not adopted."""
    twin = {**X, "name": "twin", "at": "release + 4m"}
    rig.launch(posts_only(X, twin))
    assert rig.state("post", "on-x") is State.DONE
    assert rig.state("post", "twin") is State.REFUSED
    assert len(rig.held("x")) == 1


def test_a_page_that_cannot_be_dressed_asks_a_person(rig: Rig) -> None:
    """A playlist whose replies are always lost is held after a dozen tries, with what to type; the rest goes on."""
    rig.fault("status", platform="youtube", method="POST", path="*/playlists*", times=0, status=500)
    rig.launch(manifest(hosts={"youtube": {"playlist": "Short films"}}, posts=[], engagement=[]), T + 6 * HOUR)
    found = rig.entry("playlist", "youtube")
    assert found.state is State.HELD
    assert "launcher resume film/playlist/youtube" in (found.next or "")
    assert rig.state("release", "youtube") is State.DONE
