"""The videos of the made-up Vimeo account: making, reading and editing them (API 3.4 documents, checked 2026-11)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from launcher.stage.exchange import created, here
from launcher.stage.vimeo.tus import Tus
from launcher.stage.vimeo.video import OPEN, OTHER_USER, USER, Video, Views, shelved
from launcher.stage.vimeo.wire import Json, invalid, missing, page, sent, sent_object
from launcher.stage.world import World

NAME_CHARACTERS = 128
DESCRIPTION_CHARACTERS = 5000
TAGS = 20
CHOICES = {
    "view": ("anybody", "nobody", "unlisted", "password", "disable", "users"),
    "embed": ("public", "private", "whitelist"),
    "comments": ("anybody", "contacts", "nobody"),
}
LICENSES = ("by", "by-nc", "by-nc-nd", "by-nc-sa", "by-nd", "by-sa", "cc0", None)
EXTRAS = ("embed", "license", "locale", "content_rating", "password")


class Videos:
    """Every video of the account, oldest first, and the API's methods on them."""

    def __init__(self, world: World, tus: Tus) -> None:
        self._world = world
        self._tus = tus
        self._views = Views(world)
        self._held: dict[str, Video] = {}
        self.put_away: Callable[[str, Video], None] = lambda *_: None

    def need(self, request: Request) -> Video:
        """The video in the request's path. Raises VimeoError 404 where there is none."""
        video = self._held.get(request.path_params["video"].partition(":")[0])
        if video is None:
            raise missing("video")
        return video

    async def verify(self, request: Request) -> Json:
        """GET /oauth/verify: what the token is."""
        app = {"name": "launcher on stage", "uri": "/apps/1"}
        scope = self._world.settings.vimeo_scopes
        return {"token_type": "bearer", "scope": scope, "app": app, "user": _user(request)}

    async def me(self, request: Request) -> Json:
        """GET /me."""
        free = self._world.settings.vimeo_space
        space = {"free": free, "max": 10**12, "used": 10**12 - free, "showing": "lifetime"}
        return {**_user(request), "upload_quota": {"space": space}}

    async def make(self, request: Request) -> Json:
        """POST /me/videos with the tus approach: the video exists from now on."""
        asked = await sent_object(request)
        upload = asked.get("upload", {})
        size = str(upload.get("size", ""))
        if upload.get("approach") != "tus":
            raise invalid("upload.approach", "Only the tus approach is open on this stage.")
        if not size.isdigit() or int(size) < 1:
            raise invalid("upload.size", "The size of the video in bytes is required.")
        check(asked)
        word, slot = self._tus.open(int(size))
        video = Video(
            id=str(900_000_000 + self._world.random.randrange(90_000_000)),
            created_at=self._world.clock.now(),
            hash=self._world.token(10, "0123456789abcdef"),
            upload=slot,
            upload_link=f"{here(request)}/upload/files/{word}",
            name="Untitled",
            description="",
            privacy={"view": "anybody", "embed": "public", "download": False, "add": True, "comments": "anybody"},
        )
        self._apply(video, asked)
        if "folder_uri" in asked:
            self.put_away(asked["folder_uri"], video)
        self._held[video.id] = video
        created(request, video.id)
        return self._views.show(video)

    async def edit(self, request: Request) -> Json:
        """PATCH /videos/{id}: changes what the body names and nothing else."""
        video, asked = self.need(request), await sent_object(request)
        check(asked)
        self._apply(video, asked)
        return self._views.show(video)

    def _apply(self, video: Video, asked: Json) -> None:
        video.name = asked.get("name") or video.name
        video.description = asked.get("description", video.description) or ""
        video.privacy |= asked.get("privacy", {})
        video.extra |= {name: asked[name] for name in EXTRAS if name in asked}
        if video.privacy["view"] in OPEN:
            video.public_at = video.public_at or self._world.clock.now()

    async def one(self, request: Request) -> Json:
        """GET /videos/{id}."""
        return self._views.show(self.need(request))

    async def several(self, request: Request) -> Json:
        """GET /videos?uris=/videos/1,/videos/2: those of them that exist."""
        uris = request.query_params.get("uris", "")
        if not uris:
            raise invalid("uris", "This stage lists videos by uris only.")
        wanted = [uri.strip().rpartition("/")[2] for uri in uris.split(",")]
        if len(wanted) > 100:
            raise invalid("uris", "No more than 100 uris at once.")
        found = [self._views.show(self._held[each]) for each in wanted if each in self._held]
        return page(request, "/videos", found)

    async def mine(self, request: Request) -> Json:
        """GET /me/videos by date or name, after the search lag; `query` looks into names."""
        lag, now = self._world.settings.search_lag, self._world.clock.now()
        words = request.query_params.get("query", "").lower()
        videos = [each for each in self._held.values() if each.created_at + lag <= now and words in each.name.lower()]
        descending = request.query_params.get("direction", "desc") == "desc"
        if request.query_params.get("sort", "date") == "alphabetical":
            videos.sort(key=lambda each: each.name, reverse=descending)
        elif descending:
            videos.reverse()
        return page(request, "/me/videos", [self._views.show(each) for each in videos])

    async def tag(self, request: Request) -> Json | Response:
        """PUT /videos/{id}/tags: replaces all tags with those in the body's list."""
        video, asked = self.need(request), await sent(request)
        names = [_name(each) for each in asked] if isinstance(asked, list) else []
        if not names or not all(names) or len(names) > TAGS:
            raise invalid("tag", f"A list of one to {TAGS} tags is required.")
        video.tags = names
        return JSONResponse(self._views.show(video)["tags"])

    async def categorise(self, request: Request) -> Response:
        """PUT /videos/{id}/categories: suggests categories."""
        video, asked = self.need(request), await sent(request)
        names = (
            [each.get("category", "") for each in asked if isinstance(each, dict)] if isinstance(asked, list) else []
        )
        if not names or not all(names):
            raise invalid("category", "A list of categories is required.")
        video.categories = names
        return JSONResponse(self._views.show(video)["categories"], status_code=201)

    async def allow_domain(self, request: Request) -> Response:
        """PUT /videos/{id}/privacy/domains/{domain}: only with privacy.embed whitelist does it matter."""
        video, domain = self.need(request), request.path_params["domain"]
        if domain not in video.domains:
            video.domains.append(domain)
        return Response(status_code=204)

    async def remove_domain(self, request: Request) -> Response:
        """DELETE /videos/{id}/privacy/domains/{domain}: takes it off the whitelist; 404 where it is not on it."""
        video, domain = self.need(request), request.path_params["domain"]
        if domain not in video.domains:
            raise missing("domain")
        video.domains.remove(domain)
        return Response(status_code=204)

    async def domains(self, request: Request) -> Json:
        """GET /videos/{id}/privacy/domains: the whitelist."""
        video = self.need(request)
        path = f"{video.uri}/privacy/domains"
        return page(request, path, [{"uri": f"{path}/{each}", "domain": each} for each in video.domains])

    async def oembed(self, request: Request) -> Response:
        """What another site needs to show the video: 404 for one that the public may not see."""
        words = request.query_params.get("url", "").split("?")[0].rstrip("/").split("/")
        video = next((self._held[word] for word in words if word in self._held), None)
        site = urlsplit(request.headers.get("referer", "")).hostname or ""
        if video is None or not self._views.playable(video) or not _shown(video, words[-1], site):
            return PlainTextResponse("404 Not Found", 404)
        return JSONResponse(self._views.embedding(video))

    def shelf(self) -> list[Json]:
        """What the account holds, for the stage's own pages."""
        return [shelved(video) for video in list(self._held.values())]


