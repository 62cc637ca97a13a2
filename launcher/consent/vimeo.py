"""Vimeo: the authorization code flow; its tokens do not expire."""

from collections.abc import Mapping
from urllib.parse import urlencode

from launcher.consent.base import Ask, Consent, Found, not_taken, require_scopes
from launcher.consent.road import requests

SCOPES = ("public", "private", "create", "edit", "delete", "interact", "upload")
NEEDED = ("public", "private", "create", "edit", "upload")

STEPS = """\
Vimeo (names as of 2026-11). Five minutes, and then up to a week:
 1. https://developer.vimeo.com/apps > Create an app > "Will people besides you access the app?" No.
 2. On the app's page, "Request upload access": people at Vimeo read it, which takes some days (up to five working
    days). Without it the login looks sound, and every upload is refused.
 3. "Your callback URLs" > Add: {redirect}
 4. "Client identifier" and "Client secrets" are on the same page.
The account's plan sets how much may be uploaded, and whether films may have a password.
"""


class VimeoConsent(Consent):
    """A login to one account."""

    name = "vimeo"
    steps = STEPS
    asks = (Ask(name="client_id", called="Client identifier"), Ask(name="client_secret", called="Client secret"))

    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """Vimeo's page."""
        self.app, self.redirect = dict(app), redirect
        asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": redirect}
        query = urlencode({**asked, "state": state, "scope": " ".join(SCOPES)})
        return f"{self.settings.root('VIMEO_API_ROOT')}/oauth/authorize?{query}"

    def finish(self, answer: str) -> list[Found]:
        """The access token for the code."""
        reply = requests(self.name, self.settings).post(
            f"{self.settings.root('VIMEO_API_ROOT')}/oauth/access_token",
            data={"grant_type": "authorization_code", "code": answer, "redirect_uri": self.redirect},
            auth=(self.app["client_id"], self.app["client_secret"]),
            headers={"Accept": "application/vnd.vimeo.*+json;version=3.4"},
        )
        told = reply.json()
        if not reply.ok or not told.get("access_token"):
            raise not_taken(self.name, "code", str(told.get("error_code") or told.get("error") or reply.status_code))
        fix = "ask for upload access on the app's page at https://developer.vimeo.com/apps, and then log in again"
        require_scopes(self.name, NEEDED, str(told.get("scope") or "").split(), fix)
        return [Found(values={**self.app, "access_token": str(told["access_token"])})]
