"""X's OAuth 1.0a with a PIN: request token, page, PIN, access token; each token is good once.

docs.x.com/fundamentals/authentication/oauth-1-0a/pin-based-oauth, checked 2026-11.
"""

import hashlib
import html
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from launcher.stage.consent import OTHER, page
from launcher.stage.form import read_form
from launcher.stage.x.account import OTHER_ID, OTHER_USERNAME, USERNAME, Account
from launcher.stage.x.oauth import Signatures, header_fields, signed

TITLE = "Authorize launcher to access your account?"


@dataclass(kw_only=True)
class Asking:
    """One request token: its secret, and what its page was answered."""

    secret: str
    pin: str = ""
    other: bool = False


@dataclass(kw_only=True)
class Pins:
    """The request tokens that are on their way."""

    account: Account
    signatures: Signatures
    asking: dict[str, Asking] = field(default_factory=dict)

    def routes(self) -> list[BaseRoute]:
        """The three steps."""
        return [
            Route("/oauth/request_token", self.request, methods=["POST"]),
            Route("/oauth/authorize", self.authorize, methods=["GET", "POST"]),
            Route("/oauth/access_token", self.access, methods=["POST"]),
        ]

    async def request(self, request: Request) -> Response:
        """A request token for an app that signs; only `oob` is served here."""
        sent, given = await signed(request), _given(request)
        if not self.signatures.by_app(sent) or given.get("oauth_callback") != "oob":
            return _no(32, "Could not authenticate you.")
        token = hashlib.sha256(f"request {len(self.asking)}".encode()).hexdigest()[:27]
        self.asking[token] = Asking(secret=token[::-1])
        told = {"oauth_token": token, "oauth_token_secret": token[::-1], "oauth_callback_confirmed": "true"}
        return PlainTextResponse(urlencode(told))

    async def authorize(self, request: Request) -> Response:
        """The page, and then the PIN."""
        found = self.asking.get(request.query_params.get("oauth_token", ""))
        if found is None or found.pin:
            return page(TITLE, "<p id=error>This page was used, or is too old.</p>", status=403)
        if request.method == "GET":
            return page(TITLE, _FORM)
        chosen = (await read_form(request)).body.get("as")
        if chosen not in ("own", "other"):
            return page(TITLE, "<p id=error>You have denied the app.</p>")
        number = int(hashlib.sha256(found.secret.encode()).hexdigest(), 16) % 10_000_000
        found.pin, found.other = f"{number:07d}", chosen == "other"
        return page(TITLE, f"<p>Return to the app and type this PIN: <code>{html.escape(found.pin)}</code></p>")

    async def access(self, request: Request) -> Response:
        """The access token for a PIN, once."""
        sent, given = await signed(request), _given(request)
        verifier = given.get("oauth_verifier") or (await read_form(request)).fields.get("oauth_verifier", "")
        found = self.asking.get(given.get("oauth_token", ""))
        if found is None or not self.signatures.by_app(sent, found.secret):
            return _no(32, "Could not authenticate you.")
        if not found.pin or verifier != found.pin:
            return _no(415, "Error processing your OAuth request: Invalid oauth_verifier parameter")
        del self.asking[given["oauth_token"]]
        known = self.account.world.credentials
        who = (OTHER_ID, OTHER_USERNAME) if found.other else (self.account.user_id, USERNAME)
        told = {
            "oauth_token": known["X_ACCESS_TOKEN"] + (OTHER if found.other else ""),
            "oauth_token_secret": known["X_ACCESS_SECRET"],
            "user_id": who[0],
            "screen_name": who[1],
        }
        return PlainTextResponse(urlencode(told))


_FORM = (
    f"<form method=post><button name=as value=own>Allow as {USERNAME}</button> "
    f"<button name=as value=other>Allow as {OTHER_USERNAME}</button> <button name=as value=no>Deny</button></form>"
)


def _given(request: Request) -> dict[str, str]:
    return header_fields(request.headers.get("authorization", "").partition(" ")[2])


def _no(code: int, message: str) -> Response:
    return PlainTextResponse(f'{{"errors":[{{"code":{code},"message":"{message}"}}]}}', status_code=401)
