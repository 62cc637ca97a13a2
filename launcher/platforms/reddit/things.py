"""Reddit's things (posts are `t3_`, comments `t1_`) as they stand in replies and listings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from launcher.clock import utc
from launcher.errors import Unavailable
from launcher.platforms.base import Draft, Receipt, Sample
from launcher.platforms.likeness import same_link, same_text

WEB = "https://www.reddit.com"

METRICS = {"score": "score", "upvote_ratio": "upvote_ratio", "comments": "num_comments", "crossposts": "num_crossposts"}
"""Our metric to Reddit's name for it."""

FRESH, FRONT = timedelta(days=2), 100
"""How old a post can be on a hot page, and its least score on the front page: both generous (reported)."""

MOST_LISTINGS = 20
"""Subreddits whose hot page is read at a time, of the 100 requests a minute that Reddit allows."""

ENOUGH = 25
"""Things in a row that are older than what is looked for: it stands behind none of them."""


def content(reply: Any) -> dict[str, Any]:
    """A reply's JSON object, or an empty one."""
    try:
        told = reply.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def made(told: Mapping[str, Any]) -> dict[str, Any] | None:
    """The post or comment that a reply says was made, or None. It may stand beside errors."""
    data = told.get("data") or {}
    if data.get("things"):
        data = data["things"][0]["data"]
    return dict(data) if data.get("id") or data.get("name") else None


def receipt(thing: Mapping[str, Any], subreddit: str) -> Receipt:
    """The receipt of a thing. Raises KeyError for what is none."""
    name = str(thing.get("name") or f"t3_{thing['id']}")
    made_at = thing.get("created_utc")
    return Receipt(id=name, url=address(thing, name, subreddit), at=utc(float(made_at)) if made_at else None)


def address(thing: Mapping[str, Any], name: str, subreddit: str) -> str:
    """The public address, whatever root the reply came from."""
    if thing.get("permalink"):
        return f"{WEB}{thing['permalink']}"
    if name.startswith("t1_"):
        return f"{WEB}/comments/{str(thing.get('link_id', '')).removeprefix('t3_')}/_/{name.removeprefix('t1_')}/"
    told = str(thing.get("url", ""))
    if told.startswith(f"{WEB}/r/{subreddit}/comments/"):
        return told
    return f"{WEB}/r/{subreddit}/comments/{name.removeprefix('t3_')}/"


def says(thing: Mapping[str, Any], draft: Draft) -> bool:
    """Whether the own thing is what the draft describes: a reply, a crosspost, a link or a text."""
    if draft.reply_to:
        return thing.get("parent_id") == draft.reply_to.id and same_text(str(thing.get("body", "")), draft.text)
    if str(thing.get("subreddit", "")).casefold() != draft.destination.casefold():
        return False
    if draft.crosspost_of:
        return str(thing.get("crosspost_parent", "")) == draft.crosspost_of.id
    if draft.attached:
        return not thing.get("is_self") and same_text(str(thing.get("title", "")), draft.title)
    if draft.link:
        return same_link(str(thing.get("url", "")), draft.link)
    return bool(thing.get("is_self", True)) and same_text(str(thing.get("title", "")), draft.title)


def since_then(things: Iterable[Mapping[str, Any]], start: datetime, most: int) -> list[Mapping[str, Any]]:
    """Those of a listing, newest first, that were made since then: it is read until so many in a row are older.

    One old thing alone says nothing: pinned ones may stand first. Raises Unavailable where `most`, which is all that
    Reddit lists, do not reach back to then.
    """
    recent, old, count = [], 0, 0
    for thing in things:
        count += 1
        if float(thing["created_utc"]) >= start.timestamp():
            recent.append(thing)
            old = 0
        elif (old := old + 1) == ENOUGH:
            break
    if count > most * 9 // 10 and not old:  # what was deleted is missing from the listing
        raise Unavailable(f"reddit lists {most} things at the most, all of them newer; it cannot tell", code="listing")
    return recent


def is_shown(thing: Mapping[str, Any]) -> bool:
    """Whether the thing is a post that stands in its subreddit."""
    return str(thing["name"]).startswith("t3_") and not thing.get("removed_by_category")


def listings(things: Sequence[Mapping[str, Any]], now: datetime) -> list[tuple[str, str]]:
    """The hot pages on which these posts may stand, each with its metric: the own subreddits', and the front page.

    A post leaves a hot page within two days, and comes on the front page with hundreds of points only: what cannot
    be there is not looked for. The best posts' subreddits come first where there are many.
    """
    fresh = [each for each in things if is_shown(each) and now - utc(float(each["created_utc"])) < FRESH]
    best = sorted(fresh, key=lambda each: float(each.get("score") or 0), reverse=True)
    front = any(float(each.get("score") or 0) >= FRONT for each in fresh)
    own = [(name, "rank") for name in dict.fromkeys(str(each["subreddit"]) for each in best)][:MOST_LISTINGS]
    return own + ([("all", "all_rank"), ("popular", "popular_rank")] if front else [])


def metrics(thing: Mapping[str, Any]) -> Iterator[Sample]:
    """A thing's metrics; `removed` is 1 for a post that was taken away, by whomever."""
    id_ = str(thing["name"])
    for metric, name in METRICS.items():
        if thing.get(name) is not None:
            yield Sample(receipt_id=id_, metric=metric, value=float(thing[name]))
    if id_.startswith("t3_"):
        by = str(thing.get("removed_by_category") or "")
        yield Sample(receipt_id=id_, metric="removed", value=float(bool(by)), word=by)
