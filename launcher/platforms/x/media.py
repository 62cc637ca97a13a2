"""Pictures and videos for posts on X, through tweepy's `Client.request`: its own upload still calls API 1.1.

initialize → append, segment after segment → finalize → STATUS until a video is processed. An upload that was
interrupted begins anew: X does not tell which segments it holds. One that is finalized is kept, and only asked for.
https://docs.x.com/x-api/media/quickstart/media-upload-chunked, checked 2026-11.
"""

import base64
from typing import Any

from launcher.errors import Refused
from launcher.platforms import limits
from launcher.platforms.base import Attached, Medium, Progress, Session, Sessions

SEGMENT = 4 * 2**20
"""Bytes that are sent at a time, at the least."""

MOST_SEGMENTS = 400
"""So many fit into the requests of one window, 500 in 15 minutes; X itself takes `segments`."""

ROOT = "/2/media/upload"


def attach(client: Any, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
    """Send the medium, or ask how far one is that was sent: None while X processes it. Raises Refused."""
    kept = sessions.kept()
    told = _status(client, kept, sessions) if kept else None
    if told is None:
        told = _send(client, medium, progress)
        sessions.keep(Session(uri="", id=str(told["id"])))
    return _ready(told, medium, sessions)


def _status(client: Any, kept: Session, sessions: Sessions) -> dict[str, Any] | None:
    """What X says of a medium that was sent, or None where it has forgotten it."""
    import tweepy

    try:
        return _told(client, "GET", ROOT, params={"command": "STATUS", "media_id": kept.id})
    except (tweepy.BadRequest, tweepy.NotFound):
        sessions.drop()
        return None


def _send(client: Any, medium: Medium, progress: Progress) -> dict[str, Any]:
    """All of it, to its finalize; what X says then."""
    category = "tweet_video" if medium.is_video else "tweet_image"
    opening = {"media_type": medium.kind, "total_bytes": medium.size, "media_category": category}
    id_ = str(_told(client, "POST", f"{ROOT}/initialize", json=opening)["id"])
    with medium.path.open("rb") as file:
        for index, at in enumerate(range(0, medium.size, segment(medium.size))):
            progress(at)
            part = base64.b64encode(file.read(segment(medium.size))).decode("ascii")
            client.request("POST", f"{ROOT}/{id_}/append", json={"media": part, "segment_index": index}, user_auth=True)
    told = _told(client, "POST", f"{ROOT}/{id_}/finalize")
    progress(medium.size)
    if medium.alt:
        words = {"id": id_, "metadata": {"alt_text": {"text": medium.alt}}}
        client.request("POST", "/2/media/metadata", json=words, user_auth=True)
    return told


def segment(size: int) -> int:
    """Bytes of one segment of a medium of that size."""
    most = min(MOST_SEGMENTS, int(limits.X["segments"].value))
    return max(SEGMENT, -(-size // most))


def _ready(told: dict[str, Any], medium: Medium, sessions: Sessions) -> Attached | None:
    state = (told.get("processing_info") or {}).get("state", "succeeded")
    if state == "failed":
        sessions.drop()
        why = ((told.get("processing_info") or {}).get("error") or {}).get("message", "it does not say why")
        raise Refused(
            f"x could not process {medium.path.name}: {why}",
            code="media",
            fix="export it again, as MP4 with H.264 and AAC",
        )
    return Attached(id=str(told["id"]), video=medium.is_video) if state == "succeeded" else None


def _told(client: Any, method: str, path: str, **what: Any) -> dict[str, Any]:
    """The `data` of X's reply."""
    data: dict[str, Any] = client.request(method, path, user_auth=True, **what).json()["data"]
    return data
