"""Reddit's traps, over the wire: RATELIMIT with a post in it, denied tokens, sleeps, silent removals."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from launcher.clock import CompressedClock
from launcher.errors import LoginExpired, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.reddit import RedditLogin
from launcher.platforms.base import Draft, Receipt
from launcher.platforms.reddit.adapter import Reddit
from tests.platforms.hostile import Answer, Fault, Hostile, Request, reply

NOW = datetime(2026, 12, 7, 17, tzinfo=UTC)
DRAFT = Draft(title="First Kiss", link="https://vimeo.com/1", destination="videos")
TOKEN = reply({"access_token": "t", "expires_in": 3600, "scope": "submit read", "token_type": "bearer"})
MADE = {"url": "https://www.reddit.com/r/videos/comments/abc/first_kiss/", "id": "abc", "name": "t3_abc"}


@contextmanager
def account(answer: Callable[[Request], Answer], token: Answer = TOKEN) -> Iterator[tuple[Reddit, Hostile]]:
    """An account on a server that answers like that, and grants that token."""
    with Hostile(lambda request: token if request.path.endswith("access_token") else answer(request)) as server:
        reddit = Reddit()
        keys = {"client_id": "id", "client_secret": "s3cret", "refresh_token": "r3fresh", "user_agent": "a test by me"}
        reddit.connect(RedditLogin(**keys, api_root=f"{server.root}/reddit", timeout=2), CompressedClock(NOW))
        yield reddit, server


def errors(code: str, words: str = "no", **more: object) -> Answer:
    """A refusal in a reply of status 200."""
    return reply({"json": {"errors": [[code, words, "sr"]], **more}})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (errors("ALREADY_SUB"), Refused),
        (errors("SUBREDDIT_NOEXIST"), Refused),
        (errors("SOMETHING_NEW"), Refused),
        (errors("USER_REQUIRED"), LoginExpired),
        (errors("RATELIMIT", "Take a break for 9 minutes before trying again."), Throttled),
        (reply({"message": "Bad Request", "error": 400}, status=400), Refused),
        (reply({"reason": "BAD_SR_NAME", "explanation": "no", "fields": ["sr"]}, status=400), Refused),
        (reply({"message": "Forbidden", "error": 403}, status=403), Refused),
        (reply({}, status=403, www_authenticate='Bearer error="insufficient_scope"'), LoginExpired),
        (reply({}, status=404), Refused),
        (reply({}, status=413), Refused),
        (reply({}, status=429, x_ratelimit_reset="120"), Throttled),
        (reply({}, status=429, retry_after="soon"), Throttled),
    ],
    ids=lambda value: getattr(value, "__name__", None) or f"{value.status} {value.body[:60].decode()}",
)
def test_each_refusal_has_its_outcome(answer: Answer, expected: type[PlatformError]) -> None:
    """What Reddit explains created nothing."""
    with account(lambda _: answer) as (reddit, server), pytest.raises(PlatformError) as told:
        reddit.post(DRAFT)
    assert told.type is expected
    assert len(server.requests) == 2


def test_a_ratelimit_reply_that_carries_the_post_is_a_success() -> None:
    """praw raises on it and drops the data; the post is live."""
    answer = errors("RATELIMIT", "Take a break for 9 minutes before trying again.", ratelimit=540.0, data=MADE)
    with account(lambda _: answer) as (reddit, _):
        assert reddit.post(DRAFT) == Receipt(id="t3_abc", url=MADE["url"])


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (errors("RATELIMIT", "Take a break for 9 minutes before trying again.", ratelimit=540.5), 540.5),
        (errors("RATELIMIT", "Take a break for 9 minutes before trying again."), 540),
        (errors("RATELIMIT", "Take a break for 30 seconds before trying again."), 30),
        (errors("RATELIMIT", "Slow down."), 60),
    ],
    ids=["as a number", "in minutes", "in seconds", "in no words"],
)
def test_a_ratelimit_tells_when(answer: Answer, seconds: float) -> None:
    """The wait stands in a number or in words."""
    with account(lambda _: answer) as (reddit, _), pytest.raises(Throttled) as told:
        reddit.post(DRAFT)
    assert told.value.retry_at == NOW + timedelta(seconds=seconds)


def test_a_denied_access_token_is_renewed_once_and_then_told() -> None:
    """Nothing was created, so the next call brings a new token; two that are denied in a row are dead."""
    with account(lambda _: reply({}, status=401)) as (reddit, server):
        with pytest.raises(Throttled) as told:
            reddit.post(DRAFT)
        assert told.value.retry_at == NOW
        with pytest.raises(LoginExpired):
            reddit.post(DRAFT)
    assert [request.path.rpartition("/")[2] or "submit" for request in server.requests] == [
        *("access_token", "submit"),
        *("access_token", "submit"),
    ]


def test_a_dead_refresh_token_is_told_as_a_login() -> None:
    """The token endpoint's 400 is about the credentials, never about the post, and shows none of them."""
    refused = reply({"error": "invalid_grant r3fresh"}, status=400)
    with account(lambda _: reply({}), token=refused) as (reddit, _), pytest.raises(LoginExpired) as told:
        reddit.post(DRAFT)
    assert "r3fresh" not in str(told.value)


