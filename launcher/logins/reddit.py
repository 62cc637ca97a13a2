"""Credentials for one Reddit account: the app, a permanent refresh token, and the user agent."""

from dataclasses import dataclass

from launcher.logins.base import Login
from launcher.logins.fields import root, secret


@dataclass(frozen=True, kw_only=True)
class RedditLogin(Login):
    """Credentials for one Reddit account: the app, a permanent refresh token, and the user agent."""

    client_id: str = secret()
    client_secret: str = secret()
    refresh_token: str = secret()
    user_agent: str = secret()
    api_root: str = root("REDDIT_API_ROOT")
