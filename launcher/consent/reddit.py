"""Reddit: the code flow for a permanent refresh token, by praw's core."""

import sys
from collections.abc import Mapping
from typing import Any

from launcher import __version__
from launcher.consent.base import Ask, Consent, Found, not_taken, require_scopes
from launcher.consent.road import road
from launcher.platforms.base import Identity
from launcher.settings import ROOTS

SCOPES = ("identity", "read", "submit", "history", "flair")
ORIGIN = "https://www.reddit.com"
AGENT = f"{sys.platform}:launcher:v{__version__} (by /u/{{}})"
NOBODY = "somebody_who_logs_in"

STEPS = """\
Reddit (names as of 2026-11). Begin weeks before the launch:
 1. Since 2025-11 new API access needs Reddit's approval: read the Responsible Builder Policy at
    https://support.reddithelp.com/hc/articles/42728983564564 and file the request linked there, with what you post,
    where and how often. Answers take from days to some weeks, and may be no. Apps from before that go on working.
 2. https://www.reddit.com/prefs/apps as the account that will post > create another app > "web app".
    redirect uri: {redirect}
 3. The client id stands under the app's name; "secret" is beside it.
Scopes: {scopes}. One account, one app. Subreddits have rules of their own on self-promotion, and on the
account's age and karma.
"""


class RedditConsent(Consent):
    """A login to one account."""

    name = "reddit"
    steps = STEPS.replace("{scopes}", ", ".join(SCOPES))
    asks = (Ask(name="client_id", called="client id"), Ask(name="client_secret", called="secret"))
    _core: Any = None

    def begin(self, app: Mapping[str, str], redirect: str, state: str) -> str:
        """Reddit's page."""
        from prawcore import TrustedAuthenticator

        self.app = dict(app)
        self._core = TrustedAuthenticator(
            requestor=self._requestor(),
            client_id=app["client_id"],
            client_secret=app["client_secret"],
            redirect_uri=redirect,
        )
        page = self._core.authorize_url(duration="permanent", scopes=list(SCOPES), state=state)
        return self.settings.root("REDDIT_WEB_ROOT") + str(page).removeprefix(ORIGIN)

    def finish(self, answer: str) -> list[Found]:
        """The permanent refresh token for the code."""
        from prawcore import Authorizer
        from prawcore.exceptions import PrawcoreException

        authorizer = Authorizer(authenticator=self._core)
        try:
            authorizer.authorize(answer)
        except PrawcoreException as error:
            why = getattr(error, "error", "") or getattr(getattr(error, "response", None), "status_code", "")
            raise not_taken(self.name, "code", str(why or type(error).__name__)) from None
        if not authorizer.refresh_token:
            raise not_taken(self.name, "code", "Reddit gave no permanent token")
        require_scopes(self.name, SCOPES, authorizer.scopes or (), "launcher login reddit, and allow all of it")
        values = {"refresh_token": authorizer.refresh_token, "user_agent": AGENT.format(NOBODY)}
        return [Found(values={**self.app, **values})]

    def named(self, values: dict[str, str], identity: Identity) -> dict[str, str]:
        """With the user agent that Reddit asks for: it names who is behind the app."""
        return {**values, "user_agent": AGENT.format(identity.name)}

    def _requestor(self) -> Any:
        from launcher.platforms.reddit.requestor import SendsOnceRequestor
        from launcher.platforms.transport import session

        root = self.settings.root("REDDIT_API_ROOT")
        origins = {} if root == ROOTS["REDDIT_API_ROOT"] else {ORIGIN: root}
        over = session(road(self.name, self.settings, origins))
        return SendsOnceRequestor(user_agent=AGENT.format(NOBODY), session=over)
