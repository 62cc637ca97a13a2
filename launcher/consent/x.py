"""X: OAuth 1.0a with a PIN, by requests-oauthlib; its tokens do not expire.

tweepy's handler makes its second session by itself, which nothing can be mounted on.
"""

from collections.abc import Mapping
from typing import Any

from launcher.consent.base import Ask, Consent, Found, not_taken
from launcher.consent.road import paved, road

ORIGIN = "https://api.twitter.com"

STEPS = """\
X (names as of 2026-11). Ten minutes, once:
 1. https://console.x.com/ as the account that pays > New App.
 2. The app > User authentication settings > Set up: App permissions "Read and write"; type "Web App"; any callback
    address of yours and website (X wants one although the PIN needs none). Save this *before* you log in: a token keeps
    the permissions that the app had when it was made.
 3. Billing > buy credits: X takes prepaid credit, about 0.015 USD a post, 0.20 USD a post with an address in it, and
    refuses everything once it is spent. Set an automatic top-up or a limit there.
 4. Keys and tokens > API key and secret (the "consumer keys"). Nothing needs approval.
The page that follows shows a PIN of seven digits: log in there as the account that shall post.
"""


class XConsent(Consent):
    """A login to one account."""

    name = "x"
    steps = STEPS
    asks = (Ask(name="api_key", called="API key"), Ask(name="api_secret", called="API key secret"))
    host = ""
    _session: Any = None

    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """The page that shows the PIN. The request token binds it to this login: there is no state."""
        from requests_oauthlib import OAuth1Session

        del redirect, state
        self.app = dict(app)
        self._session = OAuth1Session(app["api_key"], client_secret=app["api_secret"], callback_uri="oob")
        origins = {ORIGIN: self.settings.root("X_API_ROOT")}  # OAuth signs the public address, wherever this leads
        paved(self._session, road(self.name, self.settings, origins, plain=True))
        self._token("request_token", "API key")
        page = self._session.authorization_url(f"{self.settings.root('X_API_ROOT')}/oauth/authorize")
        return str(page)

    def finish(self, answer: str) -> list[Found]:
        """The access token for the PIN."""
        told = self._token("access_token", "PIN", verifier=answer.strip())
        values = {"access_token": told["oauth_token"], "access_secret": told["oauth_token_secret"]}
        return [Found(values={**self.app, **values})]

    def _token(self, step: str, what: str, **more: str) -> Mapping[str, str]:
        from requests_oauthlib.oauth1_session import TokenRequestDenied

        fetch = self._session.fetch_access_token if more else self._session.fetch_request_token
        try:
            told: Mapping[str, str] = fetch(f"{ORIGIN}/oauth/{step}", **more)
        except TokenRequestDenied as error:
            raise not_taken(self.name, what, str(error.status_code)) from None
        except ValueError:
            raise not_taken(self.name, what, "a reply that cannot be read") from None
        return told
