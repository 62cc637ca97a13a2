"""Credentials for one YouTube channel: an OAuth client and its refresh token."""

from dataclasses import dataclass

from launcher.logins.base import Login
from launcher.logins.fields import root, secret


@dataclass(frozen=True, kw_only=True)
class YoutubeLogin(Login):
    """Credentials for one YouTube channel: an OAuth client and its refresh token."""

    client_id: str = secret()
    client_secret: str = secret()
    refresh_token: str = secret()
    api_root: str = root("YOUTUBE_API_ROOT")
    token_uri: str = root("YOUTUBE_TOKEN_URI")
    web_root: str = root("YOUTUBE_WEB_ROOT")
