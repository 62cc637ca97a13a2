"""X, through tweepy with OAuth 1.0a.

- tweepy signs `https://api.twitter.com/...` whatever the socket, has no timeout, and repeats a 429 by itself
  when told to wait: the transport under it sets host and timeout and sends once; waiting stays off.
- Names drift: X's OpenAPI says `repost_count`, `referenced_posts`, `note_post`; tweepy and the prose say
  `retweet_count`, `referenced_tweets`, `note_tweet`. Both are read.
- A read of an own post costs a fifth on the own timeline of what it costs by id.
- X refuses a duplicate by 403 and words alone: evidence after an unknown outcome, never a proof that this try landed.
- It shortens every link to t.co, and puts one behind the text that leads to what the post shows: texts are compared
  with `entities.urls` expanded, and without that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from launcher.clock import Clock
from launcher.errors import LoginExpired, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.x import XLogin
from launcher.platforms import limits, outcomes
from launcher.platforms.base import Attached, Draft, Identity, Medium, Progress, Receipt, Sample, Sessions
from launcher.platforms.gauge import Gauge
from launcher.platforms.likeness import SKEW, plain, same_text
from launcher.platforms.pins import same_owner
from launcher.platforms.preflights import Purpose, Remark

ORIGIN = "https://api.twitter.com"
"""Where tweepy sends everything; fixed in its source (tweepy 4.17)."""

SMALLEST_PAGE = 5
"""Fewest posts that a page of a timeline may ask for (docs.x.com, checked 2026-11)."""

DEARER = round(limits.X["cost_read"].value / limits.X["cost_own_read"].value)
"""How many times a read by id costs what a read on the own timeline does."""

PAGE, BATCH = int(limits.X["page"].value), int(limits.X["batch"].value)

FIELDS = ["created_at", "entities", "public_metrics", "referenced_tweets", "note_tweet"]

METRICS = {
    "likes": ("like_count",),
    "shares": ("repost_count", "retweet_count"),
    "quotes": ("quote_count",),
    "comments": ("reply_count",),
    "impressions": ("impression_count",),
}
"""Our metric to X's names for it."""

FIXES = {
    400: "run `launcher check`: X found a field wrong",
    401: "launcher login x: the tokens are withdrawn or mistyped, or this machine's clock is off",
    402: "buy credits at https://console.x.com, then run `launcher retry`",
    403: "if it is about permissions, set the app to Read and write at https://console.x.com; then launcher login x",
}
"""What to do about a refusal, by its status."""


