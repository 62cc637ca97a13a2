"""When a platform says no, or later: what waits, what is held, and what goes on all the same."""

from datetime import timedelta

import pytest

from launcher.clock import epoch
from launcher.errors import ManifestError
from launcher.journal import decisions
from launcher.journal.records import State
from tests.run.rig import HOUR, MINUTE, PAGE, REDDIT, Rig, Rigged, T, X, manifest, posts_only

SECOND_X = {**X, "name": "second", "at": "release + 3m", "text": "And on Vimeo, too"}
RESET = T + 17 * MINUTE


def throttle(rig: Rig, **request: str) -> None:
    """X says 429 until 17 minutes after release."""
    headers = {"x-rate-limit-reset": str(int(epoch(RESET))), "x-rate-limit-remaining": "0"}
    rig.fault("status", "x", status=429, body='{"title": "Too Many Requests"}', headers=headers, **request)


def test_a_throttled_account_waits_as_long_as_it_is_told(rig: Rig) -> None:
    """After a 429 the post and the account's next one wait for the platform's instant; other accounts do not."""
    throttle(rig, method="POST")
    rig.launch(posts_only(X, SECOND_X, PAGE | {"text": "Now."}))
    asked = [each.at for each in rig.requests("x", "POST")]
    assert len(asked) == 3
    assert min(asked[1:]) >= RESET
    assert max(asked[1:]) <= RESET + MINUTE
    assert rig.held("facebook")[0]["created_at"] == T + 5 * MINUTE
    assert len(rig.held("x")) == 2


def test_throttled_samples_hold_up_no_post(rig: Rig) -> None:
    """A 429 to a reading closes the readings' lane, not the account's posts."""
    ladder = [{"every": "1m", "for": "10m"}]
    rig.fault("status", "x", method="GET", times=0, status=429, body="{}", headers={"x-rate-limit-reset": "1999999999"})
    rig.launch({**posts_only(X, SECOND_X), "engagement": ladder})
    assert [each["created_at"] - T for each in sorted(rig.held("x"), key=lambda it: it["created_at"])] == [
        2 * MINUTE,
        3 * MINUTE,
    ]


def test_a_refused_post_says_what_to_do_and_the_others_go_on(rig: Rig) -> None:
    """A subreddit that wants a flair refuses the post for good; X and the Page get theirs."""
    rig.launch(posts_only(X, PAGE | {"text": "Now."}, {**REDDIT, "flair": ""}))
    refused = rig.entry("post", "on-reddit")
    assert refused.state is State.REFUSED
    assert "flair" in (refused.error or "").lower()
    assert "launcher retry film/post/on-reddit" in (refused.next or "")
    assert (len(rig.held("x")), len(rig.held("facebook")), len(rig.held("reddit"))) == (1, 1, 0)


def test_a_mended_refusal_goes_out(rig: Rig) -> None:
    """Putting the flair into the manifest and launching again sends what was refused, and that alone."""
    rig.launch(posts_only(X, {**REDDIT, "flair": ""}), until=T + HOUR)
    rig.launch(posts_only(X, REDDIT))
    assert rig.state("post", "on-reddit") is State.DONE
    assert (len(rig.held("x")), len(rig.held("reddit"))) == (1, 1)


def test_a_text_that_grew_too_long_is_refused(rig: Rig) -> None:
    """What only turns out too long when it is sent is refused by X itself, and sent once."""
    rig.record(posts_only(X))
    rig.fault(
        "status",
        "x",
        method="POST",
        status=400,
        body='{"title": "Invalid Request", "detail": "Your Tweet text is too long."}',
    )
    rig.play()
    assert rig.state("post", "on-x") is State.REFUSED
    assert "too long" in (rig.entry("post", "on-x").error or "")
    assert len(rig.requests("x", "POST")) == 1


@pytest.mark.parametrize(
    ("platform", "variable", "name"),
    [
        ("x", "X_ACCESS_TOKEN", "on-x"),
        ("facebook", "FACEBOOK_PAGE_TOKEN", "on-page"),
        ("reddit", "REDDIT_REFRESH_TOKEN", "on-reddit"),
    ],
)
def test_a_dead_login_holds_its_account_alone(rig: Rig, platform: str, variable: str, name: str) -> None:
    """A post of a revoked login is held; the other accounts go on; with a new login `resume` sends it."""
    rig.record(posts_only(X, PAGE | {"text": "Now."}, REDDIT))
    rig.play(T + HOUR, **{variable: rig.world.credentials[variable] + "-expired"})
    held = rig.entry("post", name)
    assert held.state is State.HELD, (held.state, held.error)
    assert f"launcher resume {held.key}" in (held.next or "")
    assert sorted(len(rig.held(each)) for each in ("x", "facebook", "reddit")) == [0, 1, 1]
    assert decisions.resume(rig.journal, [held.key]) == [held.key]
    rig.play()
    assert rig.state("post", name) is State.DONE
    assert len(rig.held(platform)) == 1


