"""tus 1.0 as Vimeo's upload links speak it: HEAD tells the offset, PATCH goes on there, every byte is kept at once.

Protocol: the core of tus 1.0.0. 412 without `Tus-Resumable: 1.0.0`, 415 for another content type, 409 on another
offset than the server's, 413 past the announced size, 404 for an unknown link and 410 for an expired one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from launcher.stage.receiving import Received, chunks
from launcher.stage.world import World

VERSION = "1.0.0"
MEDIA_TYPE = "application/offset+octet-stream"


@dataclass(kw_only=True)
class Upload:
    """The file behind one link. `completed_at` is None until its last byte is there."""

    size: int
    expires_at: datetime
    held: Received = field(default_factory=Received)
    completed_at: datetime | None = None


class Tus:
    """Every upload link that was given out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._uploads: dict[str, Upload] = {}

    def open(self, size: int) -> tuple[str, Upload]:
        """A new link's last part, and the upload behind it."""
        word = self._world.token(32, "0123456789abcdef")
        upload = Upload(size=size, expires_at=self._world.clock.now() + self._world.settings.session_life)
        self._uploads[word] = upload
        if not size:
            upload.completed_at = self._world.clock.now()
        return word, upload

    async def endpoint(self, request: Request) -> Response:
        """HEAD, PATCH and OPTIONS on an upload link."""
        if request.method == "OPTIONS":
            return _answer(204, {"tus-version": VERSION, "tus-extension": "expiration"})
        if request.headers.get("tus-resumable") != VERSION:
            return _answer(412, {"tus-version": VERSION})
        upload = self._uploads.get(request.path_params["word"])
        if upload is None:
            return _answer(404)
        if upload.completed_at is None and upload.expires_at <= self._world.clock.now():
            return _answer(410)
        return _told(upload) if request.method == "HEAD" else await self._patch(upload, request)

    async def _patch(self, upload: Upload, request: Request) -> Response:
        problem = _problem(upload, request)
        if problem:
            return _answer(problem)
        turn = upload.held.turn()
        async for chunk in chunks(request):
            left = upload.size - upload.held.offset
            if len(chunk) > left:
                return _answer(413)
            if not upload.held.feed(chunk, turn):
                return _answer(409)
        if upload.held.offset == upload.size and upload.completed_at is None:
            upload.completed_at = self._world.clock.now()
        return _answer(204, {"upload-offset": str(upload.held.offset)})


def _problem(upload: Upload, request: Request) -> int:
    if request.headers.get("content-type") != MEDIA_TYPE:
        return 415
    offset, length = request.headers.get("upload-offset", ""), request.headers.get("content-length", "0")
    if not offset.isdigit():
        return 400
    if int(offset) != upload.held.offset:
        return 409
    return 413 if length.isdigit() and int(offset) + int(length) > upload.size else 0


def _told(upload: Upload) -> Response:
    upload.held.turn()
    told = {"upload-offset": str(upload.held.offset), "upload-length": str(upload.size), "cache-control": "no-store"}
    return _answer(200, told)


def _answer(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(status_code=status, headers={"tus-resumable": VERSION, **(headers or {})})
