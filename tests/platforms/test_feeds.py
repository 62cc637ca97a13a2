"""The contract of a feed, kept by each of the three against the stage, over real HTTP and through its SDK."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from launcher import settings
from launcher.clock import CompressedClock
from launcher.errors import LoginExpired, OutcomeUnknown, Refused, Throttled
from launcher.platforms import registry
from launcher.platforms.base import Draft, Feed
from launcher.stage.faults import Happening
from launcher.stage.server import Server
from launcher.stage.world import World

START = datetime(2026, 12, 7, 17, tzinfo=UTC)
LINK = "https://www.youtube.com/watch?v=IpbDHxCV29A"


@dataclass(frozen=True, kw_only=True)
class Sort:
    """What the contract needs to know about one feed: a draft it takes, and how its addresses begin."""

    name: str
    draft: Draft
    address: str
    creates: str
    metrics: frozenset[str] = field(default_factory=frozenset)


SORTS = [
    Sort(
        name="facebook",
        draft=Draft(text="First Kiss: twenty strangers kiss & tell.", link=LINK),
        address="https://www.facebook.com/",
        creates="*/feed",
        metrics=frozenset({"likes", "comments"}),
    ),
    Sort(
        name="x",
        draft=Draft(text=f"First Kiss & other stories: {LINK}"),
        address="https://x.com/",
        creates="/2/tweets",
        metrics=frozenset({"likes", "comments", "shares", "quotes", "impressions"}),
    ),
    Sort(
        name="reddit",
        draft=Draft(title="First Kiss", link=LINK, destination="Filmmakers", flair="film"),
        address="https://www.reddit.com/r/Filmmakers/comments/",
        creates="/api/submit/",
        metrics=frozenset({"score", "upvote_ratio", "comments", "crossposts", "removed"}),
    ),
]

each_feed = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
Opened = Callable[..., Feed]


@pytest.fixture
def clock() -> CompressedClock:
    """A clock that stands until a test moves it."""
    return CompressedClock(START)


@pytest.fixture
def world(clock: CompressedClock) -> Iterator[World]:
    """A stage that serves."""
    world = World(clock=clock)
    with Server(world):
        yield world


@pytest.fixture
def opened(world: World, clock: CompressedClock, tmp_path: Path) -> Opened:
    """Opens a platform on the stage; `changed` replaces variables of the environment."""

    def opened(name: str, **changed: str) -> Feed:
        env = {**world.environment(), "LAUNCHER_HOME": str(tmp_path), "LAUNCHER_TIMEOUT": "5s", **changed}
        platform = registry.open_platform(name, "default", settings.load(env), clock)
        assert isinstance(platform, Feed)
        return platform

    return opened


@each_feed
def test_connecting_sends_nothing(sort: Sort, opened: Opened, world: World) -> None:
    """A platform may be opened for a plan without a request."""
    opened(sort.name)
    assert world.ledger.entries() == []


@each_feed
def test_account_tells_whose_credentials_these_are(sort: Sort, opened: Opened) -> None:
    """The id, a name to show, and a public address."""
    me = opened(sort.name).account()
    assert me.id
    assert me.name
    assert me.url.startswith("https://www." if sort.name != "x" else "https://x.com/")


@each_feed
def test_a_post_gives_a_receipt_that_find_finds_again(sort: Sort, opened: Opened, clock: CompressedClock) -> None:
    """Post, receipt with a public address, and the same post found by its draft in another process."""
    before = clock.now()
    assert opened(sort.name).find(sort.draft, before) is None
    receipt = opened(sort.name).post(sort.draft)
    clock.jump(clock.now() + timedelta(minutes=3))
    found = opened(sort.name).find(sort.draft, before)
    assert receipt.url.startswith(sort.address)
    assert found is not None
    assert found.id == receipt.id
    assert found.url.startswith("https://")


@each_feed
def test_find_takes_no_other_post_for_this_one(sort: Sort, opened: Opened, clock: CompressedClock) -> None:
    """Neither another text or link, nor an equal post from before the attempt."""
    before = clock.now()
    feed = opened(sort.name)
    feed.post(sort.draft)
    other = replace(sort.draft, title="Last Kiss", text="Last Kiss", link=f"{LINK}x" if sort.draft.link else "")
    clock.jump(clock.now() + timedelta(hours=1))
    assert feed.find(other, before) is None
    assert feed.find(sort.draft, clock.now()) is None


@each_feed
def test_the_same_post_again_is_refused_as_a_duplicate(sort: Sort, opened: Opened) -> None:
    """What each platform says about a second one is told by `duplicate`, not by words."""
    feed = opened(sort.name)
    feed.post(sort.draft)
    with pytest.raises(Refused) as told:
        feed.post(sort.draft)
    assert told.value.duplicate


@each_feed
def test_samples_carry_the_fields_names(sort: Sort, opened: Opened, clock: CompressedClock) -> None:
    """Metrics of own posts under our names; an unknown id is left out, and costs the others nothing."""
    feed = opened(sort.name)
    receipt = feed.post(sort.draft)
    clock.jump(clock.now() + timedelta(hours=15))
    gone = replace(receipt, id=receipt.id[:-1] + ("8" if receipt.id[-1] != "8" else "9"))
    samples = feed.sample([gone, receipt])
    assert {sample.receipt_id for sample in samples} == {receipt.id}
    assert {sample.metric for sample in samples} - {"rank", "shares"} >= sort.metrics - {"shares"}
    assert feed.sample([]) == []


@each_feed
def test_a_lost_reply_is_unknown_and_find_settles_it(
    sort: Sort, opened: Opened, world: World, clock: CompressedClock
) -> None:
    """The post exists, the reply does not arrive: unknown, and then found."""
    feed, before = opened(sort.name), clock.now()
    feed.account()
    world.faults.add(Happening.DROP_AFTER, platform=sort.name, method="POST", path=sort.creates)
    with pytest.raises(OutcomeUnknown):
        feed.post(sort.draft)
    clock.jump(clock.now() + timedelta(minutes=5))
    assert feed.find(sort.draft, before) is not None
    assert len(world.shelves[sort.name]()) == 1


@each_feed
def test_a_429_is_throttled(sort: Sort, opened: Opened, world: World) -> None:
    """Too many requests created nothing, and may be sent again later."""
    feed = opened(sort.name)
    feed.account()
    rule = {"platform": sort.name, "method": "POST", "path": sort.creates, "status": 429}
    world.faults.add(Happening.STATUS, headers={"retry-after": "90"}, **rule)
    with pytest.raises(Throttled) as told:
        feed.post(sort.draft)
    assert told.value.retry_at == START + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("name", "variable"),
    [("facebook", "FACEBOOK_PAGE_TOKEN"), ("x", "X_ACCESS_TOKEN"), ("reddit", "REDDIT_REFRESH_TOKEN")],
)
def test_a_dead_credential_is_told_without_being_shown(name: str, variable: str, opened: Opened) -> None:
    """LoginExpired with a fix, and no secret in any of its words."""
    feed = opened(name, **{variable: "EAABdeadbeef0123456789"})
    with pytest.raises(LoginExpired) as told:
        feed.account()
    assert told.value.fix
    assert "deadbeef" not in str(told.value)


@each_feed
def test_a_reply_answers_its_post_and_is_found(sort: Sort, opened: Opened, clock: CompressedClock) -> None:
    """A reply on X, a comment on Facebook and Reddit: posted, and found under that post only."""
    feed, before = opened(sort.name), clock.now()
    parent = feed.post(sort.draft)
    thanks = Draft(text="Thank you for a million views", reply_to=parent)
    receipt = feed.post(thanks)
    clock.jump(clock.now() + timedelta(minutes=5))
    found = feed.find(thanks, before)
    assert found is not None
    assert found.id == receipt.id != parent.id
    other = feed.post(replace(sort.draft, title="Second Kiss", text="Second Kiss", link=sort.draft.link and f"{LINK}x"))
    assert feed.find(replace(thanks, reply_to=other), before) is None


def test_a_crosspost_is_made_and_found(opened: Opened, clock: CompressedClock) -> None:
    """Reddit's re-share names its source."""
    reddit, before = opened("reddit"), clock.now()
    source = reddit.post(SORTS[2].draft)
    again = Draft(title="First Kiss", destination="shortfilms", crosspost_of=source)
    receipt = reddit.post(again)
    clock.jump(clock.now() + timedelta(minutes=5))
    found = reddit.find(again, before)
    assert found is not None
    assert found.id == receipt.id != source.id


