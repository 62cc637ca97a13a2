"""Facebook Login: the dialog, tokens that live hours, tokens that live two months, and the Pages that they open.

developers.facebook.com/docs/facebook-login (manual flow, long-lived tokens), checked 2026-11: a Page token taken with
a long-lived user token does not expire; one taken with a short-lived one dies with it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from launcher.stage.consent import OTHER, Asked, Codes, PageError, is_loopback
from launcher.stage.facebook.calls import Call
from launcher.stage.facebook.errors import GraphError, bad_token
from launcher.stage.facebook.page import APP_ID, OTHER_NAME, OTHER_PAGE, PAGE_NAME
from launcher.stage.world import World

HOURS, MONTHS = 5_400, 5_183_944
"""Seconds that a short-lived and a long-lived user token live, about (Facebook's replies, checked 2026-11)."""
USER = {"id": "10150004552801856", "name": "Stage Director"}


def asked(world: World, query: Mapping[str, str]) -> Asked:
    """What the dialog is asked for. Raises PageError."""
    del world
    if query.get("client_id") != APP_ID:
        raise PageError("Invalid App ID: The provided app ID does not look like a valid app ID.")
    redirect = query.get("redirect_uri", "")
    if query.get("response_type", "code") != "code" or not is_loopback(redirect):
        raise PageError("URL blocked: This redirect failed because the redirect URI is not white-listed.")
    scopes = tuple(query.get("scope", "").replace(",", " ").split())
    return Asked(redirect=redirect, state=query.get("state", ""), scopes=scopes)


@dataclass(kw_only=True)
class Users:
    """The user tokens that were given out: whether each is long-lived."""

    codes: Codes
    tokens: dict[str, bool] = field(default_factory=dict)

    def exchange(self, call: Call) -> dict[str, Any]:
        """`/oauth/access_token`: a code, or a token to be prolonged. Raises GraphError."""
        secret = call.credential("FACEBOOK_APP_SECRET")
        if call.args.get("client_id") != APP_ID or call.args.get("client_secret") != secret:
            raise GraphError("Error validating client secret.", code=1)
        if call.args.get("grant_type") == "fb_exchange_token":
            if call.args.get("fb_exchange_token", "") not in self.tokens:
                raise bad_token()
            return self._given(long=True)
        if self.codes.take(call.args) is None:
            raise GraphError("This authorization code has been used.", code=100, subcode=36009)
        return self._given(long=False)

    def knows(self, token: str) -> bool:
        """Whether this is a user's token."""
        return token in self.tokens

    def act(self, call: Call, path: list[str]) -> dict[str, Any]:
        """`/me` and `/me/accounts` of the user. Raises GraphError for anything else."""
        if path == ["me"]:
            return dict(USER)
        if path != ["me", "accounts"]:
            raise GraphError("Unsupported get request.", code=100, subcode=33)
        token = call.credential("FACEBOOK_PAGE_TOKEN") + ("" if self.tokens[call.token] else "-expired")
        own = {"id": call.page.id, "name": PAGE_NAME, "access_token": token}
        other = {"id": OTHER_PAGE, "name": OTHER_NAME, "access_token": token + OTHER}
        return {"data": [{**each, "tasks": ["CREATE_CONTENT", "MODERATE"]} for each in (own, other)]}

    def _given(self, *, long: bool) -> dict[str, Any]:
        word = f"EAA{hashlib.sha256(f'user {len(self.tokens)} {long}'.encode()).hexdigest()}"
        self.tokens[word] = long
        return {"access_token": word, "token_type": "bearer", "expires_in": MONTHS if long else HOURS}
