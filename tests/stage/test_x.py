"""The imitated X API v2, driven by signatures that oauthlib makes, and by tweepy."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import oauthlib.oauth1
import pytest
import requests
import tweepy

from launcher.clock import CompressedClock, wall_seconds
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from launcher.stage.x.text import addresses, shortened, weight

START = datetime(2026, 12, 7, 17, tzinfo=UTC)
PUBLIC = "https://api.twitter.com"


@dataclass
class _Client:
    """Signed HTTP to the account of one stage."""

    world: World
    clock: CompressedClock

    def signed(self, method: str, path: str, **changed: str) -> dict[str, str]:
        known = self.world.credentials
        keys = {
            "client_key": known["X_API_KEY"],
            "client_secret": known["X_API_SECRET"],
            "resource_owner_key": known["X_ACCESS_TOKEN"],
            "resource_owner_secret": known["X_ACCESS_SECRET"],
            **changed,
        }
        _, headers, _ = oauthlib.oauth1.Client(**keys).sign(PUBLIC + path, http_method=method)
        return {str(name): str(text) for name, text in headers.items()}

    def send(self, method: str, path: str, headers: dict[str, str], json: Any = None) -> requests.Response:
        return requests.request(method, f"{self.world.root}/x{path}", headers=headers, json=json, timeout=10)

    def ask(self, method: str, path: str, json: Any = None, **changed: str) -> requests.Response:
        return self.send(method, path, self.signed(method, path, **changed), json)

    def post(self, text: str, **members: Any) -> requests.Response:
        return self.ask("POST", "/2/tweets", {"text": text, **members})

    def made(self, text: str, **members: Any) -> str:
        reply = self.post(text, **members)
        assert reply.status_code == 201, reply.text
        made: str = reply.json()["data"]["id"]
        return made

    @property
    def timeline(self) -> str:
        return f"/2/users/{self.ask('GET', '/2/users/me').json()['data']['id']}/tweets"


def stage(**settings: Any) -> Iterator[_Client]:
    clock = CompressedClock(START)
    world = World(clock=clock, settings=StageSettings(**settings))
    with Server(world):
        yield _Client(world, clock)


@pytest.fixture
def client() -> Iterator[_Client]:
    yield from stage(search_lag=timedelta(minutes=1), transcode=timedelta(minutes=3))


@pytest.fixture(scope="module")
def quiet() -> Iterator[_Client]:
    yield from stage()


@pytest.fixture
def poor() -> Iterator[_Client]:
    yield from stage(x_credit=0.217)


def refused(reply: requests.Response) -> tuple[int, str]:
    body = reply.json()
    assert {"title", "detail", "type", "status"} <= set(body)
    assert body["status"] == reply.status_code
    return reply.status_code, body["detail"]


@pytest.mark.parametrize(
    "changed",
    [
        {"client_key": "foreign"},
        {"client_secret": "foreign"},
        {"resource_owner_key": "foreign"},
        {"resource_owner_secret": "foreign"},
        {"signature_method": "PLAINTEXT"},
        {"timestamp": str(int(wall_seconds()) - 301)},
        {"timestamp": "soon"},
    ],
)
def test_a_wrong_signature_is_unauthorized(quiet: _Client, changed: dict[str, str]) -> None:
    """Foreign keys, another method and an old timestamp all answer 401, and nothing is made."""
    assert refused(quiet.ask("POST", "/2/tweets", {"text": "x"}, **changed)) == (401, "Unauthorized")
    assert quiet.world.shelves["x"]() == []


def test_a_signature_holds_for_one_request_only(client: _Client) -> None:
    """It covers method, path and query, and its nonce is used up."""
    headers = client.signed("GET", "/2/users/me?user.fields=id")
    assert client.send("GET", "/2/users/me?user.fields=name", headers).status_code == 401
    assert client.send("GET", "/2/tweets?ids=1", headers).status_code == 401
    assert client.send("GET", "/2/users/me?user.fields=id", headers).status_code == 200
    assert client.send("GET", "/2/users/me?user.fields=id", headers).status_code == 401
    assert client.send("GET", "/2/users/me", {}).status_code == 401


def test_an_app_that_may_only_read_does_not_post(client: _Client) -> None:
    """Reading works; posting answers 403 with X's words for it."""
    token = client.world.credentials["X_ACCESS_TOKEN"] + "-readonly"
    assert client.ask("GET", "/2/users/me", resource_owner_key=token).status_code == 200
    status, detail = refused(client.ask("POST", "/2/tweets", {"text": "x"}, resource_owner_key=token))
    assert status == 403
    assert "oauth1 app permissions" in detail


