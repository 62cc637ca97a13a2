"""The imitated Reddit, driven over HTTP as its documents describe it, and by praw."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import praw
import prawcore
import pytest
import requests

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World

START = datetime(2026, 12, 7, 17, tzinfo=UTC)
LINK = "https://youtu.be/abc"


@dataclass
class _Client:
    """Plain HTTP to one stage's Reddit."""

    world: World
    clock: CompressedClock
    bearer: str = field(default="", repr=False)

    @property
    def root(self) -> str:
        return f"{self.world.root}/reddit"

    @property
    def agent(self) -> dict[str, str]:
        return {"user-agent": self.world.credentials["REDDIT_USER_AGENT"]}

    def grant(self, suffix: str = "", secret: str = "", **fields: str) -> requests.Response:
        known = self.world.credentials
        form = {"grant_type": "refresh_token", "refresh_token": known["REDDIT_REFRESH_TOKEN"] + suffix, **fields}
        app = (known["REDDIT_CLIENT_ID"], secret or known["REDDIT_CLIENT_SECRET"])
        return requests.post(f"{self.root}/api/v1/access_token", form, auth=app, headers=self.agent, timeout=10)

    def ask(self, method: str, path: str, bearer: str = "", **fields: Any) -> requests.Response:
        self.bearer = self.bearer or self.grant().json()["access_token"]
        headers = {**self.agent, "authorization": f"bearer {bearer or self.bearer}"}
        sent = {"params": fields} if method == "GET" else {"data": fields}
        return requests.request(method, self.root + path, headers=headers, timeout=10, allow_redirects=False, **sent)

    def get(self, path: str, **fields: Any) -> Any:
        return self.ask("GET", path, **fields).json()

    def submit(self, **fields: Any) -> Any:
        usual = {"api_type": "json", "kind": "link", "sr": "shortfilms", "title": "First Kiss", "url": LINK}
        return self.ask("POST", "/api/submit", **{**usual, **fields}).json()["json"]

    def made(self, **fields: Any) -> str:
        reply = self.submit(**fields)
        assert reply["errors"] == [], reply
        name: str = reply["data"]["name"]
        return name

    def flair(self, text: str) -> str:
        templates = self.get("/r/Filmmakers/api/link_flair_v2")
        return next(each["id"] for each in templates if each["text"] == text)

    def names(self, path: str, **fields: Any) -> list[str]:
        return [each["data"]["name"] for each in self.get(path, **fields)["data"]["children"]]


def stage() -> Iterator[_Client]:
    clock = CompressedClock(START)
    world = World(clock=clock, settings=StageSettings(search_lag=timedelta(minutes=5)))
    with Server(world):
        yield _Client(world, clock)


@pytest.fixture
def client() -> Iterator[_Client]:
    yield from stage()


@pytest.fixture(scope="module")
def quiet() -> Iterator[_Client]:
    yield from stage()


def test_a_refresh_token_gives_a_bearer_with_its_scopes(client: _Client) -> None:
    """And says how long it lives."""
    given = client.grant().json()
    assert {"submit", "read", "identity"} <= set(given["scope"].split())
    assert (given["token_type"], given["expires_in"]) == ("bearer", 86_400)
    assert set(client.get("/api/v1/scopes")) == set(given["scope"].split())


def test_wrong_apps_tokens_and_grants(client: _Client) -> None:
    """Each is refused as Reddit does it: 401, 400, and 200 with an error."""
    assert client.grant(secret="foreign").status_code == 401
    assert client.grant(suffix="x").status_code == 400
    assert client.grant(suffix="-expired").status_code == 400
    assert client.grant(grant_type="password", username="a", password="b").json() == {"error": "invalid_grant"}
    assert client.grant(grant_type="magic").json() == {"error": "unsupported_grant_type"}


def test_nameless_clients_are_told_to_wait(client: _Client) -> None:
    """The agent of a library shares a limit that is always used up."""
    assert requests.post(f"{client.root}/api/v1/access_token", timeout=10).status_code == 429
    assert requests.get(f"{client.root}/api/v1/me", timeout=10).json() == {"message": "Too Many Requests", "error": 429}


