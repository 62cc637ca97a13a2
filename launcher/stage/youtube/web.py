"""What an anonymous visitor sees of YouTube: the oEmbed answer and the watch page.

oEmbed answers 200 for a public or unlisted video that can be played, 401 where embedding is switched off, 403 for a
private one, 404 for one that is not there or not processed, 400 for an address that names no video.
"""

import html
import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from launcher.stage.exchange import here
from launcher.stage.youtube.videos import Videos
from launcher.stage.youtube.views import CHANNEL_TITLE, Video

_VIDEO = re.compile(r"(?:[?&]v=|youtu\.be/|/embed/|/shorts/)([\w-]{11})(?![\w-])")


class Web:
    """The public pages of all videos."""

    def __init__(self, videos: Videos) -> None:
        self._videos = videos

    async def oembed(self, request: Request) -> Response:
        """What another site needs to show the video."""
        found = _VIDEO.search(request.query_params.get("url", ""))
        if found is None:
            return PlainTextResponse("Bad Request", 400)
        video = self._videos.get(found[1])
        status = self._status(video)
        if video is None or status != 200:
            words = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
            return PlainTextResponse(words[status], status)
        return JSONResponse(_embedding(video, here(request)))

    def _status(self, video: Video | None) -> int:
        if video is None or not self._videos.views.playable(video):
            return 404
        if video.status["privacyStatus"] == "private":
            return 403
        return 200 if video.status["embeddable"] else 401

    async def watch(self, request: Request) -> Response:
        """The watch page, as far as a person needs it to see what the stage holds."""
        video = self._videos.get(request.query_params.get("v", ""))
        if video is None or video.status["privacyStatus"] == "private":
            return HTMLResponse("<title>YouTube</title><p>Video unavailable. This video is private.</p>")
        title = html.escape(video.snippet["title"])
        views = self._videos.views.statistics(video)["viewCount"]
        return HTMLResponse(f"<title>{title} - YouTube</title><h1>{title}</h1><p>{views} views</p>")


def _embedding(video: Video, root: str) -> dict[str, object]:
    frame = f'<iframe width="200" height="113" src="https://www.youtube.com/embed/{video.id}?feature=oembed"></iframe>'
    return {
        "title": video.snippet["title"],
        "author_name": CHANNEL_TITLE,
        "author_url": "https://www.youtube.com/@stagefilms",
        "type": "video",
        "height": 113,
        "width": 200,
        "version": "1.0",
        "provider_name": "YouTube",
        "provider_url": "https://www.youtube.com/",
        "thumbnail_height": 360,
        "thumbnail_width": 480,
        "thumbnail_url": f"{root}/vi/{video.id}/hqdefault.jpg",
        "html": frame,
    }
