"""What the imitated Reddit holds: submissions and comments, and the JSON of each."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from launcher.clock import epoch
from launcher.stage.reddit.subreddits import SUBREDDITS, Subreddit
from launcher.stage.world import World

USER = "stage_director"
USER_ID = "t2_5ta6e"
FIRST_ID = 60_466_176_000
WEB = "https://www.reddit.com"


@dataclass(kw_only=True)
class Submission:
    """One submission (t3). `url` is empty for a text; `parent` is the fullname that a crosspost shares."""

    id: str
    sub: Subreddit
    title: str
    created_at: datetime
    url: str = ""
    text: str = ""
    flair_id: str = ""
    flair_text: str = ""
    nsfw: bool = False
    spoiler: bool = False
    parent: str = ""
    removed_by: str = ""
    picture: str = ""

    @property
    def fullname(self) -> str:
        """The id with its kind."""
        return f"t3_{self.id}"

    @property
    def permalink(self) -> str:
        """Its address below www.reddit.com."""
        words = re.sub(r"\W+", "_", self.title.lower()).strip("_")[:50].strip("_")
        return f"/r/{self.sub.name}/comments/{self.id}/{words or '_'}/"


@dataclass(kw_only=True)
class Comment:
    """One comment (t1) below a submission; `parent` is the fullname that it answers."""

    id: str
    post: Submission
    parent: str
    body: str
    created_at: datetime

    @property
    def fullname(self) -> str:
        """The id with its kind."""
        return f"t1_{self.id}"


@dataclass(kw_only=True)
class Board:
    """All submissions and comments of this stage's account."""

    world: World
    posts: dict[str, Submission] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    """Where a picture was sent, without the scheme, and its md5: empty while only the place is leased."""
    ids: int = FIRST_ID

    def now(self) -> datetime:
        """The stage's instant."""
        return self.world.clock.now()

    def next_id(self) -> str:
        """An id in base 36 that no thing has."""
        self.ids += 37
        return base36(self.ids)

    def submit(self, **fields: Any) -> Submission:
        """Keep a new submission."""
        post = Submission(id=self.next_id(), created_at=self.now(), **fields)
        self.posts[post.fullname] = post
        return post

    def comment(self, post: Submission, parent: str, body: str) -> Comment:
        """Keep a new comment."""
        made = Comment(id=self.next_id(), post=post, parent=parent, body=body, created_at=self.now())
        self.comments[made.fullname] = made
        return made

    def listed(self) -> list[Submission]:
        """Submissions that listings know by now, newest first."""
        known = self.now() - self.world.settings.search_lag
        return [post for post in reversed(self.posts.values()) if post.created_at <= known]

    def numbers(self, post: Submission) -> dict[str, int | float]:
        """The submission's engagement by now; a removed one stops where its author left it."""
        public_at = None if post.removed_by else post.created_at
        return self.world.growth.read("reddit", post.id, public_at, self.now())

    def shelf(self) -> list[dict[str, Any]]:
        """All submissions and comments, for who looks behind the scenes."""
        posts = [
            {
                "id": post.id,
                "public": not post.removed_by,
                "created_at": post.created_at,
                "public_at": post.created_at,
                "text": post.title,
                "link": post.url,
                "subreddit": post.sub.name,
                "flair": post.flair_text,
                "parent": post.parent,
                "picture": post.picture,
            }
            for post in self.posts.values()
        ]
        comments = [
            {
                "id": each.id,
                "public": True,
                "created_at": each.created_at,
                "public_at": each.created_at,
                "text": each.body,
                "link": "",
                "parent": each.parent,
            }
            for each in self.comments.values()
        ]
        return posts + comments


def base36(number: int) -> str:
    """A number in Reddit's alphabet."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"


def post_thing(board: Board, post: Submission) -> dict[str, Any]:
    """The submission as a thing."""
    numbers = board.numbers(post)
    created = float(int(epoch(post.created_at)))
    comments = sum(each.post is post for each in board.comments.values())
    crossposts = sum(each.parent == post.fullname for each in board.posts.values())
    data: dict[str, Any] = {
        **_identity(post),
        "created": created,
        "created_utc": created,
        "score": 1 + int(numbers["score"]),
        "ups": 1 + int(numbers["score"]),
        "downs": 0,
        "upvote_ratio": float(numbers["upvote_ratio"]) if numbers["score"] else 1.0,
        "num_comments": int(numbers["comments"]) + comments,
        "num_crossposts": int(numbers["crossposts"]) + crossposts,
        "removed_by_category": post.removed_by or None,
        "is_robot_indexable": not post.removed_by,
        "view_count": None,
    }
    if post.parent:
        shared = board.posts.get(post.parent)
        data |= {"crosspost_parent": post.parent}
        data |= {"crosspost_parent_list": [post_thing(board, shared)["data"]] if shared else []}
    return {"kind": "t3", "data": data}


def _identity(post: Submission) -> dict[str, Any]:
    permanent = WEB + post.permalink
    link = {"url_overridden_by_dest": post.url} if post.url else {}
    return {
        "id": post.id,
        "name": post.fullname,
        "title": post.title,
        "author": USER,
        "author_fullname": USER_ID,
        "subreddit": post.sub.name,
        "subreddit_id": f"t5_{post.sub.id}",
        "subreddit_name_prefixed": f"r/{post.sub.name}",
        "subreddit_subscribers": post.sub.subscribers,
        "subreddit_type": "public",
        "permalink": post.permalink,
        "url": post.url or permanent,
        **link,
        "domain": urlsplit(post.url).netloc if post.url else f"self.{post.sub.name}",
        "is_self": not post.url,
        "selftext": post.text,
        "selftext_html": None,
        "link_flair_text": post.flair_text or None,
        "link_flair_template_id": post.flair_id or None,
        "link_flair_css_class": None,
        "link_flair_type": "text",
        "over_18": post.nsfw,
        "spoiler": post.spoiler,
        "locked": False,
        "archived": False,
        "stickied": False,
        "hidden": False,
        "saved": False,
        "clicked": False,
        "edited": False,
        "is_video": False,
        "distinguished": None,
        "likes": True,
        "thumbnail": "default" if post.url else "self",
    }


def comment_thing(comment: Comment) -> dict[str, Any]:
    """The comment as a thing."""
    created = float(int(epoch(comment.created_at)))
    data = {
        "id": comment.id,
        "name": comment.fullname,
        "author": USER,
        "author_fullname": USER_ID,
        "body": comment.body,
        "body_html": f'<div class="md"><p>{comment.body}</p></div>',
        "link_id": comment.post.fullname,
        "parent_id": comment.parent,
        "subreddit": comment.post.sub.name,
        "subreddit_id": f"t5_{comment.post.sub.id}",
        "permalink": f"{comment.post.permalink}{comment.id}/",
        "created": created,
        "created_utc": created,
        "score": 1,
        "ups": 1,
        "downs": 0,
        "edited": False,
        "replies": "",
        "stickied": False,
        "distinguished": None,
    }
    return {"kind": "t1", "data": data}


def named(name: str) -> Subreddit | None:
    """The subreddit of that name, with or without its r/, or None."""
    return SUBREDDITS.get(name.strip().removeprefix("/").removeprefix("r/").lower())
