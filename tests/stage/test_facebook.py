"""The imitated Graph API, driven over HTTP as its documents describe it, and by facebook-sdk."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import facebook
import pytest
import requests

from launcher.clock import CompressedClock, epoch
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World

START = datetime(2026, 12, 7, 17, tzinfo=UTC)


@dataclass
class _Client:
    """Plain HTTP to the Page of one stage."""

    world: World
    clock: CompressedClock

    @property
    def token(self) -> str:
        return self.world.credentials["FACEBOOK_PAGE_TOKEN"]

    @property
    def page(self) -> str:
        return self.world.credentials["FACEBOOK_PAGE_ID"]

    def ask(self, method: str, path: str, *, token: str = "", files: Any = None, **fields: Any) -> requests.Response:
        fields = {"access_token": token or self.token, **fields}
        query, body = (fields, None) if method == "GET" else (None, fields)
        root = f"{self.world.root}/facebook/v26.0"
        return requests.request(method, root + path, params=query, data=body, files=files, timeout=10)

    def get(self, path: str, **fields: Any) -> Any:
        return self.ask("GET", path, **fields).json()

    def post(self, path: str, **fields: Any) -> Any:
        return self.ask("POST", path, **fields).json()

    def feed(self, **fields: Any) -> Any:
        return self.post(f"/{self.page}/feed", **fields)


def stage() -> Iterator[_Client]:
    clock = CompressedClock(START)
    world = World(clock=clock, settings=StageSettings(search_lag=timedelta(minutes=1)))
    with Server(world):
        yield _Client(world, clock)


@pytest.fixture
def client() -> Iterator[_Client]:
    yield from stage()


@pytest.fixture(scope="module")
def quiet() -> Iterator[_Client]:
    yield from stage()


def error(reply: Any) -> tuple[int, str]:
    assert set(reply["error"]) >= {"message", "type", "code", "fbtrace_id"}
    return reply["error"]["code"], reply["error"]["type"]


def test_a_post_is_created_and_told_in_the_ledger(client: _Client) -> None:
    """A post answers with its id, and the ledger knows which request made it."""
    made = client.feed(message="First kisses", link="https://youtu.be/abc")["id"]
    assert made.startswith(client.page + "_")
    client.get("/me")  # a request is in the ledger when the next is answered
    assert client.world.ledger.records()[0]["created"] == (made,)
    shelf = client.world.shelves["facebook"]()
    assert [(item["id"], item["public"], item["link"]) for item in shelf] == [(made, True, "https://youtu.be/abc")]


def test_the_same_post_at_once_again_is_a_duplicate_but_not_after_another(client: _Client) -> None:
    """Graph compares with the last post only."""
    client.feed(message="one")
    assert error(client.feed(message="one")) == (506, "OAuthException")
    client.feed(message="two")
    assert "id" in client.feed(message="one")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, 100),
        ({"message": " "}, 100),
        ({"message": "x" * 63_207}, 100),
        ({"message": "x", "published": "False"}, 100),
        ({"message": "x", "scheduled_publish_time": "soon", "published": "false"}, 100),
        ({"message": "x", "scheduled_publish_time": "1", "published": "false"}, 100),
        ({"message": "x", "targeting": "[]"}, 100),
        ({"message": "x", "link": "not a link"}, 1500),
        ({"link": "https://a.example/", "description": "ours"}, 100),
    ],
)
def test_a_wrong_post_is_refused_and_nothing_is_made(quiet: _Client, fields: dict[str, str], code: int) -> None:
    """Each wrong parameter has its code, and the shelf stays empty."""
    assert error(quiet.feed(**fields))[0] == code
    assert quiet.world.shelves["facebook"]() == []


def test_a_scheduled_post_goes_out_by_the_stages_clock(client: _Client) -> None:
    """It stands in scheduled_posts until its time, and in published_posts after it."""
    later = int(epoch(START + timedelta(hours=1)))
    made = client.feed(message="later", published="false", scheduled_publish_time=str(later))["id"]
    client.clock.jump(START + timedelta(minutes=2))
    fields = {"fields": "scheduled_publish_time,is_published"}
    assert client.get(f"/{client.page}/scheduled_posts", **fields)["data"] == [
        {"scheduled_publish_time": later, "is_published": False, "id": made}
    ]
    client.clock.jump(START + timedelta(hours=1))
    assert client.get(f"/{client.page}/scheduled_posts")["data"] == []
    assert [each["id"] for each in client.get(f"/{client.page}/published_posts")["data"]] == [made]


def test_listings_lag_behind_and_come_in_pages(client: _Client) -> None:
    """A new post is read by its id at once, and listed only after the lag; pages follow their cursors."""
    ids = [client.feed(message=f"post {number}")["id"] for number in range(3)]
    assert client.get(f"/{ids[0]}")["message"] == "post 0"
    path = f"/{client.page}/published_posts"
    assert client.get(path)["data"] == []
    client.clock.jump(START + timedelta(minutes=1))
    first = client.get(path, limit=2)
    rest = requests.get(first["paging"]["next"], timeout=10).json()
    assert [each["id"] for each in first["data"] + rest["data"]] == ids[::-1]
    assert "next" not in rest["paging"]
    assert client.get(path, since=int(epoch(START)) + 1)["data"] == []


def test_engagement_grows_and_is_read_in_batches(client: _Client) -> None:
    """Shares, reactions and comments of several posts come in one reply."""
    ids = [client.feed(message=f"post {number}")["id"] for number in range(2)]
    fields = "shares,reactions.summary(true).limit(0),comments.summary(true)"
    fresh = client.get("/", ids=",".join(ids), fields=fields)
    assert "shares" not in fresh[ids[0]]
    client.clock.jump(START + timedelta(hours=24))
    client.post(f"/{ids[1]}/comments", message="And a song.")
    grown = client.get("/", ids=",".join(ids), fields=fields)
    assert grown[ids[0]]["shares"]["count"] > 1000
    assert grown[ids[0]]["reactions"]["summary"]["total_count"] > grown[ids[0]]["comments"]["summary"]["total_count"]
    assert [each["message"] for each in grown[ids[1]]["comments"]["data"]] == ["And a song."]


def test_fields_are_those_of_the_object(client: _Client) -> None:
    """A field that never was, and one that left with version 3.3, are told apart; the link is in the attachment."""
    made = client.feed(message="m", link="https://youtu.be/abc")["id"]
    assert error(client.get(f"/{made}", fields="message,colour"))[0] == 100
    assert error(client.get(f"/{made}", fields="message,link"))[0] == 12
    assert error(client.get(f"/{made}", fields="attachments{unshimmed_url"))[0] == 100
    read = client.get(f"/{made}", fields="attachments{unshimmed_url},permalink_url")
    assert read["attachments"]["data"] == [{"unshimmed_url": "https://youtu.be/abc"}]
    assert read["permalink_url"].startswith("https://www.facebook.com/")


def test_tokens_that_are_missing_foreign_or_dead(client: _Client) -> None:
    """Each is an OAuthException, with the header in which Graph repeats it."""
    bare = requests.get(f"{client.world.root}/facebook/v26.0/me", timeout=10)
    assert error(bare.json()) == (104, "OAuthException")
    foreign = client.ask("GET", "/me", token="foreign")
    assert error(foreign.json())[0] == 190
    assert "invalid_token" in foreign.headers["www-authenticate"]
    dead = client.get("/me", token=client.token + "-expired")
    assert (dead["error"]["code"], dead["error"]["error_subcode"]) == (190, 463)


def test_a_token_of_too_few_rights_reads_and_does_not_post(client: _Client) -> None:
    """debug_token tells the scopes, and posting answers 403 with code 200."""
    poor = client.token + "-readonly"
    told = client.get("/debug_token", input_token=poor)["data"]
    assert told["is_valid"]
    assert "pages_manage_posts" not in told["scopes"]
    refused = client.ask("POST", f"/{client.page}/feed", token=poor, message="x")
    assert (refused.status_code, error(refused.json())[0]) == (403, 200)


def test_appsecret_proof_is_checked_where_it_is_sent(client: _Client) -> None:
    """The right proof passes, another is refused."""
    secret = client.world.credentials["FACEBOOK_APP_SECRET"]
    proof = hmac.new(secret.encode(), client.token.encode(), hashlib.sha256).hexdigest()
    assert client.get("/me", appsecret_proof=proof)["id"] == client.page
    assert error(client.get("/me", appsecret_proof="0" * 64)) == (100, "GraphMethodException")


def test_a_page_has_no_permissions_edge_and_no_stranger_an_object(client: _Client) -> None:
    """`/me/permissions` belongs to people; an unknown id answers as one that may not be seen."""
    assert error(client.get("/me/permissions"))[0] == 100
    assert client.get("/424242")["error"]["error_subcode"] == 33


def test_replies_name_version_and_usage(client: _Client) -> None:
    """Programs pace themselves by X-App-Usage."""
    reply = client.ask("GET", "/me")
    assert reply.headers["facebook-api-version"] == "v26.0"
    assert set(requests.models.complexjson.loads(reply.headers["x-app-usage"])) == {
        "call_count",
        "total_cputime",
        "total_time",
    }


def test_a_video_goes_up_in_phases(client: _Client) -> None:
    """start, transfer until both offsets are equal, finish; a wrong offset is refused."""
    path = f"/{client.page}/videos"
    opened = client.post(path, upload_phase="start", file_size=6)
    session = {"upload_session_id": opened["upload_session_id"], "upload_phase": "transfer"}
    chunk = {"video_file_chunk": ("chunk", b"ab\r\ncd")}
    elsewhere = client.post(path, **session, start_offset=3, files=chunk)["error"]
    assert (elsewhere["code"], elsewhere["error_subcode"]) == (6001, 1363037)
    assert elsewhere["error_data"] == {"start_offset": "0", "end_offset": "6"}
    sent = client.post(path, **session, start_offset=0, files=chunk)
    assert sent["start_offset"] == sent["end_offset"] == "6"
    assert client.post(path, **{**session, "upload_phase": "finish"}, title="First Kiss") == {"success": True}
    read = client.get(f"/{opened['video_id']}", fields="title,published,views,status")
    assert (read["title"], read["published"], read["status"]["video_status"]) == ("First Kiss", True, "processing")


def test_an_unpublished_video_is_made_public_later(client: _Client) -> None:
    """Not while it is being sent; then, once it is finished as unpublished, by a POST to itself."""
    path = f"/{client.page}/videos"
    opened = client.post(path, upload_phase="start", file_size=2)
    video = f"/{opened['video_id']}"
    assert client.get(video, fields="status")["status"]["uploading_phase"]["status"] == "in_progress"
    assert "error" in client.post(video, published="true")
    same = {"upload_session_id": opened["upload_session_id"]}
    client.post(path, upload_phase="transfer", start_offset=0, files={"video_file_chunk": ("chunk", b"ab")}, **same)
    client.post(path, upload_phase="finish", published="false", **same)
    assert not client.get(video, fields="published")["published"]
    assert client.post(video, published="true", description="Out.") == {"success": True}
    assert client.get(video, fields="published,description") == {
        "published": True, "description": "Out.", "id": opened["video_id"],
    }  # fmt: skip


def test_a_post_shows_photos_that_wait_for_it(client: _Client) -> None:
    """Unpublished and described; for a day, and no other id."""
    photo = client.post(
        f"/{client.page}/photos", published="false", alt_text_custom="A kiss.", files={"source": ("a.jpg", b"jpeg")}
    )["id"]
    assert client.get(f"/{photo}", fields="alt_text")["alt_text"] == "A kiss."
    shown = json.dumps([{"media_fbid": photo}])
    made = client.feed(message="Look", attached_media=shown)["id"]
    (found,) = client.get(f"/{made}", fields="attachments{media_type,target}")["attachments"]["data"]
    assert (found["media_type"], found["target"]["id"]) == ("photo", photo)
    assert error(client.feed(message="Other", attached_media='[{"media_fbid": "1"}]'))[0] == 100
    client.clock.jump(START + timedelta(days=1))
    assert error(client.feed(message="Late", attached_media=shown))[0] == 100


def test_facebook_sdk_reads_and_writes(client: _Client) -> None:
    """The SDK itself, with its address rewritten below it."""
    root = client.world.root

    class Loopback(requests.adapters.HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            request.url = str(request.url).replace("https://graph.facebook.com", f"{root}/facebook")
            return super().send(request, *args, **kwargs)

    session = requests.Session()
    session.mount("https://graph.facebook.com", Loopback())
    graph = facebook.GraphAPI(client.token, session=session, timeout=10)
    graph.version = "v26.0"
    made = graph.put_object(client.page, "feed", message="by the SDK")["id"]
    assert graph.get_objects([made], fields="message")[made]["message"] == "by the SDK"
    with pytest.raises(facebook.GraphAPIError) as refused:
        graph.put_object(client.page, "feed", message="by the SDK")
    assert refused.value.code == 506
