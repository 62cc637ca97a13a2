"""Where a Vimeo video can be put: folders (`/me/projects`) and showcases (`/me/albums`)."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from launcher.stage.exchange import created
from launcher.stage.vimeo.video import USER
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
        place, video = self._need(request), self._videos.need(request)
        if video.id not in place.videos:
            place.videos.append(video.id)
        return Response(status_code=204)

    def _need(self, request: Request) -> Place:
        place = self._held.get(request.path_params["place"])
        if place is None:
            raise missing("folder" if self._kind == "projects" else "showcase")
        return place

    def _show(self, place: Place) -> Json:
        uri = f"{USER['uri']}/{self._kind}/{place.id}"
        total = {"uri": f"{uri}/videos", "options": ["GET"], "total": len(place.videos)}
        return {"uri": uri, "name": place.name, "metadata": {"connections": {"videos": total}}}
