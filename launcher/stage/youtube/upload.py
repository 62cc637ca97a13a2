"""YouTube's uploads: resumable sessions, multipart, plain media (Google's resumable upload protocol, checked 2026-11).

A session keeps whole granules of 256 KiB of a broken request, answers a probe (`Content-Range: bytes */SIZE`) with
308 and `Range`, or with the finished item, and makes the item exist only with its last byte.
"""

import fnmatch
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from launcher.stage.exchange import here
from launcher.stage.receiving import Digest, Received, chunks
from launcher.stage.world import World
from launcher.stage.youtube.access import Access, Endpoint
from launcher.stage.youtube.wire import GoogleError, Json, bad_request

GRANULE = 256 * 1024
IN_MEMORY = 128 * 1024 * 1024
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$")

Finish = Callable[[Request, Digest], Json]
"""Makes the item exist and returns it as the API replies it."""


class Kind(Protocol):
    """What may be uploaded to one address: a video, a caption track, a thumbnail."""

    scopes: frozenset[str]
    accept: tuple[str, ...]
    most: int

    def prepare(self, request: Request, metadata: bytes) -> Finish:
        """Check everything but the bytes, and count the quota. Raises GoogleError."""
        ...


@dataclass(kw_only=True)
class Session:
    """One resumable upload; `total` is None while the client does not know it, `reply` the finished item."""

    finish: Finish
    total: int | None
    expires_at: datetime
    held: Received = field(default_factory=lambda: Received(GRANULE))
    reply: Json | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """What a Content-Range says: the first byte and how many follow, and the file's size where it is known."""

    start: int
    length: int
    total: int | None


class Uploads:
    """All open and finished sessions, and the endpoints that take bytes."""

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access
        self._sessions: dict[str, Session] = {}

    def begin(self, kind: Kind) -> Endpoint:
        """The endpoint to which an upload of `kind` is posted."""

        async def endpoint(request: Request) -> Response:
            try:
                self._access.require(request, kind.scopes)
                return await self._begin(kind, request)
            except GoogleError as error:
                return error.response()

        return endpoint

    def go_on(self, kind: Kind) -> Endpoint:
        """The endpoint to which a session's bytes and probes are put."""

        async def endpoint(request: Request) -> Response:
            try:
                self._access.require(request, kind.scopes)
                return await self._put(self._session(request), request)
            except GoogleError as error:
                return error.response()

        return endpoint

    async def _begin(self, kind: Kind, request: Request) -> Response:
        how = request.query_params.get("uploadType", "")
        if how == "resumable":
            return self._open(kind, request, await request.body())
        if how not in ("media", "multipart"):
            raise bad_request("badRequest", f"Invalid upload type: {how!r}", "global")
        metadata, media_type, data = _posted(request, await _body(request), multipart=how == "multipart")
        _check_media(kind, media_type, len(data))
        finish = kind.prepare(request, metadata)
        received = Received()
        received.feed(data, received.turn())
        return JSONResponse(finish(request, received.digest()))

    def _open(self, kind: Kind, request: Request, metadata: bytes) -> Response:
        size = request.headers.get("x-upload-content-length", "")
        total = int(size) if size.isdigit() else None
        _check_media(kind, request.headers.get("x-upload-content-type", "application/octet-stream"), total)
        finish = kind.prepare(request, metadata)
        upload_id = "AJRbA5" + self._world.token(48)
        expires_at = self._world.clock.now() + self._world.settings.session_life
        self._sessions[upload_id] = Session(finish=finish, total=total, expires_at=expires_at)
        query = f"{request.url.query}&upload_id={upload_id}"
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        return Response(headers={"location": f"{here(request)}{path}?{query}", "x-guploader-uploadid": upload_id})

    def _session(self, request: Request) -> Session:
        session = self._sessions.get(request.query_params.get("upload_id", ""))
        if session is None:
            raise GoogleError(404, "notFound", "The upload session was not found.", "global")
        if session.reply is None and session.expires_at <= self._world.clock.now():
            raise GoogleError(410, "gone", "The upload session has expired.", "global")
        return session

    async def _put(self, session: Session, request: Request) -> Response:
        if session.reply is not None:
            return JSONResponse(session.reply)
        span = _span(request)
        if span.total is not None and session.total not in (None, span.total):
            raise bad_request(
                "invalidContentRange", f"The upload's size is {session.total}, not {span.total}.", "global"
            )
        session.total = span.total if session.total is None else session.total
        turn = session.held.turn()
        if not span.length:
            return _incomplete(session.held)
        if span.start > session.held.offset:
            raise bad_request("invalidContentRange", f"Bytes from {session.held.offset} are missing.", "global")
        whole = await _take(session.held, turn, span, request)
        if whole and session.held.seen == session.total:
            session.held.commit()
            session.reply = session.finish(request, session.held.digest())
            return JSONResponse(session.reply)
        return _incomplete(session.held)


