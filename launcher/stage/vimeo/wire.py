"""How Vimeo's API 3.4 speaks: tokens, errors, chosen fields, pages, the rate limit (documents checked 2026-11)."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from launcher.stage.consent import OTHER
from launcher.stage.world import World

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Json | Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class VimeoError(Exception):
    """A refusal with Vimeo's error body."""

    def __init__(self, status: int, code: int, error: str, developer: str = "", invalid: Sequence[Json] = ()) -> None:
        super().__init__(error)
        self.status = status
        self.body: Json = {"error": error, "link": None, "developer_message": developer or error, "error_code": code}
        if invalid:
            self.body["invalid_parameters"] = list(invalid)

    def response(self) -> Response:
        """The error as it goes over the wire."""
        return JSONResponse(self.body, status_code=self.status, media_type="application/vnd.vimeo.error+json")


def invalid(field: str, error: str, code: int = 2204) -> VimeoError:
    """A 400 about one parameter."""
    developer = (
        "The parameters passed to this API endpoint did not pass Vimeo's validation. "
        "Please check the invalid_parameters list for more information."
    )
    detail = {"field": field, "error_code": code, "error": error, "developer_message": error}
    return VimeoError(400, 2204, "You have provided an invalid parameter.", developer, [detail])


def missing(what: str) -> VimeoError:
    """A 404 for a video, picture, track or place that is not there."""
    return VimeoError(404, 5000, f"The requested {what} couldn't be found.")


async def sent(request: Request) -> Any:
    """The request's JSON. Raises VimeoError where it is none."""
    try:
        return json.loads(await request.body() or b"{}")
    except ValueError:
        raise VimeoError(400, 2200, "The body of the request isn't formatted properly.") from None


async def sent_object(request: Request) -> Json:
    """The request's JSON object. Raises VimeoError where it is none."""
    found = await sent(request)
    if not isinstance(found, dict):
        raise VimeoError(400, 2200, "The body of the request isn't formatted properly.")
    return found


def page(request: Request, path: str, items: Sequence[Json]) -> Json:
    """One page of `items`, as `page` and `per_page` ask."""
    number, size = _number(request, "page", 1), _number(request, "per_page", 25)
    if not 1 <= size <= 100:
        raise invalid("per_page", "The per_page parameter must be between 1 and 100.")
    last = max(1, -(-len(items) // size))

    asked = {name: text for name, text in request.query_params.items() if name != "page"}

    def link(to: int) -> str | None:
        return f"{path}?{urlencode({**asked, 'page': to})}" if 1 <= to <= last else None

    paging = {"next": link(number + 1), "previous": link(number - 1), "first": link(1), "last": link(last)}
    shown = list(items[(number - 1) * size : number * size])
    return {"total": len(items), "page": number, "per_page": size, "paging": paging, "data": shown}


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise invalid(name, f"The {name} parameter must be a positive integer.")
    return int(text)


def chosen(reply: Any, fields: str) -> Any:
    """What `fields` (`uri,upload.upload_link`) leaves of a reply; in a page, of each item."""
    if not fields:
        return reply
    paths = [field.strip().split(".") for field in fields.split(",")]
    if isinstance(reply, dict) and isinstance(reply.get("data"), list) and "paging" in reply:
        return {**reply, "data": [_choose(each, paths) for each in reply["data"]]}
    return _choose(reply, paths)


def _choose(value: Any, paths: list[list[str]]) -> Any:
    if isinstance(value, list):
        return [_choose(each, paths) for each in value]
    if not isinstance(value, dict) or any(not path for path in paths):
        return value
    heads = {path[0] for path in paths}
    return {
        name: _choose(each, [path[1:] for path in paths if path[0] == name])
        for name, each in value.items()
        if name in heads
    }


class Gate:
    """Lets calls through: the token, its scopes, and so many calls a minute."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: Counter[datetime] = Counter()

    def method(self, handler: Handler, scope: str = "public", status: int = 200) -> Endpoint:
        """An API method that needs `scope` and answers `status` with JSON."""

        async def endpoint(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                self._authenticate(request)
                headers = self._count()
                self._allow(scope)
                reply = await handler(request)
            except VimeoError as error:
                response = error.response()
            else:
                response = reply if isinstance(reply, Response) else _answer(request, reply, status)
            response.headers.update(headers)
            return response

        return endpoint

    def _authenticate(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise VimeoError(401, 8003, "You must provide a valid authenticated access token.")
        known = self._world.credentials["VIMEO_ACCESS_TOKEN"]
        request.scope["stage.other"] = token == known + OTHER
        if token not in (known, known + OTHER):
            raise VimeoError(401, 8000, "You must provide a valid authenticated access token.", "The token is invalid.")

    def _allow(self, scope: str) -> None:
        if scope not in self._world.settings.vimeo_scopes.split():
            text = f'Your access token does not have the "{scope}" scope'
            raise VimeoError(403, 3200, text)

    def _count(self) -> dict[str, str]:
        now = self._world.clock.now()
        minute = now.replace(second=0, microsecond=0)
        most, reset = self._world.settings.vimeo_calls, minute + timedelta(minutes=1)
        self._calls[minute] += 1
        left = most - self._calls[minute]
        headers = {"x-ratelimit-limit": str(most), "x-ratelimit-remaining": str(max(0, left))}
        headers["x-ratelimit-reset"] = reset.isoformat()
        if left < 0:
            raise _TooMany(headers)
        return headers


class _TooMany(VimeoError):
    def __init__(self, headers: dict[str, str]) -> None:
        text = "Too many API requests. Please wait a while and try again."
        super().__init__(429, 9000, text)
        self._headers = headers

    def response(self) -> Response:
        response = super().response()
        response.headers.update(self._headers)
        return response


def _answer(request: Request, reply: Json, status: int) -> Response:
    shown = chosen(reply, request.query_params.get("fields", ""))
    return JSONResponse(shown, status_code=status, media_type="application/vnd.vimeo.video+json")
