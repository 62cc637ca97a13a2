"""What hangs on a Vimeo video: pictures and text tracks, each announced, then sent to its link, then made active."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from launcher.stage.exchange import created, here
from launcher.stage.receiving import Received, chunks
from launcher.stage.vimeo.video import Attachment, Video
from launcher.stage.vimeo.videos import Videos
from launcher.stage.vimeo.wire import Json, invalid, missing, page, sent_object
from launcher.stage.world import World

TRACKS = ("subtitles", "captions")


class Attachments:
    """The pictures and text tracks of all videos, and the links that take their bytes."""

    def __init__(self, world: World, videos: Videos) -> None:
        self._world = world
        self._videos = videos
        self._links: dict[str, Attachment] = {}

    async def add_picture(self, request: Request) -> Json:
        """POST /videos/{id}/pictures: a new, empty picture and the link to put it to."""
        video, _ = self._videos.need(request), await sent_object(request)
        picture = self._announce(request, "pictures")
        video.pictures.append(picture)
        return show(video, picture)

    async def add_texttrack(self, request: Request) -> Json:
        """POST /videos/{id}/texttracks: a new, empty track and the link to put it to."""
        video, asked = self._videos.need(request), await sent_object(request)
        if asked.get("type") not in TRACKS:
            raise invalid("type", f"The type must be one of {', '.join(TRACKS)}.")
        if not asked.get("language"):
            raise invalid("language", "The language of the text track is required.")
        track = self._announce(request, "texttracks")
        track.about = {"type": asked["type"], "language": asked["language"], "name": asked.get("name", "")}
        video.texttracks.append(track)
        return show(video, track)

    def _announce(self, request: Request, kind: str) -> Attachment:
        word = self._world.token(32, "0123456789abcdef")
        item_id = str(100_000_000 + self._world.random.randrange(900_000_000))
        made = Attachment(id=item_id, kind=kind, link=f"{here(request)}/upload/{kind}/{word}")
        self._links[word] = made
        created(request, made.id)
        return made

    async def take(self, request: Request) -> Response:
        """PUT on a link: the bytes of a picture or track. The link itself is the permission."""
        attachment = self._links.get(request.path_params["word"])
        if attachment is None:
            return missing("upload").response()
        received = Received()
        turn = received.turn()
        async for chunk in chunks(request):
            received.feed(chunk, turn)
        if not received.offset:
            return invalid("body", "The file is empty.").response()
        attachment.digest = received.digest()
        return JSONResponse({})

    def listed(self, kind: str) -> Callable[[Request], Awaitable[Json]]:
        """GET /videos/{id}/{kind}."""

        async def handler(request: Request) -> Json:
            video = self._videos.need(request)
            return page(request, f"{video.uri}/{kind}", [show(video, each) for each in _of(video, kind)])

        return handler

    async def remove_texttrack(self, request: Request) -> Response:
        """DELETE /videos/{id}/texttracks/{item}."""
        video, item = self._videos.need(request), request.path_params["item"]
        if all(each.id != item for each in video.texttracks):
            raise missing("texttrack")
        video.texttracks[:] = [each for each in video.texttracks if each.id != item]
        return Response(status_code=204)

    def edit(self, kind: str) -> Callable[[Request], Awaitable[Json]]:
        """PATCH /videos/{id}/{kind}/{item}: makes it active, or not. Only one picture is active at a time."""

        async def handler(request: Request) -> Json:
            video, asked = self._videos.need(request), await sent_object(request)
            found = next((each for each in _of(video, kind) if each.id == request.path_params["item"]), None)
            if found is None:
                raise missing(kind[:-1])
            active = str(asked.get("active", found.active)).lower() == "true"
            if active and found.digest is None:
                raise invalid("active", "Nothing has been uploaded to its link yet.")
            if active and kind == "pictures":
                for each in video.pictures:
                    each.active = False
            found.active = active
            return show(video, found)

        return handler


def _of(video: Video, kind: str) -> list[Attachment]:
    return video.pictures if kind == "pictures" else video.texttracks


def show(video: Video, item: Attachment) -> Json:
    """A picture or track as the API replies it. Its link takes the bytes."""
    shown = {"uri": f"{video.uri}/{item.kind}/{item.id}", "active": item.active, "link": item.link}
    more: Json = {"type": "custom", "sizes": [], "base_link": item.link} if item.kind == "pictures" else item.about
    return {**shown, **more}
