"""Videos of the Page: in one request, or by the phases start, transfer and finish."""

from datetime import datetime
from typing import Any

from launcher.stage.facebook.calls import Call
from launcher.stage.facebook.errors import GraphError, invalid
from launcher.stage.facebook.page import Item, Upload
from launcher.stage.facebook.posts import check_types, listing, publish_at

CHUNK = 4 << 20
"""Bytes that the platform asks for in one transfer."""


def listed(call: Call, _: str) -> dict[str, Any]:
    """`GET /PAGE/videos`."""
    return listing(call, call.page.listed("video"))


def upload(call: Call, _: str) -> dict[str, Any]:
    """`POST /PAGE/videos`. Raises GraphError."""
    call.need("pages_manage_posts")
    check_types(call)
    phase = call.args.get("upload_phase")
    if phase is None:
        return whole(call)
    phases = {"start": start, "transfer": transfer, "finish": finish, "cancel": cancel}
    if phase not in phases:
        raise invalid(f"Param upload_phase must be one of {{{', '.join(phases).upper()}}} - got value {phase!r}")
    return phases[phase](call)


def whole(call: Call) -> dict[str, Any]:
    """The file, or its address, in one request."""
    data = call.files.get("source", b"")
    if not data and not call.args.get("file_url"):
        raise GraphError("(#389) Unable to fetch video file from URL.", code=389)
    return {"id": call.made(video(call, len(data), publish_at(call)))}


def video(call: Call, size: int, at: datetime | None) -> Item:
    """A new video with the call's title and description."""
    title, description = call.args.get("title", ""), call.args.get("description", "")
    return call.page.add("video", title=title, description=description, size=size, publish_at=at)


def start(call: Call) -> dict[str, Any]:
    """Open a session; the video exists, unpublished, from here on."""
    size = call.count("file_size", 0)
    if size == 0:
        raise invalid("The parameter file_size is required")
    item = video(call, size, None)
    session = Upload(id=call.page.next_id(), video_id=call.made(item), size=size)
    call.page.uploads[session.id] = session
    return {"upload_session_id": session.id, "video_id": item.id, **offsets(session)}


def transfer(call: Call) -> dict[str, Any]:
    """One chunk, at the offset that the platform asked for."""
    session = opened(call)
    chunk = call.files.get("video_file_chunk")
    if chunk is None:
        raise invalid("The parameter video_file_chunk is required")
    if call.count("start_offset", 0) != session.offset:
        told = "There was a problem uploading your video file."
        raise GraphError(told, code=6001, subcode=1363037, data=dict(offsets(session)))
    session.md5.update(chunk[: session.size - session.offset])
    session.offset = min(session.offset + len(chunk), session.size)
    return offsets(session)


def finish(call: Call) -> dict[str, Any]:
    """Close the session, and publish as the call says."""
    session = opened(call)
    if session.offset != session.size:
        raise GraphError("There was a problem uploading your video file.", code=6000, subcode=1363030)
    item = call.page.items[session.video_id]
    item.title = call.args.get("title", item.title)
    item.description = call.args.get("description", item.description)
    item.publish_at, item.md5 = publish_at(call), session.md5.hexdigest()
    del call.page.uploads[session.id]
    return {"success": True}


def change(call: Call, item: Item) -> dict[str, Any]:
    """`POST /VIDEO`: other words, or publish what is not public yet."""
    call.need("pages_manage_posts")
    check_types(call)
    if any(session.video_id == item.id for session in call.page.uploads.values()):
        raise GraphError("The video is still being uploaded", code=352)
    item.title = call.args.get("name", item.title)
    item.description = call.args.get("description", item.description)
    if call.flag("published", default=False) and not item.public(call.page.now()):
        item.publish_at = call.page.now()
    return {"success": True}


def cancel(call: Call) -> dict[str, Any]:
    """Forget the session and its video."""
    session = call.page.uploads.pop(opened(call).id)
    call.page.items.pop(session.video_id, None)
    return {"success": True}


def opened(call: Call) -> Upload:
    """The session that the call names. Raises GraphError where there is none."""
    session = call.page.uploads.get(call.args.get("upload_session_id", ""))
    if session is None:
        raise GraphError("(#6002) Invalid upload session id", code=6002, subcode=1363033)
    return session


def offsets(session: Upload) -> dict[str, str]:
    """What the platform wants next; both are equal when it has everything."""
    return {"start_offset": str(session.offset), "end_offset": str(min(session.offset + CHUNK, session.size))}
