"""What stands around a film on YouTube: thumbnail, captions, playlist, comment. Each looks before it creates."""

import mimetypes
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from launcher.errors import OutcomeUnknown, PlatformError
from launcher.platforms.base import Receipt
from launcher.platforms.likeness import SKEW, same_text
from launcher.platforms.youtube.videos import PAGE, WATCH, instant, my_channel, pages

Translate = Callable[[Exception], PlatformError | None]
"""What the SDK raised, as an outcome."""

COMMENTS_PAGE = 100
"""Most comments a page (developers.google.com/youtube/v3/docs/commentThreads/list, checked 2026-11)."""


def media(path: Path, otherwise: str) -> Any:
    """A small file as one request's body; its type by its name, or `otherwise`."""
    from googleapiclient.http import MediaInMemoryUpload

    kind, _ = mimetypes.guess_type(path.name)
    return MediaInMemoryUpload(path.read_bytes(), mimetype=kind or otherwise, resumable=False)


def set_poster(service: Any, video: str, poster: Path) -> None:
    """Make `poster` the thumbnail."""
    body = media(poster, "application/octet-stream")
    service.thumbnails().set(videoId=video, media_body=body).execute(num_retries=0)


def add_captions(service: Any, video: str, language: str, captions: Path, name: str) -> None:
    """Add captions, unless that language has some that were not made by speech recognition."""
    for page in pages(service.captions(), part="snippet", videoId=video):
        if any(each["snippet"]["language"] == language and each["snippet"].get("trackKind") != "asr" for each in page):
            return
    snippet = {"videoId": video, "language": language, "name": name, "isDraft": False}
    body, track = {"snippet": snippet}, media(captions, "application/octet-stream")
    service.captions().insert(part="snippet", body=body, media_body=track).execute(num_retries=0)


def add_to_playlist(service: Any, video: str, title: str, translate: Translate) -> None:
    """Put the film in the own playlist of that title, made public where there is none.

    Raises OutcomeUnknown where the list was made and the film did not get into it: a look too early finds neither.
    """
    playlist = own_playlist(service, title)
    if playlist is not None:
        return _put(service, video, playlist)
    playlist = _made(service, title)
    try:
        return _put(service, video, playlist)
    except Exception as error:
        told = error if isinstance(error, PlatformError) else translate(error)
        if told is None:
            raise
        raise OutcomeUnknown(f"the playlist was made, the film is not in it: {told.message}", code=told.code) from error


def _put(service: Any, video: str, playlist: str) -> None:
    for page in pages(service.playlistItems(), part="id", playlistId=playlist, videoId=video, maxResults=PAGE):
        if page:
            return
    body = {"snippet": {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video}}}
    service.playlistItems().insert(part="snippet", body=body).execute(num_retries=0)


def own_playlist(service: Any, title: str) -> str | None:
    """The id of the own playlist of that title, or None."""
    for page in pages(service.playlists(), part="snippet", mine=True, maxResults=PAGE):
        for playlist in page:
            if same_text(playlist["snippet"]["title"], title):
                return str(playlist["id"])
    return None


def _made(service: Any, title: str) -> str:
    body = {"snippet": {"title": title}, "status": {"privacyStatus": "public"}}
    return str(service.playlists().insert(part="snippet,status", body=body).execute(num_retries=0)["id"])


def comment(service: Any, video: str, text: str) -> Receipt:
    """Comment on the film as the channel."""
    body = {"snippet": {"videoId": video, "topLevelComment": {"snippet": {"textOriginal": text}}}}
    return commented(video, service.commentThreads().insert(part="snippet", body=body).execute(num_retries=0))


def find_comment(service: Any, video: str, text: str, since: datetime, known: frozenset[str]) -> Receipt | None:
    """The channel's own comment of that text since then, none of `known`, or None. Comments come newest first."""
    mine, query = my_channel(service)["id"], {"videoId": video, "order": "time", "textFormat": "plainText"}
    for page in pages(service.commentThreads(), part="snippet", maxResults=COMMENTS_PAGE, **query):
        for thread in page:
            told = thread["snippet"]["topLevelComment"]["snippet"]
            if instant(told["publishedAt"]) < since - SKEW:
                return None
            said = told.get("textOriginal") or told["textDisplay"]
            if thread["id"] not in known and told["authorChannelId"]["value"] == mine and same_text(said, text):
                return commented(video, thread)
    return None


def commented(video: str, thread: dict[str, Any]) -> Receipt:
    """The comment's receipt; its address opens the film with the comment on top."""
    at = thread["snippet"]["topLevelComment"]["snippet"].get("publishedAt")
    return Receipt(id=thread["id"], url=f"{WATCH}{video}&lc={thread['id']}", at=instant(at) if at else None)
