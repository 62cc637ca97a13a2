"""Credentials for one account on X: the app's key and the account's OAuth 1.0a token."""

from dataclasses import dataclass

from launcher.logins.base import Login
from launcher.logins.fields import root, secret


@dataclass(frozen=True, kw_only=True)
class XLogin(Login):
    """Credentials for one account on X: the app's key and the account's OAuth 1.0a token."""

    api_key: str = secret()
    api_secret: str = secret()
    access_token: str = secret()
    access_secret: str = secret()
    api_root: str = root("X_API_ROOT")
