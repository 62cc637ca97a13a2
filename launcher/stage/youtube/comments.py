"""Comments under YouTube's videos: commentThreads.insert and list (documents checked 2026-11)."""

from starlette.requests import Request

from launcher.clock import epoch, iso
from launcher.stage.exchange import created
from launcher.stage.world import World
from launcher.stage.youtube.checks import instant
from launcher.stage.youtube.videos import Videos
from launcher.stage.youtube.views import CHANNEL_ID, Video
from launcher.stage.youtube.wire import GoogleError, Json, bad_request, etag, ids, listing, parse, parts

PARTS = ("id", "snippet", "replies")
TEXT_CHARACTERS = 10_000


class Comments:
    """The comment threads of all videos."""

    def __init__(self, world: World, videos: Videos) -> None:
        self._world = world
        self._videos = videos

    async def insert(self, request: Request) -> Json:
        """commentThreads.insert: refused on a private video."""
        parts(request, PARTS)
        snippet = parse(await request.body(), {*PARTS, "kind", "etag"}).get("snippet", {})
        text = snippet.get("topLevelComment", {}).get("snippet", {}).get("textOriginal", "")
        if not text.strip():
            raise bad_request("commentTextRequired", "The text is required.", "youtube.commentThread")
        if len(text) > TEXT_CHARACTERS:
            raise bad_request("commentTextTooLong", "The text is too long.", "youtube.commentThread")
        video = self._videos.need(snippet.get("videoId", ""))
        if video.status["privacyStatus"] == "private":
            text = "The comment thread could not be created due to insufficient permissions."
            raise GoogleError(403, "forbidden", text, "youtube.commentThread")
        thread = self._thread(video, text)
        video.threads.append(thread)
        created(request, thread["id"])
        return thread

    async def listed(self, request: Request) -> Json:
        """commentThreads.list by `videoId` (newest first, after the search lag) or by `id` (at once)."""
        parts(request, PARTS)
        wanted = ids(request)
        if wanted:
            threads = [each for video in self._videos.all() for each in video.threads if each["id"] in wanted]
        else:
            threads = self._found(self._videos.need(request.query_params.get("videoId", "")), request)
        return listing(request, "commentThreadListResponse", threads, default=20, most=100)

    def _found(self, video: Video, request: Request) -> list[Json]:
        words = request.query_params.get("searchTerms", "").lower()
        return [each for each in reversed(video.threads) if self._searchable(each) and words in _text(each).lower()]

    def _searchable(self, thread: Json) -> bool:
        at = instant(thread["snippet"]["topLevelComment"]["snippet"]["publishedAt"])
        lag = self._world.settings.search_lag.total_seconds()
        return at is None or epoch(at) + lag <= epoch(self._world.clock.now())

    def _thread(self, video: Video, text: str) -> Json:
        thread_id = "Ug" + self._world.token(24)
        now = iso(self._world.clock.now())
        snippet = {
            "channelId": CHANNEL_ID,
            "videoId": video.id,
            "textDisplay": text,
            "textOriginal": text,
            "authorDisplayName": "@stagefilms",
            "authorChannelId": {"value": CHANNEL_ID},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": 0,
            "publishedAt": now,
            "updatedAt": now,
        }
        comment = {"kind": "youtube#comment", "etag": etag(snippet), "id": thread_id, "snippet": snippet}
        about: Json = {"channelId": CHANNEL_ID, "videoId": video.id, "topLevelComment": comment}
        about |= {"canReply": True, "totalReplyCount": 0, "isPublic": True}
        return {"kind": "youtube#commentThread", "etag": etag(about), "id": thread_id, "snippet": about}


def _text(thread: Json) -> str:
    text: str = thread["snippet"]["topLevelComment"]["snippet"]["textOriginal"]
    return text