def check(asked: Json) -> None:
    """Raise VimeoError where Vimeo would refuse a video's metadata."""
    _check_text(asked, "name", NAME_CHARACTERS)
    _check_text(asked, "description", DESCRIPTION_CHARACTERS)
    privacy = asked.get("privacy", {})
    for name, choices in CHOICES.items():
        if name in privacy and privacy[name] not in choices:
            raise invalid(f"privacy.{name}", f"The value must be one of {', '.join(choices)}.")
    if privacy.get("view") == "password" and not asked.get("password"):
        raise invalid("password", "A password is required for a password-protected video.")
    if asked.get("license") not in LICENSES:
        raise invalid("license", "This licence does not exist.")


def _check_text(asked: Json, name: str, most: int) -> None:
    text = asked.get(name)
    if text is not None and (not isinstance(text, str) or len(text) > most):
        raise invalid(name, f"The {name} may have at most {most} characters.")


def _name(tag: Any) -> str:
    return str(tag.get("name", "")) if isinstance(tag, dict) else str(tag)


def _shown(video: Video, last: str, site: str) -> bool:
    """A film that is hidden on Vimeo is shown to the sites on its whitelist alone."""
    if video.privacy["view"] == "disable":
        return video.privacy["embed"] == "public" or site in video.domains
    if video.privacy["view"] == "unlisted":
        return last == video.hash
    return video.privacy["view"] in ("anybody", "password") and video.privacy["embed"] != "private"


def _user(request: Request) -> Json:
    """Whose token it is."""
    return dict(OTHER_USER if request.scope.get("stage.other") else USER)
