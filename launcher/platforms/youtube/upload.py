"""YouTube's resumable upload. Imported when the adapter uploads: it loads the SDK.

The session's address is the upload: it is kept before the first byte, and asked after any error. The video
exists only after its last byte, so a lost reply to that byte is settled by the same question.
https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, checked 2026-11.
"""

import json
import mimetypes
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from googleapiclient.errors import HttpError, InvalidJsonError, ResumableUploadError
from googleapiclient.http import MediaUpload

from launcher.platforms.base import Film, Progress
from launcher.platforms.film_body import FilmBody
from launcher.platforms.keys import YouTubeKeys
from launcher.platforms.portions import Portions
from launcher.settings import is_loopback

GONE = (404, 410)
"""What a session answers that YouTube has forgotten."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a session is: the bytes that YouTube holds, and the video once it has them all."""

    offset: int = 0
    video: dict[str, Any] = field(default_factory=dict)


class FilmMedia(MediaUpload):  # type: ignore[misc]
    """The film as the SDK takes it: one request for all that is left, or for `portion` bytes."""

    def __init__(self, film: Film, progress: Progress) -> None:
        super().__init__()
        self._film, self._progress = film, progress
        self.portion = film.size

    def chunksize(self) -> int:
        """Bytes of a request. `-1` for all would corrupt the range when an upload goes on."""
        return self.portion

    def size(self) -> int:
        """Bytes."""
        return self._film.size

    def mimetype(self) -> str:
        """By the file's name."""
        kind, _ = mimetypes.guess_type(self._film.path.name)
        return kind if kind and kind.startswith("video/") else "application/octet-stream"

    def resumable(self) -> bool:
        """Always."""
        return True

    def has_stream(self) -> bool:
        """The SDK's own streaming body cannot be told to be sent once."""
        return False

    def getbytes(self, begin: int, length: int) -> FilmBody:
        """The film from `begin` on, for one request."""
        return FilmBody(self._film, begin, self._progress, length)


def metadata(film: Film, category: str) -> dict[str, Any]:
    """The video as `videos.insert` takes it. An omitted privacyStatus would mean public since 2026-11-02."""
    keys = film.keys
    assert isinstance(keys, YouTubeKeys)  # noqa: S101 (the registry pairs keys with their adapter)
    snippet = {
        "title": film.title,
        "description": film.description,
        "tags": list(film.tags),
        "categoryId": category,
        "defaultLanguage": film.language,
        "defaultAudioLanguage": film.language,
    }
    status = {
        "privacyStatus": "private",
        "license": keys.license,
        "embeddable": keys.embeddable,
        "selfDeclaredMadeForKids": keys.made_for_kids,
    }
    video: dict[str, Any] = {"snippet": {name: value for name, value in snippet.items() if value}, "status": status}
    if keys.recorded:
        video["recordingDetails"] = {"recordingDate": f"{keys.recorded}T00:00:00Z"}
    if keys.localizations:
        video["localizations"] = {tag: each.model_dump() for tag, each in keys.localizations.items()}
    return video


def begin(request: Any, film: Film) -> str:
    """Start a session and return its address; sends nothing of the film. Creates no video yet.

    `Slug` gives the video its `fileDetails.fileName`, by which `find` knows it again.
    """
    headers = {
        **request.headers,
        "X-Upload-Content-Type": request.resumable.mimetype(),
        "X-Upload-Content-Length": str(film.size),
        "Slug": quote(film.path.name),
    }
    response, content = request.http.request(request.uri, method=request.method, body=request.body, headers=headers)
    if response.status != 200 or "location" not in response:
        raise ResumableUploadError(response, content)
    address = str(response["location"])
    if not same_house(address, request.uri):
        raise InvalidJsonError("the session is at another server, which must not get the token")
    return address


def same_house(address: str, root: str) -> bool:
    """Whether bytes for `address`, and the token with them, go where the API's requests go: there, or to Google."""
    ours, theirs = urlsplit(root), urlsplit(address)
    if ours.scheme == theirs.scheme == "https":
        google = all(f".{each.hostname}".endswith(".googleapis.com") for each in (ours, theirs))
        return google or ours.netloc == theirs.netloc
    return ours.scheme == theirs.scheme and is_loopback(ours.hostname or "") and is_loopback(theirs.hostname or "")


def standing(sender: Any, address: str, size: int) -> Standing | None:
    """Ask the session where it stands; None where YouTube has forgotten it. May be repeated."""
    headers = {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
    response, content = sender.request(address, method="PUT", body=b"", headers=headers)
    if response.status in GONE:
        return None
    if response.status in (200, 201):
        return Standing(offset=size, video=video_of(json.loads(content)))
    if response.status != 308:
        raise HttpError(response, content)
    return Standing(offset=held(response))


def held(response: Any) -> int:
    """Bytes that YouTube holds, by the Range of its 308; without one it holds none."""
    return int(response["range"].rpartition("-")[2]) + 1 if "range" in response else 0


def send(request: Any, address: str, offset: int, portions: Portions) -> dict[str, Any]:
    """Send all that is left and return the video. Goes on where YouTube kept less than it was sent."""
    request.resumable_uri, request.resumable_progress = address, offset
    media = request.resumable
    while True:
        media.portion = portions.begin(address, offset, media.size() - offset)
        _, video = request.next_chunk(num_retries=0)
        if video is not None:
            return video_of(video)
        if request.resumable_progress <= offset:
            raise InvalidJsonError("youtube keeps none of the bytes")
        offset = request.resumable_progress


def video_of(reply: Any) -> dict[str, Any]:
    """The video of a reply. Raises InvalidJsonError for something else: the SDK hands broken JSON on as text."""
    if not isinstance(reply, dict) or not reply.get("id"):
        raise InvalidJsonError("not a video")
    return reply