def test_bearers_that_are_unknown_or_lack_the_scope(client: _Client) -> None:
    """401 invalid_token and 403 insufficient_scope, in the header by which clients tell them apart."""
    unknown = client.ask("GET", "/api/v1/me", bearer="foreign")
    assert (unknown.status_code, "invalid_token" in unknown.headers["www-authenticate"]) == (401, True)
    poor = client.grant(suffix="-readonly").json()["access_token"]
    assert client.ask("GET", "/api/v1/me", bearer=poor).json()["name"] == "stage_director"
    refused = client.ask("POST", "/api/submit", bearer=poor, sr="videos")
    assert (refused.status_code, "insufficient_scope" in refused.headers["www-authenticate"]) == (403, True)


def test_a_link_is_submitted(client: _Client) -> None:
    """The reply has the new thing's id, fullname and address; the ledger knows who made it."""
    made = client.submit()["data"]
    assert made["name"] == f"t3_{made['id']}"
    assert made["url"] == f"https://www.reddit.com/r/shortfilms/comments/{made['id']}/first_kiss/"
    client.get("/api/v1/me")
    assert [each["created"] for each in client.world.ledger.records() if each["created"]] == [(made["id"],)]


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"sr": ""}, "SUBREDDIT_REQUIRED", "sr"),
        ({"sr": "nosuch"}, "SUBREDDIT_NOEXIST", "sr"),
        ({"title": ""}, "NO_TEXT", "title"),
        ({"title": "x" * 301}, "TOO_LONG", "title"),
        ({"kind": "song"}, "INVALID_OPTION", "kind"),
        ({"url": ""}, "NO_URL", "url"),
        ({"url": "nowhere"}, "BAD_URL", "url"),
        ({"sr": "videos", "kind": "self"}, "NO_SELFS", "sr"),
        ({"sr": "TrueFilm"}, "NO_LINKS", "sr"),
        ({"sr": "Filmmakers"}, "SUBMIT_VALIDATION_FLAIR_REQUIRED", "flair"),
        ({"kind": "crosspost", "crosspost_fullname": "t3_nope"}, "INVALID_CROSSPOST_THING", "crosspost_fullname"),
    ],
)
def test_a_wrong_submission_is_refused_by_a_triple(
    quiet: _Client, fields: dict[str, str], code: str, where: str
) -> None:
    """Status 200, `[code, text, field]`, and nothing is made."""
    errors = quiet.submit(**fields)["errors"]
    assert [(each[0], each[2]) for each in errors] == [(code, where)]
    assert quiet.world.shelves["reddit"]() == []


def test_flair_that_is_not_the_subreddits_is_a_bare_400(client: _Client) -> None:
    """Reddit does not say why."""
    for wrong in ({"flair_id": "nope"}, {"flair_text": "Film"}):
        fields = {"api_type": "json", "kind": "link", "sr": "Filmmakers", "title": "t", "url": LINK, **wrong}
        assert client.ask("POST", "/api/submit", **fields).json() == {"message": "Bad Request", "error": 400}
    made = client.made(sr="filmmakers", flair_id=client.flair("Film"))
    thing = client.get("/api/info", id=made)["data"]["children"][0]["data"]
    assert (thing["link_flair_text"], thing["subreddit"]) == ("Film", "Filmmakers")


def test_a_link_is_submitted_once_unless_resubmitted(client: _Client) -> None:
    """ALREADY_SUB is about one subreddit."""
    client.made()
    assert client.submit(resubmit="False")["errors"][0][0] == "ALREADY_SUB"
    client.made(sr="videos")
    client.made(resubmit="true")


