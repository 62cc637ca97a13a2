"""Bytes to Vimeo's upload links: the film by tus, pictures and text tracks by PUT. Imported when it is needed.

tuspy has no timeout and a new connection a chunk, and its url_storage takes another film of the same first
64 KiB for this one: here one Session sends one PATCH for all that is left, and nothing is stored.
https://tus.io/protocols/resumable-upload, https://developer.vimeo.com/api/upload/videos, checked 2026-11.
"""

from pathlib import Path
from typing import Any

import requests
from tusclient import exceptions
from tusclient.uploader.uploader import Uploader

from launcher.errors import Refused
from launcher.platforms.base import Film, Progress
from launcher.platforms.film_body import FilmBody
from launcher.platforms.oembed import anonymous
from launcher.platforms.portions import Portions

GONE = (403, 404, 410)
"""What a link answers that Vimeo has forgotten (tus 1.0, HEAD)."""

_FAILED: Any = exceptions.TusCommunicationError
_UPLOAD_FAILED: Any = exceptions.TusUploadFailed


class FilmUpload(Uploader):
    """The upload of one film to its link. Making one asks the link for its offset."""

    def __init__(
        self, film: Film, link: str, session: requests.Session, progress: Progress, portions: Portions
    ) -> None:
        self._film, self._session, self._progress = film, session, progress
        self._link, self._portions = link, portions
        super().__init__(file_path=str(film.path), url=link, chunk_size=film.size)

    def get_file_size(self) -> int:
        """Bytes of the film as it was planned."""
        return self._film.size

    def get_offset(self) -> int:
        """Bytes that Vimeo holds. Raises TusCommunicationError where it does not tell, Refused for another film."""
        reply = self._session.head(self._link, headers=self.DEFAULT_HEADERS, auth=anonymous, allow_redirects=False)
        if reply.status_code >= 300 or "upload-offset" not in reply.headers:
            raise _FAILED("", reply.status_code)
        length = int(reply.headers.get("upload-length", self._film.size))
        if length != self._film.size:
            raise Refused(
                f"vimeo waits for a film of {length} bytes, and this one has {self._film.size}",
                code="film_changed",
                fix="put the first film back, or cancel the upload and launch again",
            )
        return int(reply.headers["upload-offset"])

    def upload_chunk(self) -> None:
        """Send all that is left, or a portion of it. Raises TusUploadFailed where Vimeo does not take it."""
        headers = {
            **self.DEFAULT_HEADERS,
            "Upload-Offset": str(self.offset),
            "Content-Type": "application/offset+octet-stream",
        }
        length = self._portions.begin(self._link, self.offset, self._film.size - self.offset)
        body: Any = FilmBody(self._film, self.offset, self._portions.hearing(self._progress), length)
        reply = self._session.patch(self._link, data=body, headers=headers, auth=anonymous, allow_redirects=False)
        held = int(reply.headers.get("upload-offset", -1))
        if reply.status_code >= 300 or held <= self.offset:
            raise _UPLOAD_FAILED("", reply.status_code)
        self.offset = held

    def finish(self) -> None:
        """Send until Vimeo holds every byte. `progress` hears its count."""
        self._progress(self.offset)
        while self.offset < self.stop_at:
            self.upload_chunk()
        self._progress(self.offset)


def resumed(
    film: Film, link: str, session: requests.Session, progress: Progress, portions: Portions
) -> FilmUpload | None:
    """The upload as its link stands, or None where Vimeo has forgotten it."""
    try:
        return FilmUpload(film, link, session, progress, portions)
    except exceptions.TusCommunicationError as error:
        if error.status_code not in GONE:
            raise
        return None


def put_file(session: requests.Session, link: str, path: Path) -> requests.Response:
    """Send a small file to its link. The token does not go there: the link may be another company's."""
    return session.put(link, data=path.read_bytes(), auth=anonymous, allow_redirects=False)
