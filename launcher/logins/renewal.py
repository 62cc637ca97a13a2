"""Refresh tokens that can be used once: one process renews at a time, and what takes their place is kept at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from launcher.errors import LoginExpired
from launcher.logins.base import Login
from launcher.text.redaction import protect


class Token:
    """The refresh token of one renewal. Set `value` to the one that the platform gives in its place."""

    def __init__(self, value: str) -> None:
        self.value = value


@contextmanager
def renewing(login: Login) -> Iterator[Token]:
    """The login's refresh token as it is now, while no other process uses it; a new `value` is durable at the end.

    One that the environment or the secrets file gave is nobody's to change: it is used as it is. Raises LoginExpired
    where the login is no longer there.
    """
    given = str(getattr(login, "refresh_token", ""))
    if login.store is None:
        yield Token(given)
        return
    platform, account = login.platform(), login.account
    with login.store.locked(platform, account):
        kept = login.store.read(platform, account)
        if kept is None:
            raise LoginExpired(f"{platform} ({account}): logged out meanwhile", code="missing", fix=login.again())
        before = kept.values.get("refresh_token", "")
        token = Token(before)
        try:
            yield token
        finally:
            if token.value and token.value != before:
                protect([token.value])
                login.store.write(replace(kept, values={**kept.values, "refresh_token": token.value}))
