"""The videos of the made-up YouTube channel: what they hold, and videos.insert, list, update and batchGetStats."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from launcher.stage.exchange import created, here
from launcher.stage.receiving import Digest
from launcher.stage.world import World
from launcher.stage.youtube.access import UPLOAD, Access
from launcher.stage.youtube.checks import (
    PARTS,
    check_localizations,
    check_recording,
    check_snippet,
    check_status,
    instant,
    read_video,
)
from launcher.stage.youtube.upload import Finish
from launcher.stage.youtube.views import Video, Views
from launcher.stage.youtube.wire import Json, bad_request, etag, ids, listing, not_found, parts

STATUS_DEFAULTS = {"privacyStatus": "public", "license": "youtube", "embeddable": True, "publicStatsViewable": True}
STATUS_CLEARED = {"privacyStatus": "public", "license": "youtube", "embeddable": False, "publicStatsViewable": False}


class Videos:
    """Every video of the channel, oldest first, and the API's methods on them."""

    scopes = UPLOAD
    accept: tuple[str, ...] = ("video/*", "application/octet-stream")
    most = 274_877_906_944

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access
        self.views = Views(world)
        self._held: dict[str, Video] = {}

    def all(self) -> list[Video]:
        """Every video as it stands now, oldest first."""
        now = self._world.clock.now()
        held = list(self._held.values())
        for video in held:
            video.settle(now)
        return held

    def get(self, video_id: str) -> Video | None:
        """One video as it stands now."""
        return next((video for video in self.all() if video.id == video_id), None)

    def need(self, video_id: str) -> Video:
        """One video. Raises GoogleError 404 where there is none."""
        video = self.get(video_id)
        if video is None:
            raise not_found("videoNotFound", "The video that you are trying to reach cannot be found.")
        return video

    def prepare(self, request: Request, metadata: bytes) -> Finish:
        """Check a videos.insert; the film itself is still to come."""
        named = parts(request, PARTS)
        asked = read_video(metadata, named)
        snippet, status = dict(asked.get("snippet", {})), {**STATUS_DEFAULTS, **asked.get("status", {})}
        check_snippet(snippet, updating=False)
        check_status(status)
        check_localizations(asked.get("localizations", {}), snippet)
        check_recording(asked.get("recordingDetails", {}))
        self._access.spend_insert()

        def finish(last: Request, digest: Digest) -> Json:
            video = self._make(last, digest, snippet, status, asked.get("localizations", {}))
            video.file_name = request.headers.get("slug", "unknown")
            video.recording = asked.get("recordingDetails", {})
            video.notifies = request.query_params.get("notifySubscribers", "true") == "true"
            return self.views.show(video, named, here(last))

        return finish

    def _make(self, request: Request, digest: Digest, snippet: Json, status: Json, localizations: Json) -> Video:
        now = self._world.clock.now()
        alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
        twins = [each for each in self._held.values() if each.digest == digest and not each.duplicate]
        video = Video(
            id=self._world.token(10, alphabet) + self._world.token(1),
            created_at=now,
            file_name="",
            digest=digest,
            snippet={"categoryId": "22", **snippet},
            status=status,
            localizations=localizations,
            duplicate=bool(twins) and self._world.settings.rejects_duplicates,
        )
        video.settle(now)
        self._held[video.id] = video
        created(request, video.id)
        return video

    async def listed(self, request: Request) -> Json:
        """videos.list by `id`."""
        named, wanted = parts(request, PARTS), ids(request)
        if not wanted:
            raise bad_request(
                "missingRequiredParameter",
                "No filter selected. Expected one of: chart, id, myRating",
                "youtube.parameter",
            )
        found = {video.id: video for video in self.all()}
        shown = [self.views.show(found[each], named, here(request)) for each in wanted if each in found]
        return listing(request, "videoListResponse", shown, default=50)

    async def batch_get_stats(self, request: Request) -> Json:
        """videos.batchGetStats by `id`."""
        named, wanted = parts(request, ("id", "snippet", "statistics", "contentDetails")), ids(request)
        found = {video.id: video for video in self.all()}
        items = [self.views.stats(found[each], named) for each in wanted if each in found]
        return {"kind": "youtube#batchGetStatsResponse", "etag": etag(items), "items": items}

    async def update(self, request: Request) -> Json:
        """videos.update: replaces each named part as a whole; what it leaves out is cleared."""
        named = parts(request, PARTS)
        asked = read_video(await request.body(), named)
        video = self.need(asked.get("id", ""))
        snippet = dict(asked.get("snippet", {})) if "snippet" in named else video.snippet
        status = {**STATUS_CLEARED, **asked.get("status", {})} if "status" in named else video.status
        check_snippet(snippet, updating=True)
        check_status(status)
        if "localizations" in named:
            check_localizations(asked.get("localizations", {}), snippet)
            video.localizations = asked.get("localizations", {})
        if "recordingDetails" in named:
            check_recording(asked.get("recordingDetails", {}))
            video.recording = asked.get("recordingDetails", {})
        video.snippet, video.status = snippet, status
        video.settle(self._world.clock.now())
        return self.views.show(video, named, here(request))

    async def studio(self, request: Request) -> Response:
        """What a person does in YouTube Studio, and no API does: set `v` as a Premiere that starts `at` an instant.

        Its page is public from then on, and waits. Without `at` the film is private again.
        """
        video, at = self.need(request.query_params.get("v", "")), instant(request.query_params.get("at"))
        if at is None and "at" in request.query_params:
            return PlainTextResponse("at is no instant", 400)
        video.premiere_at = at
        return PlainTextResponse("Premiere set")

    def shelf(self) -> list[Json]:
        """What the channel holds, for the stage's own pages."""
        return [_shelved(video) for video in self.all()]


def _shelved(video: Video) -> Json:
    return {
        "id": video.id,
        "kind": "video",
        "public": video.status["privacyStatus"] == "public",
        "privacy": video.status["privacyStatus"],
        "created_at": video.created_at,
        "public_at": video.public_at,
        "title": video.snippet["title"],
        "size": video.digest.size,
        "md5": video.digest.md5,
        "crc": video.digest.crc,
        "file_name": video.file_name,
        "status": dict(video.status),
        "snippet": dict(video.snippet),
        "localizations": dict(video.localizations),
        "recording": dict(video.recording),
        "notifies": video.notifies,
        "thumbnail": video.thumbnail.md5 if video.thumbnail else None,
        "captions": [caption["snippet"]["language"] for caption in video.captions],
        "caption_names": [caption["snippet"]["name"] for caption in video.captions],
        "comments": [each["snippet"]["topLevelComment"]["snippet"]["textOriginal"] for each in video.threads],
    }