def test_a_post_shows_short_addresses_and_tells_the_long_ones(client: _Client) -> None:
    """Text comes back with t.co addresses and character references; the entities' places point into it."""
    made = client.made("Kiss & tell: https://youtu.be/abc.")
    client.clock.jump(START + timedelta(minutes=1))
    post = client.ask("GET", f"{client.timeline}?tweet.fields=entities").json()["data"][0]
    url = post["entities"]["urls"][0]
    assert (post["id"], url["expanded_url"]) == (made, "https://youtu.be/abc")
    assert post["text"] == f"Kiss &amp; tell: {url['url']}."
    assert post["text"][url["start"] : url["end"]] == url["url"]
    assert url["url"].startswith("https://t.co/")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"text": ""}, 400, "parameters"),
        ({"text": "x" * 281}, 400, "too long"),
        ({"text": "\u3042" * 141}, 400, "too long"),
        ({"text": "x", "colour": "red"}, 400, "parameters"),
        ({"text": 5}, 400, "parameters"),
        ({"text": "x", "reply": {"in_reply_to_tweet_id": "abc"}}, 400, "parameters"),
        ({"text": "x", "reply": {"in_reply_to_tweet_id": "5"}}, 403, "reply to a Tweet that is deleted"),
        ({"text": "x", "quote_tweet_id": "5"}, 403, "quote"),
        ({"text": "x", "media": {"media_ids": ["5"]}}, 400, "media IDs are invalid"),
    ],
)
def test_a_wrong_post_is_refused_and_nothing_is_made(
    quiet: _Client, body: dict[str, Any], status: int, words: str
) -> None:
    """Each has X's status and words."""
    found, detail = refused(quiet.ask("POST", "/2/tweets", body))
    assert found == status
    assert words in detail
    assert quiet.world.shelves["x"]() == []


def test_a_duplicate_text_is_refused(client: _Client) -> None:
    """With the sentence by which programs know it."""
    client.made("twice")
    assert refused(client.post("twice")) == (
        403,
        "You are not allowed to create a Tweet with duplicate content.",
    )


def test_old_and_new_names_of_fields(client: _Client) -> None:
    """`tweet.fields` answers in both namings, `post.fields` in the new one alone; others are refused."""
    made = client.made("one")
    reply = client.made("two", reply={"in_reply_to_tweet_id": made})
    old = client.ask("GET", f"/2/tweets?ids={reply}&tweet.fields=public_metrics,referenced_tweets").json()["data"][0]
    assert old["referenced_tweets"] == [{"type": "replied_to", "id": made}]
    assert old["public_metrics"]["retweet_count"] == old["public_metrics"]["repost_count"]
    new = client.ask("GET", f"/2/tweets?ids={reply}&post.fields=public_metrics").json()["data"][0]
    assert "retweet_count" not in new["public_metrics"]
    assert client.ask("GET", f"/2/tweets?ids={reply}&tweet.fields=colour").status_code == 400


def test_the_timeline_lags_and_comes_in_pages(client: _Client) -> None:
    """Newest first, five to a hundred a page, after the lag; ids and instants narrow it."""
    path = client.timeline
    ids = [client.made(f"post {number}") for number in range(7)]
    assert client.ask("GET", path).json() == {"meta": {"result_count": 0}}
    client.clock.jump(START + timedelta(minutes=1))
    first = client.ask("GET", f"{path}?max_results=5").json()
    rest = client.ask("GET", f"{path}?max_results=5&pagination_token={first['meta']['next_token']}").json()
    assert [each["id"] for each in first["data"] + rest["data"]] == ids[::-1]
    since = client.ask("GET", f"{path}?since_id={ids[4]}&start_time=2026-12-07T17:00:00Z").json()
    assert since["meta"]["result_count"] == 2
    assert client.ask("GET", f"{path}?start_time=2026-12-07T17:00:01Z").json()["meta"]["result_count"] == 0
    assert client.ask("GET", f"{path}?max_results=4").status_code == 400


def test_a_missing_post_is_an_error_beside_the_others(client: _Client) -> None:
    """A lookup answers 200 with what it found and one problem for each that it did not."""
    made = client.made("here")
    reply = client.ask("GET", f"/2/tweets?ids={made},99").json()
    assert [each["id"] for each in reply["data"]] == [made]
    assert [(each["title"], each["value"]) for each in reply["errors"]] == [("Not Found Error", "99")]
    assert client.ask("DELETE", f"/2/tweets/{made}").json() == {"data": {"deleted": True}}
    assert "data" not in client.ask("GET", f"/2/tweets?ids={made}").json()


def test_credit_is_spent_by_posts_and_reads(poor: _Client) -> None:
    """A post with an address costs $0.20, one without $0.015, an own read $0.001; then 402."""
    poor.made("https://youtu.be/abc")
    made = poor.made("no address")
    assert poor.ask("GET", poor.timeline + "?max_results=5").status_code == 200
    status, detail = refused(poor.ask("GET", f"/2/tweets?ids={made}"))
    assert (status, "credits" in detail) == (402, True)
    assert poor.post("and more").status_code == 402
    assert len(poor.world.shelves["x"]()) == 2


def test_windows_are_told_and_end(client: _Client) -> None:
    """The headers count down to 429, and the next window begins anew."""
    left = [client.ask("GET", "/2/users/me").headers["x-rate-limit-remaining"] for _ in range(2)]
    assert left == ["74", "73"]
    for _ in range(73):
        client.ask("GET", "/2/users/me")
    over = client.ask("GET", "/2/users/me")
    assert refused(over) == (429, "Too Many Requests")
    client.clock.jump(datetime.fromtimestamp(int(over.headers["x-rate-limit-reset"]), UTC))
    assert client.ask("GET", "/2/users/me").status_code == 200


