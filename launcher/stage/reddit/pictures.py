"""Pictures of posts: a lease on a place in the storage, the file that is sent there, and the post that comes later.

The lease is not in reddit.com/dev/api; its shape is that which clients (praw 8) read, checked 2026-11. The storage
answers as Amazon's S3 does a browser's form: 201 and XML (docs.aws.amazon.com/AmazonS3, POST Object, checked 2026-11).
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from launcher.stage.exchange import here
from launcher.stage.form import read_form
from launcher.stage.reddit.submit import Triples
from launcher.stage.reddit.things import USER, Board, Submission, base36

PLACE = "/storage"
MOST = 20 << 20
"""Largest picture, as users report it."""
KINDS = ("image/png", "image/jpeg", "image/gif")


def lease(board: Board, form: Mapping[str, str], root: str) -> dict[str, Any]:
    """`POST /api/media/asset`: where the file may be sent. Raises Triples for a kind that Reddit does not take."""
    name, kind = form.get("filepath", ""), form.get("mimetype", "")
    if kind not in KINDS or not name:
        raise Triples("INVALID_OPTION", "that option is not valid", "mimetype")
    board.ids += 37
    asset = base36(board.ids)
    key = f"rte_images/{asset}/{name}"
    place = root.partition(":")[2] + PLACE
    board.pictures[f"{place}/{key}"] = ""
    fields = {"acl": "private", "key": key, "Content-Type": kind, "success_action_status": "201"}
    return {
        "args": {"action": place, "fields": [{"name": each, "value": value} for each, value in fields.items()]},
        "asset": {"asset_id": asset, "processing_state": "incomplete", "payload": {"filepath": name}},
    }


def storage(board: Board) -> Callable[[Request], Awaitable[Response]]:
    """The storage: takes a file where a place was leased."""

    async def take(request: Request) -> Response:
        form = await read_form(request)
        root, file = here(request).partition(":")[2], form.files.get("file", b"")
        place = f"{root}{PLACE}/{form.fields.get('key', '')}"
        if place not in board.pictures:
            return _xml(403, "<Error><Code>AccessDenied</Code></Error>")
        if not 0 < len(file) <= MOST:
            told = f"<ProposedSize>{len(file)}</ProposedSize><MaxSizeAllowed>{MOST}</MaxSizeAllowed>"
            return _xml(400, f"<Error><Code>EntityTooLarge</Code><Message>too large</Message>{told}</Error>")
        board.pictures[place] = hashlib.md5(file, usedforsecurity=False).hexdigest()
        return _xml(201, f"<PostResponse><Location>{place}</Location></PostResponse>")

    return take


def later(post: Submission) -> dict[str, Any]:
    """What Reddit says of a post that it makes from a picture: not which it is, but where that will be told."""
    submitted = f"https://www.reddit.com/user/{USER}/submitted/"
    return {"user_submitted_page": submitted, "websocket_url": f"wss://k8s-lb.wss.redditmedia.com/{post.picture}"}


def _xml(status: int, text: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', status, media_type="application/xml")
