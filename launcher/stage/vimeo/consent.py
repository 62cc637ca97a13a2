"""Vimeo's authorization code flow (developer.vimeo.com/api/authentication, checked 2026-11)."""

import base64
import binascii
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from launcher.stage.consent import Asked, Codes, PageError, is_loopback
from launcher.stage.form import read_form
from launcher.stage.vimeo.video import OTHER_USER, USER
from launcher.stage.vimeo.wire import VimeoError
from launcher.stage.world import World


def asked(world: World, query: Mapping[str, str]) -> Asked:
    """What the page is asked for. Raises PageError."""
    if query.get("client_id") != world.credentials["VIMEO_CLIENT_ID"]:
        raise PageError("The client_id is not that of an app.")
    redirect = query.get("redirect_uri", "")
    if query.get("response_type") != "code" or not is_loopback(redirect):
        raise PageError("The redirect URI must match one of your app's callback URLs.")
    return Asked(redirect=redirect, state=query.get("state", ""), scopes=tuple(query.get("scope", "").split()))


class Exchange:
    """`POST /oauth/access_token`: a code for an access token that does not expire."""

    def __init__(self, world: World, codes: Codes) -> None:
        self._world = world
        self._codes = codes

    async def token(self, request: Request) -> Response:
        """The token and whose it is."""
        known = self._world.credentials
        form = (await read_form(request)).fields
        if _basic(request) != (known["VIMEO_CLIENT_ID"], known["VIMEO_CLIENT_SECRET"]):
            return VimeoError(401, 8001, "The app's client identifier or client secret is wrong.").response()
        grant = self._codes.take(form) if form.get("grant_type") == "authorization_code" else None
        if grant is None:
            return VimeoError(400, 2214, "The authorization code is invalid, or has been used or expired.").response()
        reply = {"access_token": grant.token(known["VIMEO_ACCESS_TOKEN"]), "token_type": "bearer"}
        user = OTHER_USER if grant.other else USER
        return JSONResponse({**reply, "scope": " ".join(grant.scopes), "user": user})


def _basic(request: Request) -> tuple[str, str]:
    kind, _, word = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(word).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return (name, password) if kind.lower() == "basic" else ("", "")
