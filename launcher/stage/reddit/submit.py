"""What may be submitted to Reddit, and the triples with which it refuses.

Codes and texts from reddit.com/dev/api and the errors that its API returns, checked 2026-11.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from launcher.stage.reddit.auth import RedditError
from launcher.stage.reddit.subreddits import Subreddit
from launcher.stage.reddit.things import WEB, Board, Submission, named

TITLE_CHARACTERS = 300
TEXT_CHARACTERS = 40_000
COMMENT_CHARACTERS = 10_000
"""Longest title, text and comment (reddit.com/dev/api, checked 2026-11)."""
KINDS = ("link", "self", "crosspost", "image", "video", "videogif")
OFTEN = (10, timedelta(minutes=10))
"""Submissions within that time, after which this account has to take a break."""


class Triples(Exception):
    """A refusal inside a reply of status 200: `[code, text, field]`."""

    def __init__(self, code: str, text: str, field: str, **more: Any) -> None:
        super().__init__(text)
        self.body = {"json": {"errors": [[code, text, field]], **more}}


def submit(board: Board, form: Mapping[str, str]) -> Submission:
    """Check a submission as Reddit does, and keep it. Raises Triples or RedditError."""
    kind = form.get("kind", "")
    sub = community(form.get("sr", ""))
    check_title(form.get("title", ""))
    check_kind(kind, sub)
    url, parent = address(board, kind, form)
    url, picture = shown(board, kind, url)
    text = form.get("text", "")
    if len(text) > TEXT_CHARACTERS:
        raise Triples("TOO_LONG", f"this is too long (max: {TEXT_CHARACTERS})", "text")
    flair_id, flair_text = flair(sub, form)
    check_fresh(board, sub, url, form)
    check_pace(board)
    return board.submit(
        sub=sub,
        title=form["title"].strip(),
        url=url,
        text=text,
        flair_id=flair_id,
        flair_text=flair_text,
        nsfw=flag(form, "nsfw"),
        spoiler=flag(form, "spoiler"),
        parent=parent,
        picture=picture,
    )


def shown(board: Board, kind: str, url: str) -> tuple[str, str]:
    """The address and the md5 of the picture of an image post. Raises Triples where none was sent to its `url`."""
    if kind != "image":
        return url, ""
    digest = board.pictures.get(url.removeprefix("https:"), "")
    if not digest:
        raise Triples("BAD_URL", "you should check that url", "url")
    return f"https://i.redd.it/{digest[:13]}.jpg", digest


def flag(form: Mapping[str, str], name: str) -> bool:
    """Whether a switch is on."""
    return form.get(name, "").lower() in ("true", "1", "on", "yes")


def community(name: str) -> Subreddit:
    """The subreddit to submit to. Raises Triples where there is none of that name."""
    if not name:
        raise Triples("SUBREDDIT_REQUIRED", "you must specify a subreddit", "sr")
    sub = named(name)
    if sub is None:
        text = "Hmm, that community doesn't exist. Try checking the spelling."
        raise Triples("SUBREDDIT_NOEXIST", text, "sr")
    return sub


def check_title(title: str) -> None:
    """Raises Triples for a title that is empty or too long."""
    if not title.strip():
        raise Triples("NO_TEXT", "we need something here", "title")
    if len(title) > TITLE_CHARACTERS:
        raise Triples("TOO_LONG", f"this is too long (max: {TITLE_CHARACTERS})", "title")


def check_kind(kind: str, sub: Subreddit) -> None:
    """Raises Triples for a kind that Reddit, or the subreddit, does not take."""
    if kind not in KINDS:
        raise Triples("INVALID_OPTION", "that option is not valid", "kind")
    if kind == "self" and sub.takes == "link":
        raise Triples("NO_SELFS", "that subreddit doesn't allow text posts", "sr")
    if kind == "crosspost" and not sub.crossposts:
        raise Triples("NO_CROSSPOSTS", "that subreddit doesn't allow crossposts", "sr")
    if kind not in ("self", "crosspost") and sub.takes == "self":
        raise Triples("NO_LINKS", "that subreddit only allows text posts", "sr")


def address(board: Board, kind: str, form: Mapping[str, str]) -> tuple[str, str]:
    """The link of the submission, and the fullname that it crossposts. Raises Triples."""
    if kind == "self":
        return "", ""
    if kind == "crosspost":
        parent = board.posts.get(form.get("crosspost_fullname", ""))
        if parent is None or parent.removed_by:
            raise Triples("INVALID_CROSSPOST_THING", "that isn't a valid crosspost thing", "crosspost_fullname")
        return parent.url or WEB + parent.permalink, parent.fullname
    url = form.get("url", "").strip()
    if not url:
        raise Triples("NO_URL", "a url is required", "url")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in url:
        raise Triples("BAD_URL", "you should check that url", "url")
    return url, ""


def flair(sub: Subreddit, form: Mapping[str, str]) -> tuple[str, str]:
    """The flair's template and text. Raises RedditError for one that is not the subreddit's, without a word why."""
    template, text = form.get("flair_id", ""), form.get("flair_text", "")
    known = sub.templates()
    if (template and template not in known) or (text and not template):
        raise RedditError(400, "Bad Request")
    if sub.flair_required and not template:
        raise Triples("SUBMIT_VALIDATION_FLAIR_REQUIRED", "Your post must contain post flair.", "flair")
    return template, known.get(template, "")


def check_fresh(board: Board, sub: Subreddit, url: str, form: Mapping[str, str]) -> None:
    """Raises Triples where the subreddit has this link already and `resubmit` is off."""
    if not url or form["kind"] == "crosspost" or flag(form, "resubmit"):
        return
    if any(post.url == url and post.sub is sub for post in board.posts.values()):
        raise Triples("ALREADY_SUB", "that link has already been submitted", "url")


def check_pace(board: Board) -> None:
    """Raises Triples where the account has submitted a lot of late."""
    most, window = OFTEN
    recent = [post.created_at for post in board.posts.values() if post.created_at > board.now() - window]
    if len(recent) < most:
        return
    seconds = (min(recent) + window - board.now()).total_seconds()
    minutes = max(1, round(seconds / 60))
    unit = "minute" if minutes == 1 else "minutes"
    text = f"Looks like you've been doing that a lot. Take a break for {minutes} {unit} before trying again."
    raise Triples("RATELIMIT", text, "ratelimit", ratelimit=seconds)
