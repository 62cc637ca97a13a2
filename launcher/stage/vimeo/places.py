"""Where a Vimeo video can be put: folders (`/me/projects`) and showcases (`/me/albums`)."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from launcher.stage.exchange import created
from launcher.stage.vimeo.video import USER, Video
from launcher.stage.vimeo.videos import Videos
from launcher.stage.vimeo.wire import Json, invalid, missing, page, sent_object
from launcher.stage.world import World


@dataclass(kw_only=True)
class Place:
    """One folder or showcase; `videos` are ids."""

    id: str
    name: str
    videos: list[str] = field(default_factory=list)


class Places:
    """All places of one kind (`projects` or `albums`)."""

    def __init__(self, world: World, videos: Videos, kind: str) -> None:
        self._world = world
        self._videos = videos
        self._kind = kind
        self._held: dict[str, Place] = {}
        if kind == "projects":
            videos.put_away = self.take

    async def listed(self, request: Request) -> Json:
        """GET /me/{kind}."""
        return page(request, f"/me/{self._kind}", [self._show(each) for each in self._held.values()])

    async def make(self, request: Request) -> Json:
        """POST /me/{kind} with a name."""
        asked = await sent_object(request)
        if not asked.get("name"):
            raise invalid("name", "A name is required.")
        place = Place(id=str(10_000_000 + self._world.random.randrange(80_000_000)), name=asked["name"])
        self._held[place.id] = place
        created(request, place.id)
        return self._show(place)

    async def contents(self, request: Request) -> Json:
        """GET /me/{kind}/{id}/videos."""
        place = self._need(request)
        return page(
            request, f"/me/{self._kind}/{place.id}/videos", [{"uri": f"/videos/{each}"} for each in place.videos]
        )

    async def put(self, request: Request) -> Response:
        """PUT /me/{kind}/{id}/videos/{video}: may be repeated."""
        self._put(self._need(request), self._videos.need(request))
        return Response(status_code=204)

    def take(self, uri: str, video: Video) -> None:
        """Put a new video into the folder of that URI. Raises VimeoError where there is none."""
        self._put(self._place(uri.rpartition("/")[2]), video)

    def _put(self, place: Place, video: Video) -> None:
        if video.id not in place.videos:
            place.videos.append(video.id)
            video.places.append(f"{self._kind}/{place.name}")

    def _need(self, request: Request) -> Place:
        return self._place(request.path_params["place"])

    def _place(self, place_id: str) -> Place:
        place = self._held.get(place_id)
        if place is None:
            raise missing("folder" if self._kind == "projects" else "showcase")
        return place

    def _show(self, place: Place) -> Json:
        uri = f"{USER['uri']}/{self._kind}/{place.id}"
        total = {"uri": f"{uri}/videos", "options": ["GET"], "total": len(place.videos)}
        return {"uri": uri, "name": place.name, "metadata": {"connections": {"videos": total}}}
