"""A login as it is kept between launches: whose it is, since when, and its credentials."""

import json
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from launcher.clock import iso


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One login. `id` is the platform's own for the channel, Page or account: what the login is pinned to.

    `stamp` is another one for every login, and stays while its tokens are renewed. `values` are the credentials by
    their fields' names; with `in_keyring` they are not in the file but in the system's keyring.
    """

    platform: str
    account: str
    id: str
    name: str
    since: datetime
    url: str = ""
    expires_at: datetime | None = None
    in_keyring: bool = False
    stamp: str = field(default_factory=lambda: secrets.token_hex(8))
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def told(self) -> dict[str, Any]:
        """What anyone may see of it, as JSON types."""
        return {
            "platform": self.platform,
            "account": self.account,
            "id": self.id,
            "name": self.name,
            "url": self.url,
            "since": iso(self.since),
            "expires_at": iso(self.expires_at) if self.expires_at else None,
            "in_keyring": self.in_keyring,
        }

    def written(self) -> bytes:
        """All of it, as JSON."""
        return json.dumps({**self.told(), "stamp": self.stamp, "values": dict(self.values)}, indent=1).encode()


def read(data: bytes) -> Kept:
    """What `written` wrote. Raises ValueError for anything else."""
    try:
        said = json.loads(data)
        values = {str(name): str(value) for name, value in said.pop("values").items()}
        since, ends = datetime.fromisoformat(said.pop("since")), said.pop("expires_at")
        return Kept(since=since, expires_at=datetime.fromisoformat(ends) if ends else None, values=values, **said)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a login: {type(error).__name__}") from None


class Store(Protocol):
    """Where logins are kept.

    Every method raises LoginExpired where a login cannot be read, and Unavailable where the store cannot be reached.
    """

    where: str

    def read(self, platform: str, account: str) -> Kept | None:
        """The login, or None where there is none."""
        ...

    def glance(self, platform: str, account: str) -> Kept | None:
        """The same without those credentials that a keyring holds, which is not asked."""
        ...

    def every(self) -> list[Kept]:
        """All logins, by platform and account, without those credentials that a keyring holds."""
        ...

    def write(self, kept: Kept) -> None:
        """Keep it, in place of what was there; durable when this returns."""
        ...

    def forget(self, platform: str, account: str) -> bool:
        """Remove it; whether it was there."""
        ...

    def locked(self, platform: str, account: str) -> AbstractContextManager[None]:
        """A context in which nobody else renews that login, on any machine that shares the store."""
        ...