def test_media_go_up_in_segments_and_are_processed(client: _Client) -> None:
    """Base64 or a file; a post may carry them once the processing has ended."""
    opened = {"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": 8}
    media = client.ask("POST", "/2/media/upload/initialize", opened).json()["data"]["id"]
    base = f"/2/media/upload/{media}"
    client.ask("POST", f"{base}/append", {"media": base64.b64encode(b"abcd").decode(), "segment_index": 0})
    assert client.ask("POST", f"{base}/finalize").status_code == 400
    requests.post(
        f"{client.world.root}/x{base}/append",
        headers=client.signed("POST", f"{base}/append"),
        data={"segment_index": "1"},
        files={"media": b"\r\nef"},
        timeout=10,
    ).raise_for_status()
    assert client.ask("POST", f"{base}/finalize").json()["data"]["processing_info"]["state"] == "in_progress"
    assert client.post("too early", media={"media_ids": [media]}).status_code == 400
    client.clock.jump(START + timedelta(minutes=3))
    asked = client.ask("GET", f"/2/media/upload?media_id={media}&command=STATUS").json()["data"]
    assert (asked["processing_info"]["state"], asked["size"]) == ("succeeded", 8)
    client.made("with a trailer", media={"media_ids": [media]})


def test_an_image_is_described_and_shown_behind_the_text(client: _Client) -> None:
    """It is ready at once; the post's text ends with a link of its own, which `entities` explain."""
    large = {"media_type": "image/png", "media_category": "tweet_image", "total_bytes": (5 << 20) + 1}
    assert client.ask("POST", "/2/media/upload/initialize", large).status_code == 400
    media = client.ask("POST", "/2/media/upload/initialize", {**large, "total_bytes": 3}).json()["data"]["id"]
    part = {"media": base64.b64encode(b"png").decode(), "segment_index": 0}
    client.ask("POST", f"/2/media/upload/{media}/append", part)
    assert "processing_info" not in client.ask("POST", f"/2/media/upload/{media}/finalize").json()["data"]
    words = {"id": media, "metadata": {"alt_text": {"text": "A kiss."}}}
    assert client.ask("POST", "/2/media/metadata", words).json()["data"]["id"] == media
    words["metadata"] = {"alt_text": {"text": "k" * 1001}}
    assert client.ask("POST", "/2/media/metadata", words).status_code == 400
    post = client.made("Look", media={"media_ids": [media]})
    read = client.ask("GET", f"/2/tweets?ids={post}&tweet.fields=entities").json()["data"][0]
    (link,) = read["entities"]["urls"]
    assert read["text"] == f"Look {link['url']}"
    assert link["expanded_url"].endswith(f"/status/{post}/photo/1")


def test_tweepy_posts_reads_and_is_refused(client: _Client) -> None:
    """The SDK itself, which signs the public address whatever the socket."""
    root, known = client.world.root, client.world.credentials

    class Loopback(requests.adapters.HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            request.url = str(request.url).replace(PUBLIC, f"{root}/x")
            return super().send(request, *args, **kwargs)

    names = ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
    sdk = tweepy.Client(None, *(known[f"X_{name}"] for name in names))
    sdk.session.mount(PUBLIC, Loopback())
    made = sdk.create_tweet(text="A kiss \u00e9 & more https://youtu.be/abc").data["id"]
    client.clock.jump(START + timedelta(hours=24))
    fields = ["public_metrics", "created_at"]
    me = sdk.get_me(user_auth=True).data
    read = sdk.get_users_tweets(me.id, tweet_fields=fields, start_time=START, user_auth=True)
    assert [str(each.id) for each in read.data] == [made]
    assert read.data[0].public_metrics["impression_count"] > 1_000_000
    assert read.data[0].created_at == START
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        sdk.create_tweet(text="A kiss \u00e9 & more https://youtu.be/abc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("https://youtu.be/" + "x" * 300, 23),
        ("see example.com.", 4 + 23 + 1),
        ("me@example.com", 14),
        ("\u3042", 2),
        ("\u2019", 1),
        ("e\u0301", 1),
        ("\U0001f48b", 2),
        ("\U0001f469\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468", 2),
        ("\U0001f44b\U0001f3fd", 2),
        ("\U0001f1fa\U0001f1f8\U0001f1eb\U0001f1f7", 4),
        ("1\ufe0f\u20e3", 2),
        ("(https://en.example.org/Kiss_(film))", 25),
    ],
)
def test_weights_are_those_of_twitter_text_3(text: str, expected: int) -> None:
    """An address weighs 23, an emoji of any length 2, CJK 2, Latin 1."""
    assert weight(text) == expected


def test_bare_domains_are_addresses() -> None:
    """X links them as http."""
    assert addresses("at example.com/a, then") == [(3, 16)]
    assert shortened("at example.com")[1][0]["expanded_url"] == "http://example.com"
