"""A Page's posts and comments as the graph tells them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from launcher.platforms.base import Draft, Sample
from launcher.platforms.likeness import same_link, same_text


def wording(draft: Draft) -> str:
    """A comment's text: a link that the text does not hold comes after it."""
    return draft.text if draft.link in draft.text else f"{draft.text} {draft.link}".strip()


def says(item: Mapping[str, Any], draft: Draft) -> bool:
    """Whether the post or comment has the draft's message, and its link where Graph tells one."""
    if draft.reply_to:
        return same_text(str(item.get("message", "")), wording(draft))
    if not same_text(str(item.get("message", "")), draft.text):
        return False
    if draft.attached:
        targets = [str((each.get("target") or {}).get("id", "")) for each in attachments(item)]
        return not any(targets) or draft.attached.id in targets
    told = [link for each in attachments(item) for link in (each.get("unshimmed_url"), each.get("url")) if link]
    return not draft.link or not told or any(same_link(str(link), draft.link) for link in told)


def attachments(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is attached to a post, if anything."""
    return (item.get("attachments") or {}).get("data") or []


def metrics(id_: str, item: Mapping[str, Any]) -> Iterator[Sample]:
    """Likes, comments, shares; `video_views` of a video, which are no views of the film: it may show a part.

    Graph leaves `shares` out while there are none, so it is left out here too.
    """
    told = {
        "video_views": item.get("views"),
        "likes": ((item.get("reactions") or item.get("likes") or {}).get("summary") or {}).get("total_count"),
        "comments": ((item.get("comments") or {}).get("summary") or {}).get("total_count"),
        "shares": (item.get("shares") or {}).get("count"),
    }
    yield from (Sample(receipt_id=id_, metric=name, value=float(n)) for name, n in told.items() if n is not None)


def instant(item: Mapping[str, Any]) -> datetime | None:
    """When Graph says that the item was made (`2026-12-07T17:00:00+0000`), or None where it does not say."""
    told = item.get("created_time")
    return datetime.fromisoformat(str(told)) if told else None
