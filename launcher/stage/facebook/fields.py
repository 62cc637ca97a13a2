"""The `fields` parameter of the Graph API: `shares,reactions.summary(true).limit(0),comments{message,from}`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from launcher.stage.facebook.errors import invalid, retired_field, unknown_field
from launcher.stage.facebook.page import PAGE_NAME, Item, Page, graph_time, unix

_TOKEN = re.compile(r"[\w]+|[.(){},]|[^\w.(){},\s]+")

RETIRED = frozenset({"caption", "description", "link", "name", "object_id", "source", "type"})
"""Fields of posts that left with version 3.3 (developers.facebook.com, changelog v3.3, checked 2026-11)."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY = {
    "PagePost": _names(
        "actions admin_creator application backdated_time call_to_action child_attachments coordinates event "
        "expanded_height expanded_width feed_targeting full_picture height icon instagram_eligibility message_tags "
        "parent_id picture place promotion_status properties story story_tags target targeting via width"
    ),
    "Comment": _names("admin_creator application attachment can_comment can_hide can_like message_tags parent"),
    "Video": _names("content_category content_tags custom_labels embed_html event format icon picture place source"),
    "Photo": _names("album event icon images link name picture place target"),
    "Page": _names("about bio cover description emails phone picture website username"),
}
"""Fields that exist, and are left out because nothing stands in them here."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One name asked for, with its modifiers and, in braces, the names below it."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    below: "tuple[Field, ...]" = ()


def parse_fields(text: str) -> tuple[Field, ...]:
    """The tree of a `fields` parameter. Raises GraphError 2500 (here 100) for one that does not parse."""
    tokens = _TOKEN.findall(text)
    fields = _several(tokens)
    if tokens:
        raise invalid(f"Syntax error at token {tokens[0]} in fields")
    return fields


def _several(tokens: list[str]) -> tuple[Field, ...]:
    found = []
    while tokens and tokens[0] not in "})":
        found.append(_one(tokens))
        if tokens and tokens[0] == ",":
            tokens.pop(0)
    return tuple(found)


def _one(tokens: list[str]) -> Field:
    name = tokens.pop(0)
    modifiers: dict[str, str] = {}
    below: tuple[Field, ...] = ()
    if not re.fullmatch(r"\w+", name):
        raise invalid(f"Syntax error at token {name} in fields")
    while tokens and tokens[0] in (".", "{"):
        if tokens.pop(0) == "{":
            below = _several(tokens)
            _expect(tokens, "}")
        else:
            modifier, value = _modifier(tokens)
            modifiers[modifier] = value
    return Field(name=name, modifiers=modifiers, below=below)


def _modifier(tokens: list[str]) -> tuple[str, str]:
    if len(tokens) < 2:
        raise invalid("Syntax error: unexpected end of string in fields")
    name = tokens.pop(0)
    _expect(tokens, "(")
    value = ""
    while tokens and tokens[0] != ")":
        value += tokens.pop(0)
    _expect(tokens, ")")
    return name, value


def _expect(tokens: list[str], token: str) -> None:
    if not tokens or tokens.pop(0) != token:
        raise invalid(f"Syntax error: expected {token} in fields")


Reader = Callable[[Page, Item, Field], Any]


def _summary(page: Page, item: Item, asked: Field, metric: str, more: dict[str, Any]) -> dict[str, Any]:
    if asked.modifiers.get("summary") not in ("true", "1", "total_count"):
        return {}
    said = len(page.comments_of(item)) if metric == "comments" else 0
    return {"summary": {**more, "total_count": int(page.numbers(item).get(metric, 0)) + said}}


def _comments(page: Page, item: Item, asked: Field) -> Any:
    below = asked.below or parse_fields("created_time,from,message")
    limit = asked.modifiers.get("limit", "25")
    said = page.comments_of(item)[: int(limit) if limit.isdigit() else 25]
    summary = _summary(page, item, asked, "comments", {"order": "ranked", "can_comment": True})
    return {"data": [render(page, each, below) for each in said], **summary}


def _reactions(page: Page, item: Item, asked: Field) -> Any:
    return {"data": [], **_summary(page, item, asked, "likes", {"viewer_reaction": "NONE"})}


def _likes(page: Page, item: Item, asked: Field) -> Any:
    return {"data": [], **_summary(page, item, asked, "likes", {"can_like": True, "has_liked": False})}


def _shares(page: Page, item: Item, _: Field) -> Any:
    count = int(page.numbers(item).get("shares", 0))
    return {"count": count} if count else None


def _attachments(_: Page, item: Item, asked: Field) -> Any:
    names = [each.name for each in asked.below] or ["media_type", "target", "title", "type", "url"]
    if item.photos:
        shown = [_photo(each) for each in item.photos]
        return {"data": [{name: each[name] for name in names if name in each} for each in shown]}
    if not item.link:
        return None
    whole = {
        "media_type": "link",
        "type": "share",
        "title": item.title or urlsplit(item.link).netloc,
        "unshimmed_url": item.link,
        "url": f"https://l.facebook.com/l.php?u={quote(item.link, safe='')}",
        "target": {"url": f"https://l.facebook.com/l.php?u={quote(item.link, safe='')}"},
    }
    return {"data": [{name: whole[name] for name in names if name in whole}]}


def _photo(id_: str) -> dict[str, Any]:
    address = f"https://www.facebook.com/photo.php?fbid={id_}"
    return {"media_type": "photo", "type": "photo", "target": {"id": id_, "url": address}, "url": address}


def _from(page: Page, _: Item, __: Field) -> Any:
    return {"name": PAGE_NAME, "id": page.id}


def _permalink(page: Page, item: Item, _: Field) -> Any:
    number = item.id.rpartition("_")[2]
    paths = {"video": f"/{page.id}/videos/{number}/", "photo": f"/photo.php?fbid={number}"}
    if item.kind == "comment":
        return f"https://www.facebook.com/{item.parent.replace('_', '/posts/')}?comment_id={number}"
    return ("https://www.facebook.com" if item.kind != "video" else "") + paths.get(
        item.kind, f"/{page.id}/posts/{number}"
    )


def _scheduled_time(page: Page, item: Item, _: Field) -> Any:
    return unix(item.publish_at) if item.publish_at and item.scheduled(page.now()) else None


def _video_status(page: Page, item: Item, _: Field) -> Any:
    sent = all(each.video_id != item.id for each in page.uploads.values())
    ready = sent and page.now() >= item.created_at + page.world.settings.transcode
    if ready and page.world.settings.transcode_fails:
        problem = [{"code": 1363024, "message": "Unsupported format"}]
        phase = {"status": "error", "errors": problem}
        return {"video_status": "error", "uploading_phase": {"status": "complete"}, "processing_phase": phase}
    phase = {"status": "complete" if ready else "in_progress"}
    return {
        "video_status": "ready" if ready else "processing" if sent else "uploading",
        "uploading_phase": {"status": "complete" if sent else "in_progress"},
        "processing_phase": phase,
        "publishing_phase": {"status": "complete" if item.public(page.now()) else "not_started"},
    }


COMMON: dict[str, Reader] = {
    "id": lambda _, item, __: item.id,
    "created_time": lambda _, item, __: graph_time(item.created_at),
    "from": _from,
    "permalink_url": _permalink,
    "comments": _comments,
    "reactions": _reactions,
    "likes": _likes,
}

READERS: dict[str, dict[str, Reader]] = {
    "PagePost": COMMON
    | {
        "message": lambda _, item, __: item.message or None,
        "updated_time": lambda _, item, __: graph_time(item.created_at),
        "is_published": lambda page, item, _: item.public(page.now()),
        "is_hidden": lambda *_: False,
        "is_expired": lambda *_: False,
        "scheduled_publish_time": _scheduled_time,
        "shares": _shares,
        "attachments": _attachments,
        "status_type": lambda _, item, __: "shared_story" if item.link else "mobile_status_update",
        "privacy": lambda *_: {"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"},
    },
    "Comment": COMMON
    | {
        "message": lambda _, item, __: item.message,
        "like_count": lambda *_: 0,
        "comment_count": lambda page, item, _: len(page.comments_of(item)),
        "is_hidden": lambda *_: False,
        "object": lambda _, item, __: {"id": item.parent},
    },
    "Video": COMMON
    | {
        "title": lambda _, item, __: item.title or None,
        "description": lambda _, item, __: item.description or None,
        "published": lambda page, item, _: item.public(page.now()),
        "views": lambda page, item, _: int(page.numbers(item).get("views", 0)),
        "status": _video_status,
        "updated_time": lambda _, item, __: graph_time(item.created_at),
        "scheduled_publish_time": _scheduled_time,
    },
    "Photo": COMMON
    | {
        "alt_text": lambda _, item, __: item.alt or None,
        "alt_text_custom": lambda _, item, __: item.alt or None,
        "updated_time": lambda _, item, __: graph_time(item.created_at),
    },
}
TYPES = {"post": "PagePost", "comment": "Comment", "video": "Video", "photo": "Photo"}
DEFAULTS = {
    "post": "created_time,message,id",
    "comment": "created_time,from,message,id",
    "video": "updated_time,description,id",
    "photo": "created_time,id",
}


def render(page: Page, item: Item, asked: tuple[Field, ...]) -> dict[str, Any]:
    """The object with the fields asked for; its id is always there, what is empty never. Raises GraphError."""
    kind = TYPES[item.kind]
    fields = asked or parse_fields(DEFAULTS[item.kind])
    record = {}
    for each in fields:
        if kind == "PagePost" and each.name in RETIRED:
            raise retired_field()
        if each.name not in READERS[kind] and each.name not in EMPTY[kind]:
            raise unknown_field(each.name, kind)
        reader = READERS[kind].get(each.name)
        value = reader(page, item, each) if reader else None
        if value is not None:
            record[each.name] = value
    return {**record, "id": item.id}
