"""Media on X: initialize, append, finalize, then ask for the status."""

import base64
import binascii
import json
from typing import Any

from launcher.clock import epoch
from launcher.stage.form import Form
from launcher.stage.x.account import Account, Medium
from launcher.stage.x.errors import XError, invalid, not_found

MOST_BYTES = 8 << 30
"""Largest video of an ordinary account (docs.x.com, media best practices, checked 2026-11)."""
MOST_IMAGE = 5 << 20
"""Largest image (the same)."""
ALT_CHARACTERS = 1000
"""Longest alternative text (X's OpenAPI 2.167, checked 2026-11)."""
SEGMENTS = 1000
EXPIRES = 86_400
TYPES = (
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "video/mp2t",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
)
CATEGORIES = ("amplify_video", "tweet_gif", "tweet_image", "tweet_video", "subtitles")


def initialize(account: Account, body: dict[str, Any]) -> Medium:
    """Open an upload. Raises XError for a type, category or size that X does not take."""
    kind, category, total = body.get("media_type"), body.get("media_category", "tweet_image"), body.get("total_bytes")
    if kind not in TYPES:
        raise invalid(f"media_type must be one of {', '.join(TYPES)}", media_type=kind)
    if category not in CATEGORIES:
        raise invalid(f"media_category must be one of {', '.join(CATEGORIES)}", media_category=category)
    most = MOST_IMAGE if category == "tweet_image" else MOST_BYTES
    if not isinstance(total, int) or not 0 < total <= most:
        raise invalid(f"total_bytes must be a number between 1 and {most}", total_bytes=total)
    medium = Medium(id=account.next_id(), media_type=kind, category=category, total=total)
    account.media[medium.id] = medium
    return medium


def append(account: Account, medium: Medium, form: Form, body: bytes) -> dict[str, Any]:
    """Take one segment, as a file or in base64. Raises XError."""
    given = form.fields if form.files else _record(body)
    index = str(given.get("segment_index", ""))
    if not index.isdigit() or int(index) >= SEGMENTS:
        raise invalid(f"segment_index must be between 0 and {SEGMENTS - 1}", segment_index=index)
    medium.segments[int(index)] = form.files["media"] if "media" in form.files else _decoded(given.get("media", ""))
    if medium.size > medium.total:
        raise invalid("The segments exceed total_bytes", segment_index=index)
    return {"data": {"expires_at": int(epoch(account.now())) + EXPIRES}}


def _record(body: bytes) -> dict[str, Any]:
    try:
        record = json.loads(body)
    except ValueError:
        raise invalid("The body is not JSON") from None
    return record if isinstance(record, dict) else {}


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise invalid("media is not base64", media="") from None


def finalize(account: Account, medium: Medium) -> dict[str, Any]:
    """Close the upload. Raises XError where bytes are missing."""
    if medium.size != medium.total or sorted(medium.segments) != list(range(len(medium.segments))):
        raise invalid(f"{medium.size} of {medium.total} bytes were appended", media_id=medium.id)
    moving = medium.media_type.startswith("video")
    medium.done_at = account.now() + account.world.settings.transcode if moving else account.now()
    return status(account, medium)


def status(account: Account, medium: Medium) -> dict[str, Any]:
    """How far the processing is; images need none."""
    data: dict[str, Any] = {
        "id": medium.id,
        "media_key": f"7_{medium.id}",
        "size": medium.size,
        "expires_after_secs": EXPIRES,
    }
    if medium.media_type.startswith("video"):
        data["processing_info"] = _processing(account, medium)
    return {"data": data}


def _processing(account: Account, medium: Medium) -> dict[str, Any]:
    if medium.done_at is None:
        return {"state": "pending", "check_after_secs": 1}
    left = (medium.done_at - account.now()).total_seconds()
    if left <= 0 and account.world.settings.transcode_fails:
        return {"state": "failed"}
    if left <= 0:
        return {"state": "succeeded", "progress_percent": 100}
    return {"state": "in_progress", "check_after_secs": min(30, max(1, int(left))), "progress_percent": 50}


def describe(account: Account, body: dict[str, Any]) -> dict[str, Any]:
    """Set what is told of an upload to who cannot see it. Raises XError."""
    medium = known(account, str(body.get("id", "")))
    told = body.get("metadata") or {}
    text = (told.get("alt_text") or {}).get("text") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > ALT_CHARACTERS:
        raise invalid("$.metadata.alt_text.text: must be a string of at most 1000 characters", metadata=told)
    medium.alt = text
    return {"data": {"id": medium.id, "associated_metadata": {"alt_text": {"text": text}}}}


def known(account: Account, media_id: str) -> Medium:
    """The upload of that id. Raises XError where there is none."""
    medium = account.media.get(media_id)
    if medium is None:
        raise not_found("media_id", media_id, "media")
    return medium


def check_attached(account: Account, ids: list[str]) -> None:
    """Raises XError for media that are unknown, or not processed yet."""
    for each in ids:
        medium = account.media.get(each)
        if medium is None or medium.done_at is None or medium.done_at > account.now():
            raise XError(400, "Your media IDs are invalid.", title="Invalid Request", problem="invalid-request")