class X:
    """One account on X."""

    name = "x"
    limits = limits.X

    def __init__(self) -> None:
        self._me: Identity | None = None
        self._access = ""

    def connect(self, login: XLogin, clock: Clock) -> None:
        """Make tweepy's client over our transport. Raises LoginExpired where a credential is missing."""
        import tweepy

        from launcher.platforms import transport

        outcomes.required(login)
        self.gauge = Gauge(clock)
        road = transport.SendsOnce(
            platform=self.name, timeout=login.timeout, clock=clock, origins={ORIGIN: login.api_root}, gauge=self.gauge
        )
        self._login, self._me = login, None
        self._client = tweepy.Client(
            consumer_key=login.api_key,
            consumer_secret=login.api_secret,
            access_token=login.access_token,
            access_token_secret=login.access_secret,
            return_type=dict,
            wait_on_rate_limit=False,
        )
        self._client.session = transport.session(road)
        self._client.session.hooks["response"].append(self._keep)

    def account(self) -> Identity:
        """Who the token belongs to. One read."""
        with self._told(creates=False):
            data = self._client.get_me(user_auth=True)["data"]
            handle = str(data["username"])
            identity = Identity(id=str(data["id"]), name=handle, url=f"https://x.com/{handle}")
            self._me = same_owner(self._login, identity)
            return self._me

    def post(self, draft: Draft) -> Receipt:
        """Publish the text, as a reply where the draft names a post. Creates: never twice without `find`."""
        answered = draft.reply_to.id if draft.reply_to else None
        shown = {"media_ids": [draft.attached.id]} if draft.attached else {}
        with self._told(creates=True):
            reply = self._client.create_tweet(
                text=wording(draft), in_reply_to_tweet_id=answered, user_auth=True, **shown
            )
            return self._receipt({"id": reply["data"]["id"]})

    def attach(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
        """Send a picture or video by the v2 media endpoints; X keeps it for a day."""
        from launcher.platforms.x.media import attach

        with self._told(creates=False):
            return attach(self._client, medium, sessions, progress)

    def find(self, draft: Draft, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The own post of that wording since then, links expanded, or None. Reads the own timeline."""
        with self._told(creates=False):
            for post in self._timeline(start_time=since - SKEW, max_results=PAGE):
                if str(post["id"]) not in known and says(post, draft):
                    return self._receipt(post)
        return None

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Likes, shares, quotes, comments and impressions, from the own timeline, else by id."""
        wanted = {receipt.id for receipt in receipts}
        if not wanted:
            return []
        with self._told(creates=False):
            seen = {str(post["id"]): post for post in self._recent(wanted)}
            seen |= {str(post["id"]): post for post in self._lookup(sorted(wanted - seen.keys()))}
            return [sample for id_ in sorted(wanted & seen.keys()) for sample in metrics(seen[id_])]

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """Whether the app may write, and what the posts will cost. One read, where `account` was not asked."""
        from launcher.platforms.x import preflight

        with self._told(creates=False):
            return preflight.remarks(self._client, lambda: self._access, purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        return outcomes.told(lambda error: translate(error, self._login), self.name, creates=creates)

    def _keep(self, reply: Any, **_: Any) -> None:
        """Keep what tweepy drops: whether the app may write."""
        self._access = str(reply.headers.get("x-access-level", ""))

    def _receipt(self, post: Mapping[str, Any]) -> Receipt:
        handle = self._me.name if self._me else "i/web"
        return Receipt(id=str(post["id"]), url=f"https://x.com/{handle}/status/{post['id']}", at=instant(post))

    def _timeline(self, **query: Any) -> Iterator[dict[str, Any]]:
        """The own posts, newest first, page after page."""
        me = self._me or self.account()  # whose handle the receipt's address needs
        while True:
            page = self._client.get_users_tweets(me.id, tweet_fields=FIELDS, user_auth=True, **query)
            yield from page.get("data", [])
            query["pagination_token"] = page.get("meta", {}).get("next_token")
            if not query["pagination_token"]:
                return

    def _recent(self, wanted: set[str]) -> Iterator[dict[str, Any]]:
        """The own timeline around `wanted`, page after page, as long as that is cheaper than looking them up by id."""
        ids, left = [int(each) for each in wanted], set(wanted)
        query: dict[str, Any] = {"since_id": min(ids) - 1, "until_id": max(ids) + 1, "tweet_fields": FIELDS}
        while left:
            size = min(PAGE, max(SMALLEST_PAGE, DEARER * len(left)))
            page = self._client.get_users_tweets(self._id(), max_results=size, user_auth=True, **query)
            posts = page.get("data") or []
            yield from posts
            seen = {str(post["id"]) for post in posts} & left
            left -= seen
            query["pagination_token"] = page.get("meta", {}).get("next_token")
            if not query["pagination_token"] or len(seen) * DEARER < len(posts):
                return

    def _id(self) -> str:
        """The account's id: an access token begins with it. Where it does not, X is asked, once."""
        front = self._login.access_token.partition("-")[0]
        return front if front.isdigit() else (self._me or self.account()).id

    def _lookup(self, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        for start in range(0, len(ids), BATCH):
            reply = self._client.get_tweets(ids[start : start + BATCH], tweet_fields=FIELDS, user_auth=True)
            yield from reply.get("data") or []


def translate(error: Exception, login: XLogin) -> PlatformError | None:
    """What tweepy raised, as an outcome; None where it is not tweepy's. The road's failures never get here."""
    import tweepy

    if isinstance(error, tweepy.HTTPException):
        return refusal(error, login)
    if isinstance(error, tweepy.TweepyException):
        return Unavailable(f"x: tweepy sent nothing ({type(error).__name__})", code=type(error).__name__)
    return None


def refusal(error: Any, login: XLogin) -> PlatformError:
    """The platform's own no, by its status; the reply's words are kept, without secrets."""
    status = int(error.response.status_code)
    if not 400 <= status < 500:  # the transport stops these already; so that the table is whole
        return outcomes.unreadable("x", error, creates=True)
    words = outcomes.scrubbed(" ".join(map(str, error.api_messages)) or error.response.reason, *secrets(login))
    message, fix, code = f"x refused: {words}", FIXES.get(status, ""), str(status)
    if status == 401:
        return LoginExpired(message, code=code, fix=fix)
    if status == 429:
        return Throttled(message, code=code)
    if is_duplicate(error):
        return Refused(message, code="duplicate", duplicate=True, fix="change the text: X has this post already")
    return Refused(message, code=code, fix=fix)


def is_duplicate(error: Any) -> bool:
    """Whether X refused a text that it has already: code 187 of API 1.1, in API 2 the words alone."""
    told = " ".join(map(str, error.api_messages)).lower()
    return error.response.status_code == 403 and (187 in error.api_codes or "duplicate" in told)


def secrets(login: XLogin) -> tuple[str, ...]:
    """What must not appear in a message."""
    return login.api_key, login.api_secret, login.access_token, login.access_secret


def wording(draft: Draft) -> str:
    """The text as it is sent: a link that the text does not hold comes after it."""
    return draft.text if draft.link in draft.text else f"{draft.text} {draft.link}".strip()


def says(post: Mapping[str, Any], draft: Draft) -> bool:
    """Whether the post has the draft's wording and answers the post that the draft answers."""
    parents = {str(each["id"]) for each in either(post, "referenced_posts", "referenced_tweets") or ()}
    if draft.reply_to and parents and draft.reply_to.id not in parents:
        return False
    shown = plain(expanded(post))
    while draft.reply_to and shown.startswith("@") and not wording(draft).startswith("@"):
        shown = shown.partition(" ")[2]  # X puts whom a reply answers in front of it
    return same_text(slashless(shown), slashless(wording(draft)))


def expanded(post: Mapping[str, Any]) -> str:
    """The post's whole text with its t.co links as they were written, without the one that leads to its media."""
    whole = either(post, "note_post", "note_tweet") or post
    text = str(whole.get("text", ""))
    for url in (whole.get("entities") or {}).get("urls", []):
        address = str(url.get("expanded_url", url["url"]))
        own = re.search(rf"/status/{post.get('id', '')}/(photo|video)/\d", address)
        text = text.replace(str(url["url"]), "" if own else address)
    return text


def slashless(text: str) -> str:
    """`text` whose links end without a slash: X adds one to a bare host."""
    return " ".join(word.rstrip("/") if "://" in word else word for word in text.split())


def metrics(post: Mapping[str, Any]) -> Iterator[Sample]:
    """The post's public metrics under our names; what X does not tell is left out."""
    told = post.get("public_metrics") or {}
    for metric, names in METRICS.items():
        value = either(told, *names)
        if value is not None:
            yield Sample(receipt_id=str(post["id"]), metric=metric, value=float(value))


def either(data: Mapping[str, Any], *names: str) -> Any:
    """The first of `names` that is there, or None."""
    return next((data[name] for name in names if data.get(name) is not None), None)


def instant(post: Mapping[str, Any]) -> datetime | None:
    """When X says that the post was made, or None where it does not say."""
    told = post.get("created_at")
    return datetime.fromisoformat(str(told)) if told else None
