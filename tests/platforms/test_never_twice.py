"""No adapter sends a create twice, whatever the platform does after the first.

A case names an adapter's create and how a friendly server answers it; every fault is played on every case.
To add one: a `Case` in `CASES`.
"""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import httplib2
import praw
import prawcore
import pytest

from launcher.clock import SystemClock
from launcher.errors import OutcomeUnknown, PlatformError, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.logins.reddit import RedditLogin
from launcher.logins.vimeo import VimeoLogin
from launcher.logins.x import XLogin
from launcher.logins.youtube import YoutubeLogin
from launcher.platforms.base import Attached, Draft, Film, Receipt
from launcher.platforms.facebook.adapter import Facebook
from launcher.platforms.keys import VimeoKeys, YouTubeKeys
from launcher.platforms.reddit.adapter import Reddit
from launcher.platforms.vimeo.adapter import Vimeo
from launcher.platforms.x.adapter import X
from launcher.platforms.youtube.adapter import YouTube
from tests.platforms.contract import Kept, ignore
from tests.platforms.hostile import FAULTS, Answer, Fault, Hostile, Request, reply

TIMEOUT = 0.5
"""Seconds that an adapter waits in these tests."""

SIZE = Path(__file__).stat().st_size
"""Bytes of the file that stands for a film."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One create. `answer` is the friendly server; `ready` connects to a root, warms up, and returns the create."""

    name: str
    answer: Callable[[Request], Answer]
    ready: Callable[[str], Callable[[], object]]
    faults: tuple[Fault, ...] = tuple(FAULTS)
    outcome: type[PlatformError] = OutcomeUnknown


def x_answer(request: Request) -> Answer:
    """X: who am I, and a post."""
    if request.path == "/x/2/tweets" and request.method == "POST":
        text = json.loads(request.body)["text"]
        return reply({"data": {"id": "1790000000000000001", "text": text}}, creates=True, status=201)
    return reply({"data": {"id": "7", "username": "firstkiss", "name": "First Kiss"}})


def x_ready(root: str, **shown: Any) -> Callable[[], object]:
    """X, logged in."""
    x = X()
    keys = {"api_key": "key", "api_secret": "secret", "access_token": "7-token", "access_secret": "hidden"}
    x.connect(XLogin(**keys, api_root=f"{root}/x", timeout=TIMEOUT), SystemClock())
    x.account()
    return lambda: x.post(Draft(text="First Kiss is out", **shown))


def facebook_answer(request: Request) -> Answer:
    """Graph: the Page and its holder, and a feed post."""
    if request.method == "POST":
        return reply({"id": "42_1001"}, creates=True)
    return reply({"id": "42", "name": "First Kiss"})


def facebook_ready(root: str, **shown: Any) -> Callable[[], object]:
    """A Facebook Page, logged in."""
    page = Facebook()
    login = FacebookLogin(page_id="42", page_token="PAGETOKEN", api_root=f"{root}/facebook", timeout=TIMEOUT)
    page.connect(login, SystemClock())
    page.account()
    draft = Draft(text="First Kiss is out", **(shown or {"link": "https://www.youtube.com/watch?v=abc"}))
    return lambda: page.post(draft)


def reddit_answer(request: Request) -> Answer:
    """Reddit: a token, who am I, and a submission."""
    if request.path == "/reddit/api/v1/access_token":
        return reply({"access_token": "t", "expires_in": 3600, "scope": "*", "token_type": "bearer"})
    if request.path == "/reddit/api/submit/":
        data = {"id": "abc", "name": "t3_abc", "url": "https://www.reddit.com/r/Filmmakers/comments/abc/first_kiss/"}
        return reply({"json": {"errors": [], "data": data}}, creates=True)
    return reply({"id": "7", "name": "firstkiss"})


