"""Credentials for one Facebook Page: its id, its Page token, and the app's secret for appsecret_proof."""

from dataclasses import dataclass

from launcher.logins.base import Login
from launcher.logins.fields import optional_secret, root, secret


@dataclass(frozen=True, kw_only=True)
class FacebookLogin(Login):
    """Credentials for one Facebook Page: its id, its Page token, and the app's secret for appsecret_proof."""

    page_id: str = secret()
    page_token: str = secret()
    app_id: str = optional_secret()
    app_secret: str = optional_secret()
    api_root: str = root("FACEBOOK_API_ROOT")