async def _take(held: Received, turn: object, span: Span, request: Request) -> bool:
    at, end = span.start, span.start + span.length
    async for chunk in chunks(request):
        data = chunk[: end - at]
        known = min(len(data), max(0, held.seen - at))
        at += len(data)
        if len(data) > known and not held.feed(data[known:], turn):
            raise GoogleError(409, "conflict", "Another request goes on with this upload.", "global")
    return at == end


def _incomplete(held: Received) -> Response:
    headers = {"range": f"bytes=0-{held.offset - 1}"} if held.offset else {}
    return Response(status_code=308, headers=headers)


def _span(request: Request) -> Span:
    text = request.headers.get("content-range", "")
    size = request.headers.get("content-length", "")
    if not text and size.isdigit():
        return Span(start=0, length=int(size), total=int(size))
    found = _RANGE.match(text)
    if found is None:
        raise bad_request("invalidContentRange", "Failed to parse Content-Range header.", "global")
    total = None if found[3] == "*" else int(found[3])
    if found[1] is None:
        return Span(start=0, length=0, total=total)
    start, last = int(found[1]), int(found[2])
    length = last - start + 1
    if length < 1 or (total is not None and last >= total) or (size.isdigit() and int(size) != length):
        raise bad_request("invalidContentRange", f"{text} does not fit the request.", "global")
    return Span(start=start, length=length, total=total)


def _check_media(kind: Kind, media_type: str, size: int | None) -> None:
    plain = media_type.partition(";")[0].strip().lower()
    if not any(fnmatch.fnmatchcase(plain, pattern) for pattern in kind.accept):
        valid = ", ".join(kind.accept)
        raise bad_request(
            "badContent", f"Media type '{plain}' is not supported. Valid media types: [{valid}]", "global"
        )
    if size is not None and size > kind.most:
        raise GoogleError(413, "uploadTooLarge", f"Media larger than the limit: {kind.most} bytes.", "global")
    if size == 0:
        raise bad_request("mediaBodyRequired", "The request does not include the media's content.")


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for chunk in chunks(request):
        data += chunk
        if len(data) > IN_MEMORY:
            raise GoogleError(413, "uploadTooLarge", "Upload more than this by a resumable session.", "global")
    return bytes(data)


def _posted(request: Request, body: bytes, *, multipart: bool) -> tuple[bytes, str, bytes]:
    media_type = request.headers.get("content-type", "")
    if not multipart:
        return b"", media_type, body
    boundary = re.search(r'boundary="?([^";]+)"?', media_type)
    pieces = body.split(b"--" + boundary[1].encode()) if boundary else []
    if len(pieces) != 4:
        raise bad_request("badContent", "A multipart/related body of two parts is required.", "global")
    (_, metadata), (heads, data) = _piece(pieces[1]), _piece(pieces[2])
    kind = re.search(rb"(?im)^content-type:\s*([^\r\n]+)", heads)
    return metadata, kind[1].decode("latin-1") if kind else "application/octet-stream", data


def _piece(piece: bytes) -> tuple[bytes, bytes]:
    found = re.match(rb"\r?\n((?:[^\r\n]+\r?\n)*)\r?\n(.*?)\r?\n\Z", piece, re.DOTALL)
    if found is None:
        raise bad_request("badContent", "A part of the multipart body cannot be read.", "global")
    return found[1], found[2]