def reddit_ready(root: str, **shown: Any) -> Callable[[], object]:
    """Reddit, logged in, its access token held."""
    reddit = Reddit()
    keys = {"client_id": "id", "client_secret": "secret", "refresh_token": "refresh", "user_agent": "test by /u/kiss"}
    reddit.connect(RedditLogin(**keys, api_root=f"{root}/reddit", timeout=TIMEOUT), SystemClock())
    reddit.account()
    shown = shown or {"link": "https://www.youtube.com/watch?v=abc"}
    return lambda: reddit.post(Draft(title="First Kiss", destination="Filmmakers", **shown))


def youtube_answer(request: Request, creating: str) -> Answer:
    """YouTube: a token, the channel, and an upload, of which the method `creating` is the one to watch."""
    if request.path == "/youtube/token":
        return reply({"access_token": "t", "expires_in": 3600, "scope": "youtube", "token_type": "Bearer"})
    if request.method == "POST" and request.path == "/youtube/upload/youtube/v3/videos":
        session = f"http://{request.headers['host']}/youtube/upload/session"
        return reply({}, creates=creating == "POST", location=session)
    if request.method == "PUT":
        return reply({"id": "IpbDHxCV29A", "kind": "youtube#video"}, creates=creating == "PUT")
    if request.method == "POST":
        return reply({"id": "Ugy", "snippet": {"topLevelComment": {"snippet": {}}}}, creates=creating == "comment")
    uploads = {"relatedPlaylists": {"uploads": "UU1"}}
    return reply({"items": [{"id": "UC1", "snippet": {"title": "First Kiss"}, "contentDetails": uploads}]})


def youtube_ready(root: str) -> YouTube:
    """YouTube, its access token held."""
    youtube = YouTube()
    keys = {"client_id": "id", "client_secret": "secret", "refresh_token": "refresh"}
    roots = {"api_root": f"{root}/youtube", "token_uri": f"{root}/youtube/token", "web_root": f"{root}/youtube"}
    youtube.connect(YoutubeLogin(**keys, **roots, timeout=TIMEOUT), SystemClock())
    youtube.account()
    return youtube


def vimeo_answer(request: Request) -> Answer:
    """Vimeo: the scopes, the account, and a new entry."""
    if request.method == "POST":
        link = f"http://{request.headers['host']}/vimeo/upload/secret-word"
        return reply({"uri": "/videos/1", "upload": {"upload_link": link}}, creates=True, status=201)
    if request.method == "HEAD":
        return Answer(headers={"Upload-Offset": str(SIZE), "Upload-Length": str(SIZE)}, body=b"")
    return reply({"uri": "/users/1", "name": "First Kiss", "link": "https://vimeo.com/1", "scope": "upload"})


def vimeo_ready(root: str) -> Callable[[], object]:
    """Vimeo, its connection warm."""
    vimeo = Vimeo()
    login = VimeoLogin(access_token="token", api_root=f"{root}/vimeo", web_root=f"{root}/vimeo", timeout=TIMEOUT)
    vimeo.connect(login, SystemClock())
    vimeo.account()
    return lambda: vimeo.upload(film(VimeoKeys()), Kept(), ignore)


def film(keys: YouTubeKeys | VimeoKeys) -> Film:
    """A film, as far as its bytes matter."""
    return Film(path=Path(__file__), size=SIZE, title="First Kiss", keys=keys)


def read_first(*excluded: Fault) -> tuple[Fault, ...]:
    """The faults without dropping unread, which would hit the request before the one to watch, and `excluded`."""
    return tuple(fault for fault in FAULTS if fault not in (Fault.DROP_UNREAD, *excluded))


PICTURE, VIDEO = Attached(id="1001"), Attached(id="1001", video=True)

