"""Reddit's doors: the token endpoint, the bearer token's scopes, the user agent and the window of requests.

From github.com/reddit-archive/reddit/wiki/OAuth2 and the Data API wiki of support.reddithelp.com, checked 2026-11.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request

from launcher.clock import epoch, utc, wall_seconds
from launcher.stage.consent import Codes
from launcher.stage.rights import Rights, rights
from launcher.stage.world import World

READ = ("flair", "history", "identity", "mysubreddits", "read")
WRITE = (*READ, "edit", "modposts", "submit")
LIFE = 86_400
"""Seconds that an access token lives (Reddit's token replies, checked 2026-11)."""
REQUESTS = 1000
WINDOW = 600.0
"""100 requests a minute, counted over 10 minutes (support.reddithelp.com, Data API wiki, checked 2026-11)."""
PHASE = 150.0
"""Seconds by which the windows miss the full ten minutes: prawcore paces itself by the window's age, and the
round times at which launches happen would otherwise always meet a window that has just begun."""

CRAWLERS = ("python-requests", "python-urllib", "curl", "java", "okhttp", "go-http-client", "axios")


class RedditError(Exception):
    """One refusal that is not in the reply's `json.errors`: an HTTP status with a short body."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "error": status, **more}
        self.headers: dict[str, str] = {}


def unauthorized() -> RedditError:
    """No bearer token, or one that is unknown or over."""
    error = RedditError(401, "Unauthorized")
    error.headers["www-authenticate"] = 'Bearer realm="reddit", error="invalid_token"'
    return error


def too_few_rights() -> RedditError:
    """A bearer token without the scope that the endpoint asks for."""
    error = RedditError(403, "Forbidden")
    error.headers["www-authenticate"] = 'Bearer realm="reddit", error="insufficient_scope"'
    return error


@dataclass(frozen=True, kw_only=True)
class Token:
    """An access token in force. `until` is by the machine's clock, as its holder counts."""

    scopes: tuple[str, ...]
    until: float
    other: bool = False


@dataclass(kw_only=True)
class Doors:
    """The tokens in force and the requests of the present window."""

    world: World
    tokens: dict[str, Token] = field(default_factory=dict)
    window: tuple[datetime, int] = (utc(0), 0)
    uses: int = 0
    codes: Codes = field(init=False)

    def __post_init__(self) -> None:
        self.codes = Codes(world=self.world)

    def grant(self, request: Request, form: dict[str, str]) -> dict[str, Any]:
        """`POST /api/v1/access_token`. Raises RedditError for a wrong app or refresh token."""
        known = self.world.credentials
        if basic(request) != (known["REDDIT_CLIENT_ID"], known["REDDIT_CLIENT_SECRET"]):
            raise RedditError(401, "Unauthorized")
        kind = form.get("grant_type", "")
        if kind == "refresh_token":
            return self._refreshed(form.get("refresh_token", ""))
        if kind == "authorization_code":
            return self._exchanged(form)
        if kind == "client_credentials":
            return self._token(Rights.READONLY)
        # a script's password belongs to a person, and the stage knows none
        return {"error": "invalid_grant" if kind == "password" else "unsupported_grant_type"}

    def _exchanged(self, form: dict[str, str]) -> dict[str, Any]:
        """An access token for a code, and a refresh token where `duration=permanent` was asked for."""
        grant = self.codes.take(form)
        if grant is None:
            return {"error": "invalid_grant"}
        token = self._token(Rights.OTHER if grant.other else Rights.FULL, grant.scopes)
        lasting = {"refresh_token": grant.token(self.world.credentials["REDDIT_REFRESH_TOKEN"])}
        return {**token, **(lasting if grant.asked.offline else {})}

    def _refreshed(self, sent: str) -> dict[str, Any]:
        """An access token, and the refresh token for the next. Raises RedditError for one that is not good."""
        first, uses = self.world.credentials["REDDIT_REFRESH_TOKEN"], self.uses
        if self.world.settings.single_use:
            if sent != (f"{first}-{uses}" if uses else first):
                self.uses = -1  # used twice: whoever holds the family is not to be trusted
                raise RedditError(400, "Bad Request")
            self.uses += 1
            return {**self._token(Rights.FULL), "refresh_token": f"{first}-{self.uses}"}
        held = rights(sent, first)
        if held in (Rights.UNKNOWN, Rights.EXPIRED):
            raise RedditError(400, "Bad Request")
        return {**self._token(held), "refresh_token": sent}

    def _token(self, held: Rights, granted: tuple[str, ...] = ()) -> dict[str, Any]:
        scopes = granted or (WRITE if held is Rights.FULL else READ)
        # from the seed, and from no dice that other platforms throw too
        count = f"{self.world.settings.seed} {len(self.tokens)}"
        word = f"eyJ{hashlib.sha256(f'reddit {count}'.encode()).hexdigest()}"
        self.tokens[word] = Token(scopes=scopes, until=wall_seconds() + LIFE, other=held is Rights.OTHER)
        return {"access_token": word, "token_type": "bearer", "expires_in": LIFE, "scope": " ".join(scopes)}

    def enter(self, request: Request, scope: str) -> Token:
        """The token of a request. Raises RedditError where it is missing, over, or lacks `scope`."""
        kind, _, word = request.headers.get("authorization", "").partition(" ")
        token = self.tokens.get(word.strip()) if kind.lower() == "bearer" else None
        if token is None or token.until <= wall_seconds():
            raise unauthorized()
        if scope and scope not in token.scopes:
            raise too_few_rights()
        return token

    def count(self) -> dict[str, str]:
        """Count one request, and return the headers that tell what is left. Raises RedditError (429)."""
        now = self.world.clock.now()
        start = utc((epoch(now) - PHASE) // WINDOW * WINDOW + PHASE)
        used = self.window[1] + 1 if self.window[0] == start else 1
        self.window = (start, used)
        left = int((start + timedelta(seconds=WINDOW) - now).total_seconds())
        headers = {
            "x-ratelimit-used": str(min(used, REQUESTS)),
            "x-ratelimit-remaining": f"{max(0, REQUESTS - used)}.0",
            "x-ratelimit-reset": str(left),
        }
        if used > REQUESTS:
            error = RedditError(429, "Too Many Requests")
            error.headers = headers
            raise error
        return headers


def check_agent(request: Request) -> None:
    """Raises RedditError for a client that does not say who it is: such agents share one limit, long used up."""
    agent = request.headers.get("user-agent", "").strip().lower()
    if not agent or agent.startswith(CRAWLERS):
        raise RedditError(429, "Too Many Requests")


def basic(request: Request) -> tuple[str, str]:
    """Name and password of HTTP basic authentication; both empty where there is none."""
    kind, _, word = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(word).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return (name, password) if kind.lower() == "basic" else ("", "")
