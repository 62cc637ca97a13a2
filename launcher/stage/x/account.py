"""What the imitated account on X holds: its posts, its media, its credit and its windows of requests."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from launcher.clock import epoch, iso
from launcher.stage.world import World
from launcher.stage.x.errors import depleted, too_many
from launcher.stage.x.text import shortened

USER_ID = "2244994945"
USERNAME = "stagepictures"
NAME = "Stage Pictures"
OTHER_ID, OTHER_USERNAME = "12", "somebody"
SNOWFLAKES_SINCE = 1_288_834_974_657
WINDOW = timedelta(minutes=15)

PRICES = {"post": 0.015, "post with a URL": 0.20, "read": 0.005, "own read": 0.001}
"""US dollars of one post written or read (docs.x.com, pricing, checked 2026-11)."""

LIMITS = {
    "POST /2/tweets": 100,
    "DELETE /2/tweets": 50,
    "GET /2/tweets": 5000,
    "GET /2/users/me": 75,
    "GET /2/users/tweets": 900,
    "POST /2/media/upload": 500,
    "GET /2/media/upload": 1000,
    "POST /2/media/metadata": 500,
}
"""Requests of one user within 15 minutes (docs.x.com, rate limits, checked 2026-11)."""


@dataclass(kw_only=True)
class XPost:
    """One post. `text` is as it was sent; readers see t.co addresses."""

    id: str
    text: str
    created_at: datetime
    reply_to: str = ""
    quotes: str = ""
    media: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Medium:
    """One upload; `done_at` is when its processing ends, None before it is finalized."""

    id: str
    media_type: str
    category: str
    total: int
    segments: dict[int, bytes] = field(default_factory=dict)
    done_at: datetime | None = None
    alt: str = ""

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.media_type.startswith("video")

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return sum(len(segment) for segment in self.segments.values())


@dataclass(kw_only=True)
class Account:
    """The one account of this stage."""

    world: World
    posts: dict[str, XPost] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    spent: float = 0.0
    windows: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    last_id: int = 0

    def now(self) -> datetime:
        """The stage's instant."""
        return self.world.clock.now()

    def next_id(self) -> str:
        """A snowflake: the milliseconds of the instant, and then some."""
        self.last_id = max(self.last_id + 1, (int(epoch(self.now()) * 1000) - SNOWFLAKES_SINCE) << 22)
        return str(self.last_id)

    @property
    def user_id(self) -> str:
        """The account's id: SDKs take it from the front of the access token, where it is one."""
        front = self.world.credentials["X_ACCESS_TOKEN"].partition("-")[0]
        return front if front.isdigit() else USER_ID

    def pay(self, what: str, number: int = 1) -> None:
        """Take the price of `number` from the credit. Raises XError (402) where it does not reach."""
        price = PRICES[what] * number
        if self.spent + price > self.world.settings.x_credit + 1e-9:
            raise depleted(self.user_id)
        self.spent += price

    def count(self, endpoint: str) -> dict[str, str]:
        """Count one request, and return the headers that tell what is left. Raises XError (429)."""
        since, used = self.windows.get(endpoint, (self.now(), 0))
        if self.now() >= since + WINDOW:
            since, used = self.now(), 0
        limit = LIMITS[endpoint]
        self.windows[endpoint] = (since, min(used + 1, limit))
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(max(0, limit - used - 1)),
            "x-rate-limit-reset": str(int(epoch(since + WINDOW)) + 1),
        }
        if used >= limit:
            error = too_many()
            error.headers = headers
            raise error
        return headers

    def listed(self) -> list[XPost]:
        """Posts that the timeline knows by now, newest first."""
        known = self.now() - self.world.settings.search_lag
        return [post for post in reversed(self.posts.values()) if post.created_at <= known]

    def record(self, post: XPost, fields: frozenset[str], *, legacy: bool) -> dict[str, Any]:
        """The post with the fields asked for; `legacy` adds the names that X used before `post.fields`."""
        shown, urls = self._shown(post)
        whole = self._whole(post, urls)
        if legacy:
            whole |= {
                "referenced_tweets": whole["referenced_posts"],
                "public_metrics": self._metrics(post, legacy=True),
            }
        record = {"id": post.id, "text": shown, "edit_history_post_ids": [post.id]}
        if legacy:
            record["edit_history_tweet_ids"] = [post.id]
        return record | {name: value for name, value in whole.items() if name in fields and value}

    def _shown(self, post: XPost) -> tuple[str, list[dict[str, Any]]]:
        """The text as readers get it, and its links: the last one leads to the post's own media."""
        shown, urls = shortened(post.text)
        for number, each in enumerate(post.media[:1], start=1):
            kind = "video" if self.media[each].is_video else "photo"
            address = f"https://t.co/m{post.id[-9:]}"
            start = len(shown) + bool(shown)
            whole = f"https://x.com/{USERNAME}/status/{post.id}/{kind}/{number}"
            entity = {"start": start, "end": start + len(address), "url": address, "expanded_url": whole}
            display = f"pic.x.com/{address.rpartition('/')[2]}"
            urls = [*urls, {**entity, "display_url": display, "media_key": f"7_{each}"}]
            shown = f"{shown} {address}".strip()
        return shown, urls

    def _whole(self, post: XPost, urls: list[dict[str, Any]]) -> dict[str, Any]:
        pairs = (("replied_to", post.reply_to), ("quoted", post.quotes))
        root = self.posts.get(post.reply_to)
        return {
            "author_id": self.user_id,
            "created_at": iso(post.created_at.replace(microsecond=0)).replace("Z", ".000Z"),
            "conversation_id": root.id if root else post.reply_to or post.id,
            "in_reply_to_user_id": self.user_id if post.reply_to else "",
            "referenced_posts": [{"type": kind, "id": item} for kind, item in pairs if item],
            "entities": {"urls": urls} if urls else {},
            "attachments": {"media_keys": [f"7_{each}" for each in post.media]} if post.media else {},
            "public_metrics": self._metrics(post, legacy=False),
            "lang": "en",
            "reply_settings": "everyone",
            "source": "launcher stage",
        }

    def _metrics(self, post: XPost, *, legacy: bool) -> dict[str, int]:
        numbers = self.world.growth.read("x", post.id, post.created_at, self.now())
        replies = sum(each.reply_to == post.id for each in self.posts.values())
        shares = int(numbers["shares"])
        metrics = {
            "repost_count": shares,
            "reply_count": int(numbers["comments"]) + replies,
            "like_count": int(numbers["likes"]),
            "quote_count": int(numbers["quotes"]),
            "bookmark_count": int(numbers["likes"]) // 10,
            "impression_count": int(numbers["impressions"]),
        }
        return metrics | ({"retweet_count": shares} if legacy else {})

    def _medium(self, media_id: str) -> dict[str, Any]:
        """An attached medium, for who looks behind the scenes."""
        medium = self.media[media_id]
        digest = hashlib.md5(b"".join(part for _, part in sorted(medium.segments.items())), usedforsecurity=False)
        return {"kind": medium.media_type, "size": medium.size, "alt": medium.alt, "md5": digest.hexdigest()}

    def shelf(self) -> list[dict[str, Any]]:
        """All posts, for who looks behind the scenes."""
        return [
            {
                "id": post.id,
                "public": True,
                "created_at": post.created_at,
                "public_at": post.created_at,
                "text": post.text,
                "link": next((each["expanded_url"] for each in shortened(post.text)[1]), ""),
                "reply_to": post.reply_to,
                "media": [self._medium(each) for each in post.media],
                "shows_film": any(self.media[each].is_video for each in post.media),
            }
            for post in self.posts.values()
        ]
