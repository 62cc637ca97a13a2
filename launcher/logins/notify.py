"""Addresses of people: one Apprise address a name, in the variable `NOTIFY_NAME`."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from launcher.errors import LoginExpired
from launcher.logins.base import Login
from launcher.logins.fields import secret
from launcher.settings import Settings

ADDRESS = "put {variable}=… into secrets.env: an address as https://appriseit.com has them"
"""What mends a name without an address."""


def variable(name: str) -> str:
    """The variable that holds the address of that name: NOTIFY_TEAM for `team`."""
    return f"NOTIFY_{name.upper().replace('-', '_')}"


@dataclass(frozen=True, kw_only=True)
class NotifyLogin(Login):
    """Where the people of one name are told. The address holds secrets, as a password."""

    url: str = secret()

    @classmethod
    def fingerprint(cls, settings: Settings, account: str = "default") -> str:
        """A hash that changes with the address, and does not tell it."""
        return sha256(settings.values.get(variable(account), "").encode()).hexdigest()[:16]

    @classmethod
    def load(cls, settings: Settings, account: str = "default") -> Self:
        """The address of that name. Raises LoginExpired where there is none."""
        url = settings.values.get(variable(account), "").strip()
        if not url:
            fix = ADDRESS.format(variable=variable(account))
            raise LoginExpired(f"nobody can be told: {variable(account)} is not set", code="missing", fix=fix)
        return cls.of({"url": url}, settings, account)