def test_a_lost_token_request_created_nothing() -> None:
    """The token's POST makes no post: it may be sent again."""
    with account(lambda _: reply({})) as (reddit, server):
        server.fault = Fault.DROP_UNREAD
        with pytest.raises(Unavailable):
            reddit.post(DRAFT)
        assert server.sent == 1


def test_praw_does_not_sleep_when_the_window_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adapters never sleep: pacing is told, and others decide."""
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"slept {seconds} s"))
    used_up = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "300", "x_ratelimit_used": "100"}
    with account(lambda _: reply({"id": "7", "name": "me"}, **used_up)) as (reddit, _):
        for _ in range(3):
            assert reddit.account().name == "me"


def test_a_submission_asks_for_no_resubmit_and_goes_below_the_roots_prefix() -> None:
    """What is on the wire: the link, the flags, and the path under the root."""
    with account(lambda _: reply({"json": {"errors": [], "data": MADE}})) as (reddit, server):
        reddit.post(Draft(title="First Kiss", link="https://vimeo.com/1", destination="videos", nsfw=True))
    request = server.requests[-1]
    sent = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    assert request.path == "/reddit/api/submit/"
    assert sent["resubmit"] == "False"
    assert (sent["kind"], sent["url"], sent["sr"], sent["nsfw"]) == ("link", "https://vimeo.com/1", "videos", "True")


def test_a_silent_removal_is_sampled() -> None:
    """Reddit tells nobody; the sample does."""
    data = {"id": "abc", "name": "t3_abc", "subreddit": "videos", "score": 1, "removed_by_category": "moderator"}
    listing = {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": data}], "after": None}}
    with account(lambda _: reply(listing)) as (reddit, server):
        samples = {sample.metric: sample.value for sample in reddit.sample([Receipt(id="t3_abc")])}
    assert samples == {"score": 1, "removed": 1}
    assert len(server.requests) == 2


def test_praws_own_settings_cannot_change_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """A praw_ variable, as a praw.ini beside a manifest, is overruled."""
    monkeypatch.setenv("praw_client_id", "other")
    monkeypatch.setenv("praw_username", "mallory")
    with account(lambda _: reply({"id": "7", "name": "me"})) as (reddit, server):
        reddit.account()
    token = server.requests[0]
    assert token.headers["authorization"] == "Basic aWQ6czNjcmV0"
    assert b"grant_type=refresh_token" in token.body


@pytest.mark.parametrize(
    ("newer", "reads"), [(0, 1), (150, 2), (2000, 10)], ids=["one page", "further back", "too many"]
)
def test_a_lost_post_is_looked_for_back_to_its_time(newer: int, reads: int) -> None:
    """Behind a pinned old post, and behind all that was posted since; where Reddit lists no further it cannot tell."""
    hour = timedelta(hours=1).total_seconds()
    mine = {"created_utc": NOW.timestamp() - hour, "subreddit": "videos", "url": DRAFT.link, "permalink": "/r/videos/1"}
    others = [{"created_utc": NOW.timestamp(), "subreddit": "pics", "url": "", "permalink": "/2"}] * newer
    old = [{"created_utc": NOW.timestamp() - 99 * hour, "subreddit": "pics", "url": "", "permalink": "/3"}]
    shelf = [
        {**each, "id": str(place), "name": f"t3_{place}"}
        for place, each in enumerate([*old, *others, mine, *old * 120])
    ]

    def listed(request: Request) -> Answer:
        if request.path.endswith("/me"):
            return reply({"name": "me", "id": "1"})
        query = parse_qs(request.query)
        start = int(query.get("after", ["t3_-1"])[0].removeprefix("t3_")) + 1
        page = shelf[start : start + 100]
        after = page[-1]["name"] if start + 100 < len(shelf) else None
        children = [{"kind": "t3", "data": each} for each in page]
        return reply({"kind": "Listing", "data": {"children": children, "after": after}})

    with account(listed) as (reddit, server):
        if newer < 1000:
            found = reddit.find(DRAFT, NOW - timedelta(hours=2))
            assert found is not None
            assert found.id == f"t3_{newer + 1}"
        else:
            with pytest.raises(Unavailable, match="cannot tell"):
                reddit.find(DRAFT, NOW - timedelta(hours=2))
        assert len([each for each in server.requests if "/submitted" in each.path]) == reads