@pytest.mark.parametrize(("host", "variable"), [("youtube", "YOUTUBE_REFRESH_TOKEN"), ("vimeo", "VIMEO_ACCESS_TOKEN")])
def test_a_dead_login_of_one_host_does_not_stop_the_other(rig: Rig, host: str, variable: str) -> None:
    """The host whose login is dead is held and nothing that shows it is sent; the other host is released at release."""
    other = {"youtube": "vimeo", "vimeo": "youtube"}[host]
    shows_other = {**X, "text": f"{{{{ {other}.url }}}}"}
    rig.record(manifest(posts=[shows_other, {**PAGE, "text": "Here it is", "link": host}]))
    rig.play(T + HOUR, **{variable: rig.world.credentials[variable] + "-expired"})
    assert rig.state("upload", host) is State.HELD
    assert [each["public_at"] for each in rig.held(other)] == [T]
    assert (len(rig.held("x")), len(rig.held("facebook"))) == (1, 0)
    decisions.resume(rig.journal, [f"film/upload/{host}"])
    rig.play()
    assert (len(rig.held(host)), len(rig.held("facebook"))) == (1, 1)


def test_a_name_that_is_still_empty_stops_the_post(rig: Rig) -> None:
    """A post whose template names a figure that nobody has read yet is held; nothing is sent, and others go on."""
    early = {**X, "name": "early", "text": "{{ views }} views already"}
    rig.launch(posts_only(early, PAGE | {"text": "Now."}))
    held = rig.entry("post", "early")
    assert held.state is State.HELD
    assert "views" in (held.error or "")
    assert rig.requests("x", "POST") == []
    assert len(rig.held("facebook")) == 1


def test_an_unknown_name_never_gets_as_far(rig: Rig) -> None:
    """A template that names nothing there is stops the launch before anything is recorded."""
    with pytest.raises(ManifestError, match="vimoe"):
        rig.record(posts_only({**X, "text": "{{ vimoe.url }}"}))
    assert rig.entries() == []


def test_a_failed_transcode_is_refused_and_told(rig_on: Rigged) -> None:
    """A film that a host cannot process is never released there, and posts that show it wait in vain."""
    rig = rig_on(transcode_fails=True)
    rig.launch(posts_only(X))
    assert rig.state("ready", "youtube") is State.REFUSED
    assert rig.state("release", "youtube") is State.PLANNED
    assert [each["public"] for each in rig.held("youtube")] == [False]
    assert rig.held("x") == []


def test_a_refused_poster_holds_back_nothing(rig: Rig) -> None:
    """A poster that YouTube refuses is told of; the film is released on time and announced, and uploaded once."""
    rig.fault("status", "youtube", method="POST", path="*/thumbnails/*", times=0, status=403, body=FORBIDDEN)
    film = {**manifest()["film"], "poster": "poster.jpg"}
    rig.launch({**posts_only(X), "film": film})
    assert rig.state("poster", "youtube") is State.REFUSED
    assert [each["public_at"] for each in rig.held("youtube")] == [T]
    assert len(rig.held("x")) == 1


FORBIDDEN = '{"error": {"code": 403, "errors": [{"reason": "forbidden", "message": "no custom thumbnails"}]}}'


def test_a_quota_that_is_spent_waits_for_the_next_day(rig: Rig) -> None:
    """YouTube's daily quota is spent: the upload waits instead of failing, and goes out when there is some again."""
    spent = '{"error": {"code": 403, "errors": [{"reason": "quotaExceeded", "domain": "youtube.quota"}]}}'
    rig.fault("status", "youtube", method="POST", path="*/upload/*", status=403, body=spent)
    rig.launch(manifest(posts=[], engagement=[]), until=T + timedelta(hours=1))
    waiting = rig.entry("upload", "youtube")
    assert (waiting.state, waiting.receipt) == (State.PLANNED, None)
    assert waiting.due_at >= T
    rig.play(T + 20 * HOUR)
    assert rig.state("upload", "youtube") is State.DONE
    assert len(rig.held("youtube")) == 1
