"""The X API v2 of one account, as its wire: OAuth 1.0a, posts, media, windows and credit.

From X's OpenAPI document 2.167 and docs.x.com, checked 2026-11.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from launcher.stage.exchange import created
from launcher.stage.form import read_form
from launcher.stage.rights import Rights
from launcher.stage.world import World
from launcher.stage.x import media, posts
from launcher.stage.x.account import NAME, OTHER_ID, OTHER_USERNAME, USERNAME, Account
from launcher.stage.x.consent import Pins
from launcher.stage.x.errors import XError, depleted, forbidden, invalid, not_found, readonly, unauthorized
from launcher.stage.x.oauth import Signatures, signed

Reply = tuple[int, dict[str, Any]]
Act = Callable[[Request], Awaitable[Reply]]


def routes(world: World) -> list[BaseRoute]:
    """The endpoints below `/2`."""
    account = Account(world=world)
    world.shelves["x"] = account.shelf
    api = Api(account, Signatures(world))
    return [
        *Pins(account=account, signatures=api.signatures).routes(),
        api.route("GET", "/2/users/me", api.me),
        api.route("GET", "/2/users/{id}/tweets", api.timeline, "GET /2/users/tweets"),
        api.route("GET", "/2/tweets", api.lookup),
        api.route("POST", "/2/tweets", api.post),
        api.route("GET", "/2/tweets/{id}", api.one, "GET /2/tweets"),
        api.route("DELETE", "/2/tweets/{id}", api.delete, "DELETE /2/tweets"),
        api.route("POST", "/2/media/upload/initialize", api.initialize, "POST /2/media/upload"),
        api.route("POST", "/2/media/upload/{id}/append", api.append, "POST /2/media/upload"),
        api.route("POST", "/2/media/upload/{id}/finalize", api.finalize, "POST /2/media/upload"),
        api.route("GET", "/2/media/upload", api.status),
        api.route("POST", "/2/media/metadata", api.describe),
    ]


@dataclass(frozen=True)
class Api:
    """Answers every request to the API of one account."""

    account: Account
    signatures: Signatures

    def route(self, method: str, path: str, act: Act, counted: str = "") -> Route:
        """A route whose requests are signed, counted in the window of `counted`, and answered with JSON."""

        async def handler(request: Request) -> Response:
            headers = {"api-version": "2.167"}
            try:
                headers |= await self._authorize(request)
                headers |= self.account.count(counted or f"{method} {path}")
                status, body = await act(request)
            except XError as error:
                return JSONResponse(error.body(), error.status, {**headers, **error.headers}, error.media_type)
            return JSONResponse(body, status, headers)

        return Route(path, handler, methods=[method])

    async def _authorize(self, request: Request) -> dict[str, str]:
        """The header that tells what the app may do. Raises XError."""
        held = self.signatures.rights(await signed(request))
        request.scope["stage.other"] = held is Rights.OTHER
        if held is Rights.UNKNOWN:
            raise unauthorized()
        if held in (Rights.READONLY, Rights.OTHER) and request.method != "GET":
            raise readonly()
        return {"x-access-level": "read" if held is Rights.READONLY else "read-write"}

    async def me(self, request: Request) -> Reply:
        """Who am I? Without credit nobody is told."""
        if self.account.spent >= self.account.world.settings.x_credit:
            raise depleted(self.account.user_id)
        if request.scope["stage.other"]:
            return 200, {"data": {"id": OTHER_ID, "name": "Somebody", "username": OTHER_USERNAME}}
        return 200, {"data": {"id": self.account.user_id, "name": NAME, "username": USERNAME}}

    async def post(self, request: Request) -> Reply:
        """Publish a post."""
        post = posts.create(self.account, await record(request))
        created(request, post.id)
        shown = self.account.record(post, frozenset(), legacy=True)
        return 201, {"data": shown}

    async def lookup(self, request: Request) -> Reply:
        """Posts by their ids."""
        return 200, posts.lookup(self.account, request.query_params)

    async def one(self, request: Request) -> Reply:
        """One post by its id."""
        name = request.path_params["id"]
        found = posts.lookup(self.account, {**request.query_params, "ids": name})
        if "data" in found:
            return 200, {"data": found["data"][0]}
        return 200, {"errors": [not_found("id", name).problem_record()]}

    async def timeline(self, request: Request) -> Reply:
        """The account's own posts."""
        if request.path_params["id"] != self.account.user_id:
            return 200, {"errors": [not_found("id", request.path_params["id"], "user").problem_record()]}
        return 200, posts.timeline(self.account, request.query_params)

    async def delete(self, request: Request) -> Reply:
        """Take a post away."""
        name = request.path_params["id"]
        posts.check_id("id", name)
        if self.account.posts.pop(name, None) is None:
            raise forbidden("You are not authorized to delete this Tweet.")
        return 200, {"data": {"deleted": True}}

    async def initialize(self, request: Request) -> Reply:
        """Open an upload of media."""
        medium = media.initialize(self.account, await record(request))
        created(request, medium.id)
        data = {"id": medium.id, "media_key": f"7_{medium.id}", "expires_after_secs": media.EXPIRES}
        return 200, {"data": data}

    async def append(self, request: Request) -> Reply:
        """One segment of an upload."""
        medium = media.known(self.account, request.path_params["id"])
        return 200, media.append(self.account, medium, await read_form(request), await request.body())

    async def finalize(self, request: Request) -> Reply:
        """Close an upload."""
        return 200, media.finalize(self.account, media.known(self.account, request.path_params["id"]))

    async def describe(self, request: Request) -> Reply:
        """What an upload shows, in words."""
        return 200, media.describe(self.account, await record(request))

    async def status(self, request: Request) -> Reply:
        """How far an upload's processing is."""
        medium = media.known(self.account, request.query_params.get("media_id", ""))
        return 200, media.status(self.account, medium)


async def record(request: Request) -> dict[str, Any]:
    """The body's JSON object. Raises XError where it is none."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid("The request body must be a JSON object")
    return body
