"""Posts, photos and comments of the Page: what may be written, and how it is listed."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from launcher.stage.exchange import here
from launcher.stage.facebook.calls import Call, boolean, instant, structure
from launcher.stage.facebook.errors import GraphError, duplicate, invalid
from launcher.stage.facebook.fields import Field, parse_fields, render
from launcher.stage.facebook.page import Item

MESSAGE_CHARACTERS = 63_206
"""Longest text of a post (facebook.com help, checked 2026-11)."""
SCHEDULE = (timedelta(minutes=10), timedelta(days=30))
"""How far ahead a post may be scheduled (developers.facebook.com, Pages API, posts, checked 2026-11)."""
UNPUBLISHED = timedelta(days=1)
"""How long a photo waits for its post (developers.facebook.com, Page photos, checked 2026-11)."""
LIMIT, MOST = 25, 100
"""Entries of a listing, unless `limit` says otherwise, and at most."""

OWNERS_ONLY = ("picture", "name", "thumbnail", "description", "caption")
TYPES: dict[str, str] = {
    "published": "bool",
    "is_explicit_location": "bool",
    "manual_privacy": "bool",
    "multi_share_end_card": "bool",
    "multi_share_optimized": "bool",
    "scheduled_publish_time": "datetime",
    "backdated_time": "datetime",
    "targeting": "object",
    "feed_targeting": "object",
    "call_to_action": "object",
    "actions": "object",
    "attached_media": "list",
    "child_attachments": "list",
    "tags": "list",
}
"""Parameters of a post that are not plain text."""


def check_types(call: Call) -> None:
    """Raises GraphError for a parameter of another type. Graph ignores names that it does not know."""
    for name, text in call.args.items():
        match TYPES.get(name):
            case "bool":
                boolean(name, text)
            case "datetime":
                instant(name, text)
            case "object":
                structure(name, text, dict)
            case "list":
                structure(name, text, list)


def publish_at(call: Call) -> datetime | None:
    """When the post goes out: now, later, or never (None). Raises GraphError for a bad schedule."""
    at, now = call.time("scheduled_publish_time"), call.page.now()
    published = call.flag("published", default=at is None)
    if at is None:
        return now if published else None
    if published:
        raise invalid("You cannot specify a scheduled publish time on a published post.")
    if not SCHEDULE[0] <= at - now <= SCHEDULE[1]:
        raise GraphError("(#100) The specified scheduled publish time is invalid.", code=100, subcode=1363167)
    return at


def publish(call: Call, _: str) -> dict[str, Any]:
    """`POST /PAGE/feed`."""
    call.need("pages_manage_posts")
    check_types(call)
    message, link = call.args.get("message", ""), call.args.get("link", "")
    if not (message.strip() or link or "attached_media" in call.args or "place" in call.args):
        raise invalid("Missing message or attachment")
    if len(message) > MESSAGE_CHARACTERS:
        raise invalid(f"Param message must be at most {MESSAGE_CHARACTERS} characters long")
    check_link(call, link)
    photos = attached(call)
    at = publish_at(call)
    if (message, link, photos) == call.page.last:
        raise duplicate()
    call.page.last = (message, link, photos)
    return {"id": call.made(call.page.add("post", message=message, link=link, photos=photos, publish_at=at))}


def attached(call: Call) -> tuple[str, ...]:
    """The photos that a post shows. Raises GraphError for one that is unknown, or was left unpublished for a day."""
    listed = structure("attached_media", call.args.get("attached_media", "[]"), list)
    ids = tuple(str(each.get("media_fbid", "")) if isinstance(each, dict) else "" for each in listed)
    for each in ids:
        item = call.page.items.get(each)
        if item is None or item.kind != "photo" or item.created_at + UNPUBLISHED <= call.page.now():
            raise invalid(f"Invalid parameter: attached_media {each!r} is no photo that can be attached")
    return ids


def check_link(call: Call, link: str) -> None:
    """Raises GraphError for a link that is no web address, or for a preview that is not ours to set."""
    parts = urlsplit(link)
    if link and not (parts.scheme in ("http", "https") and "." in parts.netloc):
        raise GraphError("(#1500) The url you supplied is invalid", code=1500)
    if link and any(name in call.args for name in OWNERS_ONLY):
        raise invalid(
            "Only owners of the URL have the ability to specify the picture, name, thumbnail or description params."
        )


def change(call: Call, item: Item) -> dict[str, Any]:
    """`POST /POST`: another text, or publish what is scheduled."""
    call.need("pages_manage_posts")
    check_types(call)
    item.message = call.args.get("message", item.message)
    if call.flag("is_published", default=False) and not item.public(call.page.now()):
        item.publish_at = call.page.now()
    return {"success": True}


def photo(call: Call, _: str) -> dict[str, Any]:
    """`POST /PAGE/photos`, by file (`source`) or by address (`url`)."""
    call.need("pages_manage_posts")
    check_types(call)
    if not call.files.get("source") and not call.args.get("url"):
        raise GraphError("(#324) Missing or invalid image file", code=324)
    at = publish_at(call)
    text = call.args.get("message") or call.args.get("caption", "")
    size = len(call.files.get("source", b""))
    alt, md5 = call.args.get("alt_text_custom", ""), hashlib.md5(call.files.get("source", b"")).hexdigest()  # noqa: S324
    made = call.page.add("photo", message=text, publish_at=at, size=size, alt=alt, md5=md5)
    if at is None or at > call.page.now():
        return {"id": call.made(made)}
    return {"id": call.made(made), "post_id": call.made(call.page.add("post", message=text, publish_at=at))}


def comment(call: Call, node: str) -> dict[str, Any]:
    """`POST /OBJECT/comments`."""
    call.need("pages_manage_engagement")
    message = call.args.get("message", "")
    if not message.strip() and not any(name.startswith("attachment_") for name in call.args):
        raise invalid("Missing message or attachment")
    return {"id": call.made(call.page.add("comment", message=message, parent=node, publish_at=call.page.now()))}


def published(call: Call, _: str) -> dict[str, Any]:
    """Posts that anyone can see."""
    return listing(call, [item for item in call.page.listed("post") if item.public(call.page.now())])


def scheduled(call: Call, _: str) -> dict[str, Any]:
    """Posts that go out by themselves later."""
    call.need("pages_manage_posts")
    return listing(call, [item for item in call.page.listed("post") if item.scheduled(call.page.now())])


def comments(call: Call, node: str) -> dict[str, Any]:
    """Comments on an object, oldest first."""
    return listing(call, call.page.comments_of(call.page.items[node]))


def reactions(call: Call, node: str) -> dict[str, Any]:
    """Who reacted: nobody whom this token may see; `summary` counts them."""
    modifiers = {"summary": call.args.get("summary", "")}
    edge = render(call.page, call.page.items[node], (Field(name="reactions", modifiers=modifiers),))
    value: dict[str, Any] = edge["reactions"]
    return value


def listing(call: Call, items: Sequence[Item]) -> dict[str, Any]:
    """One page of `items`, in their order, by `since`, `until`, `after` and `limit`. Raises GraphError."""
    since, until = call.time("since"), call.time("until")
    kept = [
        item
        for item in items
        if (since is None or item.created_at >= since) and (until is None or item.created_at <= until)
    ]
    first = position(call, kept)
    limit = min(call.count("limit", LIMIT), MOST)
    part = kept[first : first + limit]
    fields = parse_fields(call.args.get("fields", ""))
    reply: dict[str, Any] = {"data": [render(call.page, item, fields) for item in part]}
    if part:
        reply["paging"] = {"cursors": {"before": cursor(part[0]), "after": cursor(part[-1])}}
        if first + limit < len(kept):
            reply["paging"]["next"] = following(call, part[-1])
    return reply


def position(call: Call, items: Sequence[Item]) -> int:
    """Where the page after the cursor starts."""
    after = call.args.get("after")
    return next((number + 1 for number, item in enumerate(items) if cursor(item) == after), 0) if after else 0


def cursor(item: Item) -> str:
    """The opaque word that names an entry of a listing."""
    return base64.urlsafe_b64encode(item.id.encode()).decode()


def following(call: Call, last: Item) -> str:
    """The address of the next page."""
    args = {**call.args, "after": cursor(last)}
    return f"{here(call.request)}/{call.request.path_params['path']}?{urlencode(args, quote_via=quote)}"