def test_too_many_submissions_need_a_break(client: _Client) -> None:
    """RATELIMIT names the minutes, and passes with them."""
    for number in range(10):
        client.made(url=f"{LINK}{number}")
    refused = client.submit(url=LINK)
    assert refused["errors"][0][0] == "RATELIMIT"
    assert "Take a break for 10 minutes" in refused["errors"][0][1]
    client.clock.jump(START + timedelta(seconds=refused["ratelimit"] + 1))
    client.made(url=LINK)


def test_listings_lag_and_info_does_not(client: _Client) -> None:
    """A new submission is known by its fullname at once, and listed minutes later."""
    ids = [client.made(url=f"{LINK}{number}") for number in range(3)]
    assert client.names("/api/info", id=",".join([*ids, "t3_nope"])) == ids
    own = "/user/stage_director/submitted"
    assert client.names(own) == client.names("/r/shortfilms/new") == []
    client.clock.jump(START + timedelta(minutes=5))
    page = client.get(own, limit=2)["data"]
    rest = client.names(own, limit=2, after=page["after"])
    assert [each["data"]["name"] for each in page["children"]] + rest == ids[::-1]
    assert client.ask("GET", "/user/somebody/submitted").status_code == 404


def test_a_post_climbs_its_subreddit_and_the_front_page(client: _Client) -> None:
    """Other people's posts fill the pages; by bedtime ours is on r/all."""
    made = client.made()
    client.clock.jump(START + timedelta(minutes=5))
    assert made in client.names("/r/shortfilms/hot", limit=25)
    assert made not in client.names("/r/all/hot", limit=100)
    assert len(client.names("/r/all/hot", limit=100)) == 100
    client.clock.jump(START + timedelta(hours=16))
    assert made in client.names("/r/all/hot", limit=10)
    assert made in client.names("/r/popular/hot", limit=10)
    thing = client.get("/api/info", id=made)["data"]["children"][0]["data"]
    assert thing["score"] > 1000
    assert 0 < thing["upvote_ratio"] <= 1


def test_a_silent_removal_shows_in_the_thing_alone(client: _Client) -> None:
    """removed_by_category is the only word of it; the listings leave it out."""
    made = client.made()
    client.clock.jump(START + timedelta(minutes=5))
    client.ask("POST", "/api/remove", id=made)
    thing = client.get("/api/info", id=made)["data"]["children"][0]["data"]
    assert thing["removed_by_category"] == "moderator"
    assert made not in client.names("/r/shortfilms/hot") + client.names("/r/shortfilms/new")


def test_a_subreddit_that_is_not_there_leads_to_the_search(client: _Client) -> None:
    """As Reddit does it: 302, never 404."""
    for path in ("/r/nosuch/about", "/r/nosuch/hot", "/r/nosuch/about/rules"):
        reply = client.ask("GET", path)
        assert (reply.status_code, "/subreddits/search" in reply.headers["location"]) == (302, True)


def test_the_window_is_told_and_ends(client: _Client) -> None:
    """prawcore paces itself by these three headers."""
    first, second = client.ask("GET", "/api/v1/me").headers, client.ask("GET", "/api/v1/me").headers
    assert float(first["x-ratelimit-remaining"]) - float(second["x-ratelimit-remaining"]) == 1
    assert 0 < int(second["x-ratelimit-reset"]) <= 600
    client.clock.jump(START + timedelta(seconds=int(second["x-ratelimit-reset"])))
    assert client.ask("GET", "/api/v1/me").headers["x-ratelimit-used"] == "1"


def test_comments(client: _Client) -> None:
    """Below a submission and below a comment; empty and over-long ones are refused."""
    made = client.made()
    said = client.ask("POST", "/api/comment", thing_id=made, text="Hello").json()["json"]["data"]["things"][0]["data"]
    client.ask("POST", "/api/comment", thing_id=said["name"], text="Answer")
    _, below = client.get(f"/comments/{made[3:]}")
    assert [(each["data"]["body"], each["data"]["parent_id"]) for each in below["data"]["children"]] == [
        ("Hello", made),
        ("Answer", said["name"]),
    ]
    assert client.names("/user/stage_director/comments") == []
    client.clock.jump(START + timedelta(minutes=5))
    assert client.names("/user/stage_director/comments")[-1] == said["name"]
    for text, code in (("", "NO_TEXT"), ("x" * 10_001, "TOO_LONG")):
        refused = client.ask("POST", "/api/comment", thing_id=made, text=text).json()
        assert refused["json"]["errors"][0][0] == code


