"""YouTube: Google's loopback redirect with PKCE, by google-auth-oauthlib."""

from collections.abc import Mapping
from typing import Any

from launcher.consent.base import Ask, Consent, Found, not_taken, require_scopes
from launcher.consent.road import paved, road, twin, twins

SCOPES = ("https://www.googleapis.com/auth/youtube.upload", "https://www.googleapis.com/auth/youtube.force-ssl")

STEPS = """\
YouTube, by Google (names as of 2026-11). About ten minutes, once:
 1. https://console.cloud.google.com/ > New project.
 2. APIs & Services > Library > YouTube Data API v3 > Enable.
 3. Google Auth Platform > Get started: a name, your address; Audience: External.
 4. Google Auth Platform > Audience > Publish app. While it is in Testing, logins die after 7 days, and only the test
    users listed there can log in. Published, it works at once for your own channel: the page warns that Google has not
    verified the app; Advanced > Go to … passes. Verification (for over 100 users) takes Google weeks; you need none.
 5. Google Auth Platform > Clients > Create client > Desktop app. It needs no redirect address: launcher uses
    {redirect} with a port of its own. Client id and secret are shown once: copy both.
On the page that follows choose the account and then the *channel* of the film, and leave every box ticked:
{scopes}
"""


class YouTubeConsent(Consent):
    """A login to one channel."""

    name = "youtube"
    steps = STEPS.replace("{scopes}", "\n".join(f"    {scope}" for scope in SCOPES))
    asks = (Ask(name="client_id", called="Client ID"), Ask(name="client_secret", called="Client secret"))
    port = 0
    _flow: Any = None

    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """Google's page, which is told the hash of a word that only this process knows."""
        from google_auth_oauthlib.flow import Flow

        auth_uri, token_uri = self.settings.roots["YOUTUBE_AUTH_URI"], self.settings.roots["YOUTUBE_TOKEN_URI"]
        client = {**app, "auth_uri": twin(auth_uri), "token_uri": twin(token_uri)}
        self.app = dict(app)
        self._flow = Flow.from_client_config({"installed": client}, SCOPES, redirect_uri=redirect, state=state)
        paved(self._flow.oauth2session, road(self.name, self.settings, twins(token_uri)))
        page, _ = self._flow.authorization_url(prompt="select_account consent", access_type="offline")
        return auth_uri + str(page).removeprefix(twin(auth_uri))

    def finish(self, answer: str) -> list[Found]:
        """The refresh token for the code and that word."""
        told = self._exchanged(answer)
        granted = told.get("scope") or ()
        scopes = granted.split() if isinstance(granted, str) else granted
        require_scopes(self.name, SCOPES, scopes, "launcher login youtube, and leave every box of the page ticked")
        if not told.get("refresh_token"):
            raise not_taken(self.name, "code", "Google gave no refresh token")
        lasts = float(told.get("refresh_token_expires_in") or 0)
        return [Found(values={**self.app, "refresh_token": str(told["refresh_token"])}, lasts=lasts)]

    def _exchanged(self, code: str) -> Mapping[str, Any]:
        from oauthlib.oauth2 import OAuth2Error

        try:
            return dict(self._flow.fetch_token(code=code, include_client_id=True))
        except Warning as changed:  # oauthlib's way to say that other scopes were granted than were asked for
            return dict(changed.token)  # type: ignore[attr-defined]
        except OAuth2Error as error:
            raise not_taken(self.name, "code", str(error.error)) from None
