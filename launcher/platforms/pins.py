"""An account of the manifest is one channel, Page or handle for good: a token of another one is refused."""

from launcher.errors import LoginExpired
from launcher.logins.base import Login, words
from launcher.platforms.base import Identity


def same_owner(login: Login, identity: Identity) -> Identity:
    """`identity`, if the login is pinned to it or to nobody. Raises LoginExpired, "of another account", otherwise."""
    if login.owner in ("", identity.id):
        return identity
    named, place = login.platform(), words(login.platform(), login.account)
    raise LoginExpired(
        f"{named} ({login.account}): the credentials are of another account: {identity.name} ({identity.id}), "
        f"and this one is pinned to {login.owner}",
        code="other account",
        fix=f"launcher login {place} as the right one, and take the others out of secrets.env and the environment; "
        f"if it shall be the new one: launcher logout {place}, then launcher login {place}",
    )
