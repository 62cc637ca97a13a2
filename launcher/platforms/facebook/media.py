"""Pictures and videos on a Facebook Page, sent before a post shows them.

A picture goes up unpublished, and Facebook keeps it for a day. A video goes up in the phases start, transfer (again
and again, at the offset that Facebook asks for) and finish, as unpublished: `post` makes it public later. Session and
offset are kept after every part, so that another process goes on there; where a reply was lost, Facebook refuses our
offset and tells its own (error_subcode 1363037, `error_data`).
https://developers.facebook.com/docs/graph-api/reference/page/videos, https://developers.facebook.com/docs/video-api,
checked 2026-11.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from launcher.errors import Refused
from launcher.platforms.base import Attached, Medium, Progress, Session, Sessions

OTHER_OFFSET = 1363037
"""The subcode by which Facebook tells at which offset it goes on."""

UPLOAD_ERRORS = range(6000, 6100)
"""Codes of an upload that went wrong: the next try begins a new one."""

FINISHED = ""
"""In the place of a session that is closed: there is nothing left to go on with."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What Facebook wants next of a session: the bytes from `start` to `end`; equal where it has all."""

    session: str
    start: int
    end: int

    def kept(self) -> str:
        """As it is kept."""
        return f"{self.session} {self.start} {self.end}"


@dataclass(frozen=True, kw_only=True)
class PageMedia:
    """The media of one Page. `send` posts fields and files to a path of the graph, `read` gets one."""

    page: str
    send: Callable[..., dict[str, Any]]
    read: Callable[..., dict[str, Any]]

    def attach(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
        """Send it, or go on with it; None while a video is processed. Raises Refused for one that cannot be."""
        return self._video(medium, sessions, progress) if medium.is_video else self._picture(medium, progress)

    def _picture(self, medium: Medium, progress: Progress) -> Attached:
        progress(0)
        files = {"source": (medium.path.name, medium.path.read_bytes(), medium.kind)}
        made = self.send(f"{self.page}/photos", files, published=False, alt_text_custom=medium.alt)
        progress(medium.size)
        return Attached(id=str(made["id"]))

    def _video(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
        kept = sessions.kept()
        told: dict[str, Any] | None = self._status(kept.id, sessions) if kept else None
        if kept is None or told is None:
            kept, told = self._start(medium, sessions), {}
        if kept.uri != FINISHED:
            if phase(told, "uploading_phase") != "complete":
                self._transfer(medium, kept, sessions, progress)
            sessions.keep(Session(uri=FINISHED, id=kept.id))
            told = self._status(kept.id, sessions)
        return self._ready(medium, kept.id, told or {}, sessions)

    def _status(self, id_: str, sessions: Sessions) -> dict[str, Any] | None:
        """How far the video is, or None where Facebook has forgotten it."""
        try:
            status: dict[str, Any] = self.read(id_, fields="status").get("status") or {}
        except Exception as error:
            if not is_missing(error):
                raise
            sessions.drop()
            return None
        return status

    def _start(self, medium: Medium, sessions: Sessions) -> Session:
        told = self.send(f"{self.page}/videos", None, upload_phase="start", file_size=medium.size)
        part = asked(told, str(told["upload_session_id"]))
        session = Session(uri=part.kept(), id=str(told["video_id"]))
        sessions.keep(session)
        return session

    def _transfer(self, medium: Medium, kept: Session, sessions: Sessions, progress: Progress) -> None:
        """Every part that Facebook asks for, and the end, unpublished."""
        session, start, end = kept.uri.split()
        part = _Part(session=session, start=int(start), end=int(end))
        with medium.path.open("rb") as file:
            while part.start < part.end:
                progress(part.start)
                file.seek(part.start)
                part = self._part(part, file.read(part.end - part.start), medium, sessions)
                sessions.keep(Session(uri=part.kept(), id=kept.id))
        same = {"upload_session_id": part.session, "title": medium.path.stem}
        self.send(f"{self.page}/videos", None, upload_phase="finish", published=False, **same)
        progress(medium.size)

    def _part(self, part: _Part, data: bytes, medium: Medium, sessions: Sessions) -> _Part:
        """Send one part; what Facebook wants then, which may be another place than we thought."""
        files = {"video_file_chunk": (medium.path.name, data, "application/octet-stream")}
        same = {"upload_session_id": part.session, "start_offset": part.start}
        try:
            told = self.send(f"{self.page}/videos", files, upload_phase="transfer", **same)
        except Exception as error:
            right = elsewhere(error)
            if right is not None and asked(right, part.session) != part:
                return asked(right, part.session)
            if code(error) in UPLOAD_ERRORS:
                sessions.drop()
            raise
        return asked(told, part.session)

    def _ready(self, medium: Medium, id_: str, state: dict[str, Any], sessions: Sessions) -> Attached | None:
        if "error" in (state.get("video_status"), phase(state, "processing_phase")):
            sessions.drop()
            raise Refused(
                f"facebook could not process {medium.path.name}: {why(state)}",
                code="media",
                fix="export it again, as MP4 with H.264 and AAC",
            )
        return Attached(id=id_, video=True) if state.get("video_status") == "ready" else None


def asked(told: dict[str, Any], session: str) -> _Part:
    """What a reply asks for next."""
    return _Part(session=session, start=int(told["start_offset"]), end=int(told["end_offset"]))


def elsewhere(error: Exception) -> dict[str, Any] | None:
    """The offsets that Facebook's refusal of ours tells, or None where it is about something else."""
    told = problem(error)
    data = told.get("error_data")
    right = told.get("error_subcode") == OTHER_OFFSET and isinstance(data, dict) and "start_offset" in data
    return data if right else None


def is_missing(error: Exception) -> bool:
    """Whether Graph says that there is no such object (code 100, subcode 33)."""
    return (code(error), problem(error).get("error_subcode")) == (100, 33)


def code(error: Exception) -> int:
    """The code of Graph's error, or 0."""
    told = problem(error).get("code")
    return told if isinstance(told, int) else 0


def problem(error: Exception) -> dict[str, Any]:
    """Graph's error object inside facebook-sdk's exception, or an empty one."""
    result = getattr(error, "result", None)
    told = result.get("error") if isinstance(result, dict) else None
    return told if isinstance(told, dict) else {}


def phase(state: dict[str, Any], name: str) -> str:
    """How far one phase of a video is."""
    return str((state.get(name) or {}).get("status", ""))


def why(state: dict[str, Any]) -> str:
    """The reason that Facebook gives for a video that it could not process."""
    errors = (state.get("processing_phase") or {}).get("errors") or [{}]
    return str(errors[0].get("message") or "it does not say why")