def test_a_picture_is_sent_to_a_leased_place(client: _Client) -> None:
    """Lease, file, submission. The reply does not say which post comes of it; the listing shows it later."""
    lease = client.ask("POST", "/api/media/asset.json", filepath="a.jpg", mimetype="image/jpeg").json()["args"]
    place, form = f"http:{lease['action']}", {each["name"]: each["value"] for each in lease["fields"]}
    picture = {"kind": "image", "url": f"https:{lease['action']}/{form['key']}"}
    assert client.submit(**picture)["errors"][0][0] == "BAD_URL"
    sent = requests.post(place, data=form, files={"file": ("a.jpg", b"jpeg")}, timeout=10)
    assert (sent.status_code, sent.headers["content-type"]) == (201, "application/xml")
    assert requests.post(place, data={"key": "other"}, files={"file": b"jpeg"}, timeout=10).status_code == 403
    reply = client.submit(**picture)
    assert set(reply["data"]) == {"user_submitted_page", "websocket_url"}
    client.clock.jump(START + timedelta(hours=1))
    post = client.get("/r/shortfilms/new")["data"]["children"][0]["data"]
    assert post["url"].startswith("https://i.redd.it/")
    assert not post["is_self"]


@pytest.fixture
def sdk(client: _Client) -> praw.Reddit:
    known = client.world.credentials
    return praw.Reddit(
        client_id=known["REDDIT_CLIENT_ID"],
        client_secret=known["REDDIT_CLIENT_SECRET"],
        refresh_token=known["REDDIT_REFRESH_TOKEN"],
        user_agent=known["REDDIT_USER_AGENT"],
        reddit_url=client.root,
        oauth_url=client.root + "/",
        check_for_updates=False,
        ratelimit_seconds=0,
    )


def test_praw_reads_what_a_subreddit_asks_for(client: _Client, sdk: praw.Reddit) -> None:
    """Requirements, flair, rules, and who we are."""
    sub = sdk.subreddit("Filmmakers")
    assert sub.post_requirements()["is_flair_required"]
    assert "Film" in [each["text"] for each in sub.flair.link_templates]
    assert next(iter(sub.rules)).short_name == "Flair your post"
    assert (sub.display_name, str(sdk.user.me())) == ("Filmmakers", "stage_director")
    with pytest.raises(prawcore.exceptions.Redirect):
        _ = sdk.subreddit("nosuch").subscribers


def test_praw_submits_crossposts_comments_and_finds(client: _Client, sdk: praw.Reddit) -> None:
    """The SDK itself, through its own objects."""
    sub = sdk.subreddit("Filmmakers")
    post = sub.submit("First Kiss", url=LINK, flair_id=client.flair("Film"), resubmit=False)
    shared = post.crosspost("shortfilms", title="First Kiss again")
    post.reply("Music: an old song.")
    client.clock.jump(START + timedelta(minutes=5))
    own = list(sdk.redditor("stage_director").submissions.new(limit=None))
    assert [each.title for each in own] == ["First Kiss again", "First Kiss"]
    assert own[0].crosspost_parent == post.fullname
    read = list(sdk.info(fullnames=[post.fullname, shared.fullname]))
    assert [(each.num_comments, each.num_crossposts, each.removed_by_category) for each in read] == [
        (1, 1, None),
        (0, 0, None),
    ]
    with pytest.raises(praw.exceptions.RedditAPIException) as refused:
        sub.submit("First Kiss", url=LINK, flair_id=client.flair("Film"), resubmit=False)
    assert refused.value.items[0].error_type == "ALREADY_SUB"
