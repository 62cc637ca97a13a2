"""What hangs on a YouTube video: its poster (thumbnails.set) and captions (captions.insert and list)."""

from starlette.requests import Request

from launcher.clock import iso
from launcher.stage.exchange import created, here
from launcher.stage.receiving import Digest
from launcher.stage.world import World
from launcher.stage.youtube.access import FORCE_SSL, UPLOAD, Access
from launcher.stage.youtube.upload import Finish
from launcher.stage.youtube.videos import Videos
from launcher.stage.youtube.views import thumbnails
from launcher.stage.youtube.wire import GoogleError, Json, bad_request, check_names, etag, parse, parts

PARTS = ("id", "snippet")
NAMES = (
    "videoId",
    "language",
    "name",
    "isDraft",
    "trackKind",
    "audioTrackType",
    "isCC",
    "isLarge",
    "isEasyReader",
    "isAutoSynced",
)


class Thumbnails:
    """thumbnails.set: 50 units, JPEG or PNG of at most 50 MB (since 2026-09-14)."""

    scopes = UPLOAD
    accept: tuple[str, ...] = ("image/jpeg", "image/png", "application/octet-stream")
    most = 52_428_800

    def __init__(self, access: Access, videos: Videos) -> None:
        self._access = access
        self._videos = videos

    def prepare(self, request: Request, metadata: bytes) -> Finish:
        """Check that the video is there. There is no metadata to read."""
        del metadata
        self._access.spend(50)
        video = self._videos.need(request.query_params.get("videoId", ""))

        def finish(last: Request, digest: Digest) -> Json:
            video.thumbnail = digest
            items = [thumbnails(video.id, here(last))]
            return {"kind": "youtube#thumbnailSetResponse", "etag": etag(items), "items": items}

        return finish


class Captions:
    """captions.insert (400 units, at most 100 MB) and captions.list."""

    scopes = FORCE_SSL
    accept: tuple[str, ...] = ("*/*",)
    most = 104_857_600

    def __init__(self, world: World, access: Access, videos: Videos) -> None:
        self._world = world
        self._access = access
        self._videos = videos

    def prepare(self, request: Request, metadata: bytes) -> Finish:
        """Check the track's language and name: a video has one track of each."""
        parts(request, PARTS)
        self._access.spend(400)
        snippet = parse(metadata, {*PARTS, "kind", "etag"}).get("snippet", {})
        check_names(snippet, NAMES, "caption.snippet")
        if not snippet.get("videoId") or not snippet.get("language") or "name" not in snippet:
            raise bad_request("invalidMetadata", "The request contains invalid metadata values.", "youtube.caption")
        self._refuse_second(snippet)

        def finish(last: Request, digest: Digest) -> Json:
            self._refuse_second(snippet)
            return self._add(last, snippet, digest)

        return finish

    def _refuse_second(self, snippet: Json) -> None:
        for each in self._videos.need(snippet["videoId"]).captions:
            if all(each["snippet"][name] == snippet[name] for name in ("language", "name")):
                text = (
                    "The specified video already has a caption track with the provided <code>language</code> and name."
                )
                raise GoogleError(409, "captionExists", text, "youtube.caption")

    def _add(self, request: Request, snippet: Json, digest: Digest) -> Json:
        shown: Json = {
            "lastUpdated": iso(self._world.clock.now()),
            "trackKind": "standard",
            "audioTrackType": "unknown",
            **dict.fromkeys(("isCC", "isLarge", "isEasyReader", "isAutoSynced"), False),
            "isDraft": bool(snippet.get("isDraft", False)),
            "status": "serving",
            **{name: snippet[name] for name in ("videoId", "language", "name")},
        }
        caption: Json = {
            "kind": "youtube#caption",
            "etag": digest.md5,
            "id": "AUieDa" + self._world.token(40),
            "snippet": shown,
        }
        self._videos.need(snippet["videoId"]).captions.append(caption)
        created(request, caption["id"])
        return caption

    async def listed(self, request: Request) -> Json:
        """captions.list by `videoId`."""
        parts(request, PARTS)
        tracks = self._videos.need(request.query_params.get("videoId", "")).captions
        return {"kind": "youtube#captionListResponse", "etag": etag(tracks), "items": tracks}
