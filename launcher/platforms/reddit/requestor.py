"""The Requestor under praw: prawcore neither repeats a request over it nor sleeps before one.

prawcore 4 repeats a write up to three times after a dropped connection, a 500, 502, 503, 504 or 408, and
sleeps as the X-Ratelimit headers suggest. It judges by the exception and the status that it sees here: so
the failures of the road leave as they are, every 4xx leaves as an exception, and those headers are kept back.
"""

from typing import Any

import requests
from prawcore import Authorizer, Requestor
from prawcore.exceptions import RequestException, ResponseException

from launcher.logins.reddit import RedditLogin
from launcher.logins.renewal import renewing

PACING = ("x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-used")


class SendsOnceRequestor(Requestor):
    """Sends one request over the transport's Session, which sets the timeout."""

    def request(self, *args: Any, timeout: float | None = None, **options: Any) -> requests.Response:  # noqa: ARG002
        """The reply to one request. Raises PlatformError from the road, ResponseException for a 4xx."""
        try:
            reply: requests.Response = super().request(*args, **options)
        except RequestException as error:
            raise error.original_exception from None
        if reply.status_code >= requests.codes.bad_request:
            raise ResponseException(reply)
        for name in PACING:
            reply.headers.pop(name, None)
        return reply


def renew_alone(reddit: Any, login: RedditLogin) -> None:
    """Have praw's client renew its access token with the refresh token that is kept now, one process at a time.

    Reddit may give another refresh token with each access token; the one that was used is dead then.
    """
    session = reddit._authorized_core

    class Renewing(Authorizer):
        """prawcore's, which keeps the refresh token that it is sent."""

        def refresh(self) -> None:
            with renewing(login) as token:
                self.refresh_token = token.value
                super().refresh()
                token.value = str(self.refresh_token)

    session._authorizer = Renewing(authenticator=session._authorizer.authenticator, refresh_token=login.refresh_token)
