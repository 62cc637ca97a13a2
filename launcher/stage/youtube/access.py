"""Who may call YouTube's imitation, and how often: OAuth tokens, scopes, and the day's quota.

Google's OAuth 2 documents and "Quota calculator" of the YouTube Data API, checked 2026-11: the day begins at
midnight Pacific time; every call costs its units; `videos.insert` has a bucket of its own.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from launcher.stage.consent import OTHER, Codes
from launcher.stage.world import World
from launcher.stage.youtube.wire import GoogleError, Json, partial

PACIFIC = ZoneInfo("America/Los_Angeles")
SCOPE = "https://www.googleapis.com/auth/"
GRANTED = (f"{SCOPE}youtube.force-ssl", f"{SCOPE}youtube.upload")
READ = frozenset({f"{SCOPE}youtube", f"{SCOPE}youtube.force-ssl", f"{SCOPE}youtube.readonly"})
WRITE = frozenset({f"{SCOPE}youtube", f"{SCOPE}youtube.force-ssl"})
UPLOAD = WRITE | {f"{SCOPE}youtube.upload"}
FORCE_SSL = frozenset({f"{SCOPE}youtube.force-ssl"})
TESTING_SECONDS = 7 * 24 * 3600
"""Life of a refresh token of a project in testing (identity/protocols/oauth2#expiration, checked 2026-11)."""

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request], Awaitable[Json | Response]]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one access token allows, and until when."""

    expires_at: datetime
    scopes: frozenset[str]
    other: bool = False


class Access:
    """Tokens given out and units spent."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.codes = Codes(world=world)
        self._grants: dict[str, Grant] = {}
        self._units: Counter[date] = Counter()
        self._inserts: Counter[date] = Counter()

    async def token(self, request: Request) -> Response:
        """The token endpoint: a refresh token for an access token, with `scope` for fewer scopes than were granted."""
        form = {name: texts[0] for name, texts in parse_qs((await request.body()).decode("latin-1")).items()}
        problem = self._problem(form)
        if problem is not None:
            return problem
        if form["grant_type"] == "authorization_code":
            return self._exchanged(form)
        scopes = form.get("scope", " ".join(GRANTED)).split()
        if not set(scopes) <= set(GRANTED):
            return _oauth_error(400, "invalid_scope", "Some requested scopes were invalid.")
        return _reply(self._given(scopes, other=form["refresh_token"].endswith(OTHER)))

    def _exchanged(self, form: Mapping[str, str]) -> Response:
        """A code for an access token, and for a refresh token where offline access was asked for."""
        grant = self.codes.take(form)
        if grant is None:
            return _oauth_error(400, "invalid_grant", "Bad Request")
        reply = self._given(grant.scopes, other=grant.other)
        if grant.asked.offline:
            reply["refresh_token"] = grant.token(self._world.credentials["YOUTUBE_REFRESH_TOKEN"])
        return _reply(reply)

    def _given(self, scopes: Sequence[str], *, other: bool) -> Json:
        access = "ya29.stage-" + self._world.token(40)
        life = self._world.settings.token_life
        ends = self._world.clock.now() + life
        self._grants[access] = Grant(expires_at=ends, scopes=frozenset(scopes), other=other)
        seconds = int(life.total_seconds()) - 1
        reply = {"access_token": access, "expires_in": seconds, "scope": " ".join(scopes), "token_type": "Bearer"}
        testing = {"refresh_token_expires_in": TESTING_SECONDS} if self._world.settings.youtube_testing else {}
        return {**reply, **testing}

    def _problem(self, form: Mapping[str, str]) -> Response | None:
        own = self._world.credentials
        if form.get("grant_type") not in ("refresh_token", "authorization_code"):
            return _oauth_error(400, "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        if form.get("client_id") != own["YOUTUBE_CLIENT_ID"]:
            return _oauth_error(401, "invalid_client", "The OAuth client was not found.")
        if form.get("client_secret") != own["YOUTUBE_CLIENT_SECRET"]:
            return _oauth_error(401, "invalid_client", "The provided client secret is invalid.")
        known = (own["YOUTUBE_REFRESH_TOKEN"], own["YOUTUBE_REFRESH_TOKEN"] + OTHER)
        if form["grant_type"] == "refresh_token" and form.get("refresh_token") not in known:
            return _oauth_error(400, "invalid_grant", "Token has been expired or revoked.")
        return None

    def require(self, request: Request, scopes: frozenset[str]) -> None:
        """Raise GoogleError 401 without a living token, 403 where it has none of `scopes`."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self._grants.get(token) if scheme == "Bearer" else None
        if grant is None or grant.expires_at <= self._world.clock.now():
            raise GoogleError(401, "authError", "Invalid Credentials", "global")
        if not grant.scopes & scopes:
            raise GoogleError(
                403, "insufficientPermissions", "Request had insufficient authentication scopes.", "global"
            )
        request.scope["stage.other"] = grant.other

    def spend(self, units: int) -> None:
        """Count `units` for today. Raises GoogleError where the day's are used up."""
        today = self._today()
        if self._units[today] + units > self._world.settings.youtube_units:
            text = "The request cannot be completed because you have exceeded your quota."
            raise GoogleError(403, "quotaExceeded", text, "youtube.quota")
        self._units[today] += units

    def spend_insert(self) -> None:
        """Count one `videos.insert` for today. Raises GoogleError where the day's are used up."""
        today = self._today()
        if self._inserts[today] >= self._world.settings.youtube_inserts:
            text = "The user has exceeded the number of videos they may upload."
            raise GoogleError(400, "uploadLimitExceeded", text)
        self._inserts[today] += 1

    def _today(self) -> date:
        return self._world.clock.now().astimezone(PACIFIC).date()

    def method(self, handler: Handler, scopes: frozenset[str], units: int) -> Endpoint:
        """An API method: checks token and quota, answers JSON, and turns a GoogleError into its body."""

        async def endpoint(request: Request) -> Response:
            try:
                self.require(request, scopes)
                self.spend(units)
                reply = await handler(request)
            except GoogleError as error:
                return error.response()
            if isinstance(reply, Response):
                return reply
            return JSONResponse(partial(reply, request.query_params.get("fields", "")))

        return endpoint


def _reply(reply: Json) -> Response:
    return JSONResponse(reply, headers={"cache-control": "no-store"})


def _oauth_error(status: int, error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status_code=status)
