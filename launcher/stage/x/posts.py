"""Posts on X: what may be posted, and how posts are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from launcher.stage.x.account import Account, XPost
from launcher.stage.x.errors import forbidden, invalid, not_found, refused_text
from launcher.stage.x.media import check_attached
from launcher.stage.x.text import MOST, addresses, weight

ID = re.compile(r"[0-9]{1,19}")
PAGE = 100
"""Posts in one reply (X's OpenAPI 2.167, checked 2026-11)."""

BODY: Mapping[str, type] = {
    "text": str,
    "reply": dict,
    "quote_tweet_id": str,
    "media": dict,
    "reply_settings": str,
    "made_with_ai": bool,
    "paid_partnership": bool,
    "nullcast": bool,
    "for_super_followers_only": bool,
    "share_with_followers": bool,
    "community_id": str,
    "card_uri": str,
    "direct_message_deep_link": str,
    "geo": dict,
    "poll": dict,
    "edit_options": dict,
}
"""Members of a new post and their JSON types (X's OpenAPI 2.167, checked 2026-11)."""
NAMES = {str: "string", dict: "object", bool: "boolean", list: "array"}

_NEW = (
    "article attachments author_id card_uri community_id context_annotations conversation_id created_at "
    "display_text_range edit_controls entities geo id in_reply_to_user_id lang media_metadata non_public_metrics "
    "note_post organic_metrics possibly_sensitive promoted_metrics public_metrics referenced_posts reply_settings "
    "source text withheld"
)
FIELDS = {
    False: frozenset(_NEW.split()),
    True: frozenset(_NEW.split()) | {"referenced_tweets", "note_tweet", "edit_history_tweet_ids"},
}
"""Fields of a post that may be asked for; the old names as well where they are asked for by the old name."""


def create(account: Account, body: dict[str, Any]) -> XPost:
    """Check a new post as X does, take its price, and keep it. Raises XError."""
    check_members(body)
    text, media = body.get("text", ""), body.get("media", {}).get("media_ids", [])
    if not text.strip() and not media:
        raise invalid("You must provide `text` or `media`", text=text)
    if weight(text) > MOST:
        raise refused_text(
            "Your Tweet text is too long. For more information on how Twitter determines text length see "
            "https://github.com/twitter/twitter-text."
        )
    check_attached(account, media)
    reply_to, quotes = body.get("reply", {}).get("in_reply_to_tweet_id", ""), body.get("quote_tweet_id", "")
    check_others(account, reply_to, quotes)
    if any(post.text == text for post in account.posts.values() if text):
        raise forbidden("You are not allowed to create a Tweet with duplicate content.")
    account.pay("post with a URL" if addresses(text) else "post")
    post = XPost(
        id=account.next_id(),
        text=text,
        created_at=account.now(),
        reply_to=reply_to,
        quotes=quotes,
        media=tuple(media),
    )
    account.posts[post.id] = post
    return post


def check_members(body: dict[str, Any]) -> None:
    """Raises XError for a member that X does not know, or of another type."""
    for name, value in body.items():
        if name not in BODY:
            message = f"$.{name}: is not defined in the schema and the schema does not allow additional properties"
            raise invalid(message, **{f"$.{name}": value})
        if not isinstance(value, BODY[name]):
            found = NAMES.get(type(value), "number" if value is not None else "null")
            raise invalid(f"$.{name}: {found} found, {NAMES[BODY[name]]} expected", **{f"$.{name}": value})
    check_id("$.quote_tweet_id", body.get("quote_tweet_id", "1"))
    if "reply" in body:
        check_id("$.reply.in_reply_to_tweet_id", body["reply"].get("in_reply_to_tweet_id", ""))
    ids = body.get("media", {"media_ids": ["1"]}).get("media_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 4:
        raise invalid("$.media.media_ids: there must be between 1 and 4 items in the array", media_ids=ids)
    for each in ids:
        check_id("$.media.media_ids", each)


def check_id(name: str, value: Any) -> None:
    """Raises XError for what is no id."""
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise invalid(f"{name}: does not match the regex pattern ^[0-9]{{1,19}}$", **{name: value})


def check_others(account: Account, reply_to: str, quotes: str) -> None:
    """Raises XError where the post that is answered or quoted is not there."""
    if reply_to and reply_to not in account.posts:
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    if quotes and quotes not in account.posts:
        raise forbidden("You attempted to quote a Tweet that is deleted or not visible to you.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The fields that a reader asks for, in X's old names (`tweet.fields`) or its new ones (`post.fields`)."""

    fields: frozenset[str]
    legacy: bool


def asked(query: Mapping[str, str]) -> Asked:
    """What the query asks for. Raises XError for a field that X does not have."""
    legacy = "post.fields" not in query
    text = query.get("tweet.fields" if legacy else "post.fields", "")
    fields = frozenset(name for name in text.split(",") if name)
    unknown = sorted(fields - FIELDS[legacy])
    if unknown:
        name = "tweet.fields" if legacy else "post.fields"
        known = ",".join(sorted(FIELDS[legacy]))
        raise invalid(f"The `{name}` query parameter value [{unknown[0]}] is not one of [{known}]", **{name: text})
    return Asked(fields=fields, legacy=legacy)


def lookup(account: Account, query: Mapping[str, str]) -> dict[str, Any]:
    """`GET /2/tweets?ids=`: posts, and an error for each that is missing. Raises XError."""
    text = query.get("ids", "")
    ids = text.split(",") if text else []
    if not 1 <= len(ids) <= PAGE:
        raise invalid(f"The number of values in the `ids` query parameter list must be between 1 and {PAGE}", ids=text)
    for each in ids:
        check_id("ids", each)
    wanted = asked(query)
    found = [account.posts[each] for each in dict.fromkeys(ids) if each in account.posts]
    account.pay("read", len(found))
    reply: dict[str, Any] = {}
    if found:
        reply["data"] = [account.record(post, wanted.fields, legacy=wanted.legacy) for post in found]
    missing = [not_found("ids", each).problem_record() for each in ids if each not in account.posts]
    return reply | ({"errors": missing} if missing else {})


def timeline(account: Account, query: Mapping[str, str]) -> dict[str, Any]:
    """`GET /2/users/{id}/tweets`: own posts, newest first. Raises XError."""
    size, wanted = page_size(query), asked(query)
    posts = [post for post in account.listed() if in_range(post, query) and not excluded(post, query)]
    start = page_start(query, posts)
    page = posts[start : start + size]
    account.pay("own read", len(page))
    meta: dict[str, Any] = {"result_count": len(page)}
    if not page:
        return {"meta": meta}
    meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if start + size < len(posts):
        meta["next_token"] = f"7140dibdnow{page[-1].id}"
    data = [account.record(post, wanted.fields, legacy=wanted.legacy) for post in page]
    return {"data": data, "meta": meta}


def page_size(query: Mapping[str, str]) -> int:
    """Posts in the reply: 5 to 100, 10 unless asked. Raises XError."""
    text = query.get("max_results", "10")
    if not text.isdigit() or not 5 <= int(text) <= PAGE:
        raise invalid(f"The `max_results` query parameter value [{text}] is not between 5 and {PAGE}", max_results=text)
    return int(text)


def page_start(query: Mapping[str, str], posts: list[XPost]) -> int:
    """Where the page starts that `pagination_token` names. Raises XError for a token that nobody gave out."""
    token = query.get("pagination_token")
    if token is None:
        return 0
    last = token.removeprefix("7140dibdnow")
    if last == token or not ID.fullmatch(last):
        raise invalid(f"The `pagination_token` query parameter value [{token}] is invalid", pagination_token=token)
    return next((number for number, post in enumerate(posts) if int(post.id) < int(last)), len(posts))


def in_range(post: XPost, query: Mapping[str, str]) -> bool:
    """Whether the post lies between the ids and instants of the query."""
    for name in ("since_id", "until_id"):
        check_id(name, query.get(name, "1"))
    since, until = instant(query, "start_time"), instant(query, "end_time")
    return (
        int(post.id) > int(query.get("since_id", "0"))
        and int(post.id) < int(query.get("until_id", "9" * 19))
        and (since is None or post.created_at >= since)
        and (until is None or post.created_at < until)
    )


def excluded(post: XPost, query: Mapping[str, str]) -> bool:
    """Whether `exclude` leaves the post out."""
    return bool(post.reply_to) and "replies" in query.get("exclude", "").split(",")


def instant(query: Mapping[str, str], name: str) -> datetime | None:
    """An RFC 3339 instant of the query, or None. Raises XError."""
    text = query.get(name)
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(
            f"The `{name}` query parameter value [{text}] is not a valid RFC3339 timestamp", **{name: text}
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
