"""X's traps, over the wire: shortened links, drifting names, credit, cost and signatures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from oauthlib.oauth1.rfc5849 import signature

from launcher.clock import SystemClock, utc
from launcher.errors import LoginExpired, PlatformError, Refused, Throttled
from launcher.logins.x import XLogin
from launcher.platforms.base import Draft, Receipt
from launcher.platforms.x.adapter import X
from tests.platforms.hostile import Answer, Hostile, Request, reply

SINCE = datetime(2026, 12, 7, 17, tzinfo=UTC)
ME = reply({"data": {"id": "7", "username": "firstkiss", "name": "First Kiss"}})
LONG = "https://www.youtube.com/watch?v=abc"


@contextmanager
def account(answer: Callable[[Request], Answer]) -> Iterator[tuple[X, Hostile]]:
    """An account on a server that answers like that, and says who it is."""
    with Hostile(lambda request: ME if request.path.endswith("/users/me") else answer(request)) as server:
        x = X()
        keys = {"api_key": "key", "api_secret": "hush", "access_token": "7-token", "access_secret": "shush"}
        x.connect(XLogin(**keys, api_root=f"{server.root}/x", timeout=2), SystemClock())
        yield x, server


def shown(text: str, **more: object) -> Answer:
    """A timeline of one post, as X shows it."""
    return reply({"data": [{"id": "900", "text": text, "created_at": "2026-12-07T17:00:01.000Z", **more}]})


def problem(status: int, detail: str, **headers: str) -> Answer:
    """X's problem document."""
    return reply({"title": "Problem", "detail": detail, "status": status}, status=status, **headers)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (problem(400, "One or more parameters to your request was invalid."), Refused),
        (problem(401, "Unauthorized"), LoginExpired),
        (problem(402, "Your account has no credits"), Refused),
        (problem(403, "You are not permitted to perform this action."), Refused),
        (problem(404, "Not Found"), Refused),
        (problem(429, "Too Many Requests", x_rate_limit_reset="1796673600"), Throttled),
        (problem(429, "Too Many Requests", x_rate_limit_reset="soon"), Throttled),
    ],
    ids=["400", "401", "402", "403", "404", "429", "429 with an unreadable reset"],
)
def test_each_refusal_has_its_outcome_and_its_fix(answer: Answer, expected: type[PlatformError]) -> None:
    """A 4xx created nothing; what can be done about it is said."""
    with account(lambda _: answer) as (x, _), pytest.raises(PlatformError) as told:
        x.post(Draft(text="hello"))
    assert told.type is expected
    if answer.status in (400, 401, 402):
        assert told.value.fix
    if isinstance(told.value, Throttled) and "1796673600" in answer.headers.values():
        assert told.value.retry_at == utc(1796673600)


def test_an_empty_purse_names_the_fix() -> None:
    """402 is for good until somebody buys credit."""
    with account(lambda _: problem(402, "credits depleted")) as (x, _), pytest.raises(Refused, match="buy credits"):
        x.post(Draft(text="hello"))


def test_requests_are_signed_for_xs_own_address_and_sent_to_the_root() -> None:
    """OAuth 1.0a signs https://api.twitter.com whatever the socket; the prefix of the root is on the wire only."""
    with account(lambda _: reply({"data": {"id": "900", "text": "hello"}}, status=201)) as (x, server):
        receipt = x.post(Draft(text="hello", reply_to=Receipt(id="899")))
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/x/2/tweets")
    assert request.body == b'{"reply": {"in_reply_to_tweet_id": "899"}, "text": "hello"}'
    assert verified(request)
    assert receipt == Receipt(id="900", url="https://x.com/i/web/status/900")


def verified(request: Request) -> bool:
    """Whether oauthlib, as a server that holds the secrets, accepts the signature."""
    headers = {"Authorization": request.headers["authorization"]}
    told = dict(signature.collect_parameters(headers=headers, exclude_oauth_signature=False))
    signed = SimpleNamespace(
        http_method=request.method,
        uri="https://api.twitter.com/2/tweets",
        signature=told.pop("oauth_signature"),
        params=list(told.items()),
    )
    assert (told["oauth_consumer_key"], told["oauth_token"]) == ("key", "7-token")
    return signature.verify_hmac_sha1(signed, "hush", "shush")


