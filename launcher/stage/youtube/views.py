"""One video of the made-up YouTube channel, and how the API shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from launcher.clock import iso
from launcher.stage.receiving import Digest
from launcher.stage.world import World
from launcher.stage.youtube.checks import instant
from launcher.stage.youtube.wire import Json, etag

CHANNEL_ID = "UCstage0000000000000kiss"
CHANNEL_TITLE = "Stage Films"
OTHER_ID, OTHER_TITLE = "UCother000000000000other", "Somebody's Channel"
SETTABLE = {
    "snippet": ("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage"),
    "status": (
        "privacyStatus",
        "license",
        "embeddable",
        "publicStatsViewable",
        "publishAt",
        "selfDeclaredMadeForKids",
        "containsSyntheticMedia",
    ),
}
"""The properties that a client may set; others in a request are ignored, as the documents say."""
THUMBNAILS = {"default": (120, 90), "medium": (320, 180), "high": (480, 360)}


@dataclass(kw_only=True)
class Video:
    """One video. `status` and `snippet` hold only what a client may set."""

    id: str
    created_at: datetime
    file_name: str
    digest: Digest
    snippet: Json
    status: Json
    localizations: Json = field(default_factory=dict)
    recording: Json = field(default_factory=dict)
    notifies: bool = True
    premiere_at: datetime | None = None
    public_at: datetime | None = None
    duplicate: bool = False
    thumbnail: Digest | None = None
    captions: list[Json] = field(default_factory=list)
    threads: list[Json] = field(default_factory=list)

    def settle(self, now: datetime) -> None:
        """Publish what is scheduled for `now` or earlier, and note the first public instant."""
        due = instant(self.status.get("publishAt"))
        if due is not None and due <= now:
            del self.status["publishAt"]
            self.status["privacyStatus"] = "public"
            self.public_at = self.public_at or max(due, self.created_at)
        if self.status["privacyStatus"] == "public":
            self.public_at = self.public_at or now


class Views:
    """Videos as the API replies them: what a client set, and what time has made of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def processed(self, video: Video) -> bool:
        """Whether the film's processing is over."""
        return self._world.clock.now() >= video.created_at + self._world.settings.transcode

    def playable(self, video: Video) -> bool:
        """Whether the film's processing ended well."""
        return self._upload_status(video) == "processed"

    def _upload_status(self, video: Video) -> str:
        if video.duplicate:
            return "rejected"
        if not self.processed(video):
            return "uploaded"
        return "failed" if self._world.settings.transcode_fails else "processed"

    def show(self, video: Video, named: list[str], root: str) -> Json:
        """The video as the API replies it, with the parts that `named` names."""
        shown: Json = {"kind": "youtube#video", "etag": "", "id": video.id}
        parts: dict[str, Callable[[], Any]] = {
            "snippet": lambda: self._snippet(video, root),
            "status": lambda: self._status(video),
            "contentDetails": lambda: self._content(video),
            "statistics": lambda: self.statistics(video),
            "processingDetails": lambda: self._processing(video),
            "fileDetails": lambda: self._file(video),
            "localizations": lambda: {**video.localizations},
            "liveStreamingDetails": lambda: {"scheduledStartTime": iso(video.premiere_at)} if video.premiere_at else {},
            "recordingDetails": lambda: {**video.recording},
        }
        shown |= {part: parts[part]() for part in named if part in parts}
        return shown | {"etag": etag(shown)}

    def _snippet(self, video: Video, root: str) -> Json:
        localized = {"title": video.snippet["title"], "description": video.snippet.get("description", "")}
        return {
            "publishedAt": iso(video.public_at or video.created_at),
            "channelId": CHANNEL_ID,
            "channelTitle": CHANNEL_TITLE,
            "description": "",
            **settable(video.snippet, "snippet"),
            "thumbnails": thumbnails(video.id, root),
            "liveBroadcastContent": "none",
            "localized": localized,
        }

    def _status(self, video: Video) -> Json:
        shown = settable(video.status, "status")
        upload = self._upload_status(video)
        reason = {"rejected": {"rejectionReason": "duplicate"}, "failed": {"failureReason": "conversion"}}.get(
            upload, {}
        )
        return {"uploadStatus": upload, **shown, "madeForKids": bool(shown.get("selfDeclaredMadeForKids")), **reason}

    def _content(self, video: Video) -> Json:
        return {
            "duration": "PT3M29S" if self.processed(video) else "P0D",
            "dimension": "2d",
            "definition": "hd" if self.processed(video) else "sd",
            "caption": "true" if video.captions else "false",
            "licensedContent": False,
            "contentRating": {},
            "projection": "rectangular",
            "hasCustomThumbnail": video.thumbnail is not None,
        }

    def statistics(self, video: Video) -> Json:
        """The video's numbers now, as strings."""
        numbers = self._world.growth.read("youtube", video.id, video.public_at, self._world.clock.now())
        counts = {"viewCount": numbers["views"], "likeCount": numbers["likes"], "favoriteCount": 0}
        return {name: str(n) for name, n in counts.items()} | {
            "commentCount": str(numbers["comments"] + len(video.threads))
        }

    def stats(self, video: Video, named: list[str]) -> Json:
        """The video as videos.batchGetStats replies it."""
        counts = {name: n for name, n in self.statistics(video).items() if name != "favoriteCount"}
        views: Json = {
            "snippet": {"publishTime": iso(video.created_at)},
            "statistics": counts,
            "contentDetails": {"duration": "209s" if self.processed(video) else "0s"},
        }
        shown = {"kind": "youtube#videoStats", "id": video.id, **{part: views[part] for part in named if part in views}}
        return shown | {"etag": etag(shown)}

    def _processing(self, video: Video) -> Json:
        status = self._upload_status(video)
        word = {"uploaded": "processing", "processed": "succeeded"}.get(status, "failed")
        details: Json = {"processingStatus": word, "fileDetailsAvailability": "available"}
        details |= dict.fromkeys(("processingIssuesAvailability", "tagSuggestionsAvailability"), "inProgress")
        details |= {"editorSuggestionsAvailability": "inProgress", "thumbnailsAvailability": "available"}
        if word == "processing":
            left = video.created_at + self._world.settings.transcode - self._world.clock.now()
            done = 100 - int(100 * (left / self._world.settings.transcode))
            progress = {"partsTotal": "100", "partsProcessed": str(done)}
            details["processingProgress"] = progress | {"timeLeftMs": str(int(left.total_seconds() * 1000))}
        return details | ({"processingFailureReason": "transcodeFailed"} if word == "failed" else {})

    def _file(self, video: Video) -> Json:
        return {"fileName": video.file_name, "fileSize": str(video.digest.size), "fileType": "video"}


def settable(values: Json, part: str) -> Json:
    """What of `values` a client may set in that part."""
    return {name: value for name, value in values.items() if name in SETTABLE[part]}


def thumbnails(video_id: str, root: str) -> Json:
    """The addresses and sizes of a video's images."""
    sizes = THUMBNAILS.items()
    return {name: {"url": f"{root}/vi/{video_id}/{name}.jpg", "width": w, "height": h} for name, (w, h) in sizes}
