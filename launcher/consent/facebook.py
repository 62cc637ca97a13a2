"""Facebook: a person logs in, the token is made a long-lived one, and that opens the Pages, each with its own token.

A Page token that was taken with a long-lived user token does not expire; the user tokens are not kept.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from launcher.consent.base import Ask, Consent, Found, not_taken
from launcher.consent.road import requests
from launcher.errors import LoginExpired
from launcher.text.redaction import protect

VERSION = "v26.0"
SCOPES = ("pages_show_list", "pages_read_engagement", "pages_manage_posts", "pages_manage_engagement")

STEPS = """\
Facebook Page (names as of 2026-11). Ten minutes, once; you need full control of the Page:
 1. https://developers.facebook.com/apps > Create app > use case "Manage everything on your Page".
 2. Use cases > Customize: add {scopes}.
 3. Facebook Login > Settings: "Client OAuth login" and "Web OAuth login" on. Leave the app unpublished for the login:
    in development Facebook takes {redirect} without being told of it, and when published only https.
 4. App settings > Basic has app id and app secret.
 5. After the login, publish the app: in development only people with a role in it see what it posts. For a Page of
    your own no App Review is needed; for one of somebody else it is, and takes about a week.
"""


class FacebookConsent(Consent):
    """A login to one Page of the person's."""

    name = "facebook"
    steps = STEPS.replace("{scopes}", ", ".join(SCOPES))
    asks = (Ask(name="app_id", called="App ID"), Ask(name="app_secret", called="App secret"))
    host = "localhost"

    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """Facebook's dialog."""
        self.app, self.redirect = dict(app), redirect
        asked = {"client_id": app["app_id"], "redirect_uri": redirect, "response_type": "code"}
        query = urlencode({**asked, "state": state, "scope": ",".join(SCOPES)})
        return f"{self.settings.root('FACEBOOK_WEB_ROOT')}/{VERSION}/dialog/oauth?{query}"

    def finish(self, answer: str) -> list[Found]:
        """The Pages on which the person may post, each with its token."""
        code = {"redirect_uri": self.redirect, "code": answer}
        hours = self._token(code, "code")
        months = self._token({"grant_type": "fb_exchange_token", "fb_exchange_token": hours}, "token")
        proof = hmac.new(self.app["app_secret"].encode(), months.encode(), hashlib.sha256).hexdigest()
        asked = {"fields": "id,name,access_token,tasks", "limit": "100"}
        told = self._get("me/accounts", {**asked, "access_token": months, "appsecret_proof": proof}, "token")
        pages = [each for each in told.get("data") or () if "CREATE_CONTENT" in (each.get("tasks") or ())]
        if not pages:
            raise _no_page()
        return [self._found(each) for each in pages]

    def _found(self, page: Mapping[str, Any]) -> Found:
        values = {"page_id": str(page["id"]), "page_token": str(page["access_token"])}
        return Found(id=str(page["id"]), name=str(page.get("name", "")), values={**self.app, **values})

    def _token(self, asked: Mapping[str, str], what: str) -> str:
        app = {"client_id": self.app["app_id"], "client_secret": self.app["app_secret"]}
        token = str(self._get("oauth/access_token", {**app, **asked}, what).get("access_token") or "")
        if not token:
            raise not_taken(self.name, what, "no token")
        protect([token])
        return token

    def _get(self, path: str, asked: Mapping[str, str], what: str) -> dict[str, Any]:
        root = self.settings.root("FACEBOOK_API_ROOT")
        reply = requests(self.name, self.settings).get(f"{root}/{VERSION}/{path}", params=asked)
        told = reply.json()
        if not reply.ok or "error" in told:
            raise not_taken(self.name, what, str((told.get("error") or {}).get("code") or reply.status_code))
        return dict(told)


def _no_page() -> LoginExpired:
    return LoginExpired(
        "facebook: this person has no Page on which the app may post",
        code="no page",
        fix="launcher login facebook as somebody with full control of the Page, and choose it on Facebook's page",
    )