def test_a_text_post_is_made_and_found(opened: Opened, clock: CompressedClock) -> None:
    """A subreddit that takes no links gets a text."""
    reddit, before = opened("reddit"), clock.now()
    draft = Draft(title="First Kiss, and how it was made", text=f"Watch it: {LINK}", destination="TrueFilm")
    receipt = reddit.post(draft)
    clock.jump(clock.now() + timedelta(minutes=5))
    found = reddit.find(draft, before)
    assert found is not None
    assert found.id == receipt.id


def test_a_missing_flair_is_refused_with_the_names(opened: Opened) -> None:
    """Whether it is required and missing or simply unknown, the message names those that may be chosen."""
    reddit = opened("reddit")
    for flair in ("", "Selfie"):
        with pytest.raises(Refused) as told:
            reddit.post(replace(SORTS[2].draft, flair=flair))
        assert "Question, Discussion, Film, Article" in told.value.fix


def test_reddits_access_token_is_renewed_by_our_clock(opened: Opened, world: World, clock: CompressedClock) -> None:
    """A token lives a day at most; a launch, rehearsed in seconds or slept through, lasts longer."""
    reddit = opened("reddit")
    reddit.account()
    clock.jump(clock.now() + timedelta(days=2))
    reddit.account()
    assert [entry.status for entry in world.ledger.entries(path="access_token")] == [200, 200]
    assert all(entry.status == 200 for entry in world.ledger.entries())


def test_a_users_token_is_not_taken_for_the_pages(opened: Opened) -> None:
    """A Page id that is not the token's own is told before anything is posted."""
    with pytest.raises((LoginExpired, Refused)):
        opened("facebook", FACEBOOK_PAGE_ID="99999").account()
