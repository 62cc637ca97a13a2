"""Consent pages and authorization codes, as OAuth 2 servers have them (RFC 6749, RFC 7636): each code is good once.

Every page has a second account to choose, so that a login can be given by the wrong one: its tokens end in `-other`.
"""

import base64
import hashlib
import hmac
import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from launcher.stage.form import read_form
from launcher.stage.world import World

LIFE = timedelta(minutes=10)
"""How long a code may be exchanged (RFC 6749, 4.1.2: ten minutes at the most)."""

OTHER = "-other"
"""The end of the tokens of the second account."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a page is asked for: where its answer goes, what comes back with it, and what is to be allowed."""

    redirect: str
    state: str = ""
    scopes: tuple[str, ...] = ()
    challenge: str = ""
    offline: bool = True


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a person allowed, as whom, and until when its code may be exchanged."""

    asked: Asked
    scopes: tuple[str, ...]
    other: bool
    until: datetime

    def token(self, credential: str) -> str:
        """The stage's credential, or the second account's."""
        return credential + OTHER if self.other else credential


class PageError(Exception):
    """What a platform says on its own page, without sending anyone anywhere: the client or the address is wrong."""


@dataclass(kw_only=True)
class Codes:
    """The codes that were given out and not exchanged yet."""

    world: World
    grants: dict[str, Grant] = field(default_factory=dict)

    def give(self, asked: Asked, scopes: tuple[str, ...], *, other: bool) -> str:
        """A new code."""
        code = hashlib.sha256(f"{self.world.settings.seed} {asked} {len(self.grants)}".encode()).hexdigest()[:40]
        until = self.world.clock.now() + LIFE
        self.grants[code] = Grant(asked=asked, scopes=scopes, other=other, until=until)
        return code

    def take(self, form: Mapping[str, str]) -> Grant | None:
        """What the form's code stands for, once; None where code, redirect address or verifier is another."""
        grant = self.grants.get(form.get("code", ""))
        if grant is None or grant.until <= self.world.clock.now():
            return None
        self.grants[form["code"]] = Grant(asked=grant.asked, scopes=(), other=False, until=self.world.clock.now())
        if form.get("redirect_uri", "") != grant.asked.redirect or not proved(grant.asked, form):
            return None
        return grant


def proved(asked: Asked, form: Mapping[str, str]) -> bool:
    """Whether the code's holder is who asked for it: the verifier's hash is the challenge (S256)."""
    if not asked.challenge:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).decode().rstrip("="), asked.challenge)


def is_loopback(address: str) -> bool:
    """Whether a redirect address is this machine's own: the only ones that this stage sends anyone to."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")


def consent(
    codes: Codes, title: str, accounts: tuple[str, str], check: Callable[[Mapping[str, str]], Asked], end: str = ""
) -> Callable[[Request], Awaitable[Response]]:
    """A consent page: shown by GET, answered by POST. `check` raises PageError; `end` comes after the address."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = check(request.query_params)
        except PageError as error:
            return page(title, f"<p id=error>{html.escape(str(error))}</p>", status=400)
        if request.method == "GET":
            return page(title, _form(accounts, asked.scopes))
        form = (await read_form(request)).body
        told = _answer(codes, asked, form)
        tie = "&" if urlsplit(asked.redirect).query else "?"
        return RedirectResponse(f"{asked.redirect}{tie}{urlencode(told)}{end}", status_code=302)

    return endpoint


def _answer(codes: Codes, asked: Asked, form: Mapping[str, str]) -> dict[str, str]:
    if form.get("as") not in ("own", "other"):
        return {"error": "access_denied", "state": asked.state}
    scopes = tuple(scope for scope in asked.scopes if f"scope {scope}" in form)
    return {"state": asked.state, "code": codes.give(asked, scopes, other=form["as"] == "other")}


def _form(accounts: tuple[str, str], scopes: tuple[str, ...]) -> str:
    boxes = "".join(
        f'<label><input type=checkbox name="scope {html.escape(scope)}" checked> {html.escape(scope)}</label><br>'
        for scope in scopes
    )
    own, other = map(html.escape, accounts)
    return (
        f"<form method=post>{boxes}<button name=as value=own>Allow as {own}</button> "
        f"<button name=as value=other>Allow as {other}</button> <button name=as value=no>Deny</button></form>"
    )


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """One of the stage's pages."""
    head = f"<!doctype html><meta charset=utf-8><title>{title} (stage)</title><h1>{title}</h1>"
    return HTMLResponse(f"{head}<p>This is launcher's stage, not the platform.</p>{body}", status)