CASES = [
    Case(
        name="youtube's session",
        answer=lambda request: youtube_answer(request, "POST"),
        ready=lambda root: partial(youtube_ready(root).upload, film(YouTubeKeys()), Kept(), ignore),
        faults=tuple(fault for fault in FAULTS if fault is not Fault.TRUNCATED),  # all that counts is in its headers
        outcome=Unavailable,  # without the session's address no video can come of it
    ),
    Case(
        name="youtube's last byte",
        answer=lambda request: youtube_answer(request, "PUT"),
        ready=lambda root: partial(youtube_ready(root).upload, film(YouTubeKeys()), Kept(), ignore),
        faults=read_first(),
    ),
    Case(
        name="youtube's comment",
        answer=lambda request: youtube_answer(request, "comment"),
        ready=lambda root: partial(youtube_ready(root).comment, Receipt(id="IpbDHxCV29A"), "Song: We Might Be Dead"),
    ),
    Case(name="vimeo", answer=vimeo_answer, ready=vimeo_ready),
    Case(name="facebook", answer=facebook_answer, ready=facebook_ready),
    Case(name="x", answer=x_answer, ready=x_ready),
    Case(name="reddit", answer=reddit_answer, ready=reddit_ready),
    Case(name="facebook's picture", answer=facebook_answer, ready=partial(facebook_ready, attached=PICTURE)),
    Case(name="facebook's video", answer=facebook_answer, ready=partial(facebook_ready, attached=VIDEO)),
    Case(name="x's picture", answer=x_answer, ready=partial(x_ready, attached=PICTURE)),
    Case(name="reddit's picture", answer=reddit_answer, ready=partial(reddit_ready, attached=PICTURE)),
]


@contextmanager
def against(case: Case) -> Iterator[tuple[Hostile, Callable[[], object]]]:
    """The case's server, and its create, ready to be sent."""
    with Hostile(case.answer) as server:
        yield server, case.ready(server.root)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_friendly_platform_gets_one_create(case: Case) -> None:
    """Without a fault the create succeeds, so that the faults below are what fails."""
    with against(case) as (server, create):
        create()
        assert (server.created, server.sent) == (1, 1)


@pytest.mark.parametrize(
    ("case", "fault"),
    [pytest.param(case, fault, id=f"{case.name}: {fault}") for case in CASES for fault in case.faults],
)
def test_a_create_is_sent_once_and_its_outcome_is_told_as_unknown(case: Case, fault: Fault) -> None:
    """Whatever happens after the first send, there is no second, and nobody claims to know the outcome."""
    with against(case) as (server, create):
        server.fault = fault
        with pytest.raises(case.outcome) as told:
            create()
        assert server.sent == 1
        assert server.created == (0 if fault is Fault.DROP_UNREAD else 1)
        assert server.root not in str(told.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_create_that_never_left_is_told_as_unavailable(case: Case) -> None:
    """Where the connection is refused nothing was sent, and the create may be sent again."""
    with against(case) as (server, create):
        server.refuse()
        with pytest.raises(Unavailable):
            create()
        assert server.created == 0


def test_praw_as_it_comes_repeats_a_submission(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: this server sees praw's own repeats, so the tests above can fail."""
    monkeypatch.setattr("prawcore.sessions.FiniteRetryStrategy._sleep_seconds", lambda _: None)
    with Hostile(lambda request: reddit_answer(prefixed(request))) as server:
        reddit = praw.Reddit(
            client_id="id",
            client_secret="secret",
            refresh_token="refresh",
            user_agent="test by /u/kiss",
            reddit_url=server.root,
            oauth_url=server.root,
            check_for_updates=False,
        )
        reddit.user.me()
        server.fault = Fault.DROP_AFTER
        with pytest.raises(prawcore.RequestException):
            reddit.subreddit("Filmmakers").submit("First Kiss", url="https://www.youtube.com/watch?v=abc")
        assert server.created == 3


def test_httplib2_as_it_comes_repeats_a_post() -> None:
    """The control for the hosts: httplib2 sends a POST again after a dropped connection."""
    with Hostile(lambda _: Answer(creates=True)) as server:
        server.fault = Fault.DROP_AFTER
        with pytest.raises(http.client.RemoteDisconnected):
            httplib2.Http(timeout=TIMEOUT).request(f"{server.root}/videos", "POST", body=b"{}")
        assert server.created == 2


def prefixed(request: Request) -> Request:
    """The request as it would come below a path prefix."""
    return replace(request, target=f"/reddit{request.target}")