@pytest.mark.parametrize(
    "told",
    [
        shown(
            "Kiss &amp; tell: https://t.co/aa",
            entities={"urls": [{"url": "https://t.co/aa", "expanded_url": LONG}]},
        ),
        shown(
            "Kiss &amp; te…",
            note_tweet={
                "text": "Kiss &amp; tell: https://t.co/aa",
                "entities": {"urls": [{"url": "https://t.co/aa", "expanded_url": LONG}]},
            },
        ),
        shown(
            "Kiss &amp; te…",
            note_post={
                "text": "Kiss & tell: https://t.co/aa",
                "entities": {"urls": [{"url": "https://t.co/aa", "expanded_url": LONG}]},
            },
        ),
    ],
    ids=["a short post", "a long post by its old name", "a long post by its new name"],
)
def test_find_sees_through_shortened_links(told: Answer) -> None:
    """X shows t.co and HTML entities; the text that was sent is found all the same."""
    with account(lambda _: told) as (x, server):
        found = x.find(Draft(text=f"Kiss & tell: {LONG}"), SINCE)
    assert found == Receipt(id="900", url="https://x.com/firstkiss/status/900", at=SINCE.replace(second=1))
    asked = parse_qs(server.requests[-1].query)
    assert asked["start_time"] == ["2026-12-07T16:58:00Z"]


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
def test_find_tells_replies_apart_by_what_they_answer(name: str) -> None:
    """The same thanks under another post is another reply."""
    told = shown("@firstkiss thanks", **{name: [{"type": "replied_to", "id": "899"}]})
    with account(lambda _: told) as (x, _):
        assert x.find(Draft(text="thanks", reply_to=Receipt(id="899")), SINCE) is not None
        assert x.find(Draft(text="thanks", reply_to=Receipt(id="898")), SINCE) is None


def test_find_reads_every_page() -> None:
    """A busy account's post may stand on the second page."""

    def paged(request: Request) -> Answer:
        if "pagination_token" in parse_qs(request.query):
            return shown("hello")
        return reply({"data": [{"id": "901", "text": "else"}], "meta": {"next_token": "more"}})

    with account(paged) as (x, _):
        assert x.find(Draft(text="hello"), SINCE) is not None


@pytest.mark.parametrize("reposts", ["retweet_count", "repost_count"])
def test_metrics_are_read_under_old_and_new_names(reposts: str) -> None:
    """tweepy and the prose say retweet, the OpenAPI document says repost."""
    counted = {reposts: 3, "like_count": 5, "reply_count": 0}
    with account(lambda _: shown("hello", public_metrics=counted)) as (x, _):
        samples = {sample.metric: sample.value for sample in x.sample([Receipt(id="900")])}
    assert samples == {"shares": 3, "likes": 5, "comments": 0}


def test_many_posts_are_read_a_hundred_a_page() -> None:
    """Two full pages of the own timeline, and no question who the account is: its token begins with its id."""
    ids = [str(900 - number) for number in range(200)]

    def timeline(request: Request) -> Answer:
        start = 100 if "pagination_token=more" in request.query else 0
        posts = [{"id": each, "public_metrics": {"like_count": 1}} for each in ids[start : start + 100]]
        return reply({"data": posts, "meta": {} if start else {"next_token": "more"}})

    with account(timeline) as (x, server):
        samples = x.sample([Receipt(id=each) for each in ids])
    assert [request.path for request in server.requests] == ["/x/2/users/7/tweets"] * 2
    assert {sample.receipt_id for sample in samples} == set(ids)


def test_samples_cost_no_more_than_by_id() -> None:
    """One cheap page around the wanted posts; only what it lacks is looked up by id."""

    def timeline(request: Request) -> Answer:
        if request.path.endswith("/2/tweets"):
            return reply({"data": [{"id": "12", "public_metrics": {"like_count": 1}}]})
        return shown("hello", public_metrics={"like_count": 2})

    with account(timeline) as (x, server):
        samples = x.sample([Receipt(id="900"), Receipt(id="12")])
    page, lookup = (parse_qs(request.query) for request in server.requests)
    assert (page["since_id"], page["until_id"], page["max_results"]) == (["11"], ["901"], ["10"])
    assert lookup["ids"] == ["12"]
    assert {(sample.receipt_id, sample.value) for sample in samples} == {("900", 2), ("12", 1)}
