"""No adapter sends a create twice, whatever the platform does after the first.

A case names an adapter's create and how a friendly server answers it; every fault is played on every case.
To add one: a `Case` in `CASES`.
"""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httplib2
import praw
import prawcore
import pytest

from launcher.clock import SystemClock
from launcher.errors import OutcomeUnknown, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.logins.reddit import RedditLogin
from launcher.logins.x import XLogin
from launcher.platforms.base import Draft
from launcher.platforms.facebook import Facebook
from launcher.platforms.reddit import Reddit
from launcher.platforms.x import X
from tests.platforms.hostile import FAULTS, Answer, Fault, Hostile, Request, reply

TIMEOUT = 0.5
"""Seconds that an adapter waits in these tests."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One create. `answer` is the friendly server; `ready` connects to a root, warms up, and returns the create."""

    name: str
    answer: Callable[[Request], Answer]
    ready: Callable[[str], Callable[[], object]]
    faults: tuple[Fault, ...] = tuple(FAULTS)


def x_answer(request: Request) -> Answer:
    """X: who am I, and a post."""
    if request.path == "/x/2/tweets" and request.method == "POST":
        text = json.loads(request.body)["text"]
        return reply({"data": {"id": "1790000000000000001", "text": text}}, creates=True, status=201)
    return reply({"data": {"id": "7", "username": "firstkiss", "name": "First Kiss"}})


def x_ready(root: str) -> Callable[[], object]:
    """X, logged in."""
    x = X()
    keys = {"api_key": "key", "api_secret": "secret", "access_token": "7-token", "access_secret": "hidden"}
    x.connect(XLogin(**keys, api_root=f"{root}/x", timeout=TIMEOUT), SystemClock())
    x.account()
    return lambda: x.post(Draft(text="First Kiss is out"))


def facebook_answer(request: Request) -> Answer:
    """Graph: the Page and its holder, and a feed post."""
    if request.method == "POST":
        return reply({"id": "42_1001"}, creates=True)
    return reply({"id": "42", "name": "First Kiss"})


def facebook_ready(root: str) -> Callable[[], object]:
    """A Facebook Page, logged in."""
    page = Facebook()
    login = FacebookLogin(page_id="42", page_token="PAGETOKEN", api_root=f"{root}/facebook", timeout=TIMEOUT)
    page.connect(login, SystemClock())
    page.account()
    return lambda: page.post(Draft(text="First Kiss is out", link="https://www.youtube.com/watch?v=abc"))


def reddit_answer(request: Request) -> Answer:
    """Reddit: a token, who am I, and a submission."""
    if request.path == "/reddit/api/v1/access_token":
        return reply({"access_token": "t", "expires_in": 3600, "scope": "*", "token_type": "bearer"})
    if request.path == "/reddit/api/submit/":
        data = {"id": "abc", "name": "t3_abc", "url": "https://www.reddit.com/r/Filmmakers/comments/abc/first_kiss/"}
        return reply({"json": {"errors": [], "data": data}}, creates=True)
    return reply({"id": "7", "name": "firstkiss"})


def reddit_ready(root: str) -> Callable[[], object]:
    """Reddit, logged in, its access token held."""
    reddit = Reddit()
    keys = {"client_id": "id", "client_secret": "secret", "refresh_token": "refresh", "user_agent": "test by /u/kiss"}
    reddit.connect(RedditLogin(**keys, api_root=f"{root}/reddit", timeout=TIMEOUT), SystemClock())
    reddit.account()
    link = "https://www.youtube.com/watch?v=abc"
    return lambda: reddit.post(Draft(title="First Kiss", link=link, destination="Filmmakers"))


CASES = [
    Case(name="facebook", answer=facebook_answer, ready=facebook_ready),
    Case(name="x", answer=x_answer, ready=x_ready),
    Case(name="reddit", answer=reddit_answer, ready=reddit_ready),
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
        with pytest.raises(OutcomeUnknown) as told:
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
