"""Credentials for one Vimeo account: a personal access token, and its app where there is one."""

from dataclasses import dataclass

from launcher.logins.base import Login
from launcher.logins.fields import optional_secret, root, secret


@dataclass(frozen=True, kw_only=True)
class VimeoLogin(Login):
    """Credentials for one Vimeo account: a personal access token, and its app where there is one."""

    access_token: str = secret()
    client_id: str = optional_secret()
    client_secret: str = optional_secret()
    api_root: str = root("VIMEO_API_ROOT")
    web_root: str = root("VIMEO_WEB_ROOT")
