"""Logins in the journal's PostgreSQL, for workers on several machines.

They are encrypted with a key that the database never sees.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa

from launcher.errors import LoginExpired, Unavailable
from launcher.logins import kept, sealing
from launcher.logins.kept import Kept

_MAKE = sa.text(
    "CREATE TABLE IF NOT EXISTS launcher_logins ("
    "platform text NOT NULL, account text NOT NULL, sealed bytea NOT NULL, "
    "PRIMARY KEY (platform, account))"
)
"""A table of its own, without a migration: a login comes before the first launch, and outlasts every journal."""

_ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(hashtext('launcher: logins'), hashtext(:name))")
_READ = sa.text("SELECT sealed FROM launcher_logins WHERE platform = :platform AND account = :account")
_EVERY = sa.text("SELECT platform, account, sealed FROM launcher_logins ORDER BY platform, account")
_FORGET = sa.text("DELETE FROM launcher_logins WHERE platform = :platform AND account = :account")
_WRITE = sa.text(
    "INSERT INTO launcher_logins VALUES (:platform, :account, :sealed) "
    "ON CONFLICT (platform, account) DO UPDATE SET sealed = excluded.sealed"
)


class SharedStore:
    """The logins beside one journal on PostgreSQL."""

    def __init__(self, url: str, key: bytes) -> None:
        self._url, self._key = sa.make_url(url), key
        self.where = f"the database {self._url.database} on {self._url.host or 'this machine'}"

    def read(self, platform: str, account: str) -> Kept | None:
        """The login, opened with the key."""
        with self._told() as connection:
            sealed = connection.scalar(_READ, {"platform": platform, "account": account})
        return self._opened(platform, account, sealed) if sealed else None

    glance = read

    def every(self) -> list[Kept]:
        """All logins, by platform and account."""
        with self._told() as connection:
            rows = connection.execute(_EVERY).all()
        return [self._opened(row.platform, row.account, row.sealed) for row in rows]

    def write(self, login: Kept) -> None:
        """Keep it, for every worker."""
        about = _about(login.platform, login.account)
        sealed = sealing.seal(self._key, login.written(), about)
        row = {"platform": login.platform, "account": login.account, "sealed": sealed}
        with self._told() as connection:
            connection.execute(_WRITE, row)

    def forget(self, platform: str, account: str) -> bool:
        """Remove the row."""
        with self._told() as connection:
            return bool(connection.execute(_FORGET, {"platform": platform, "account": account}).rowcount)

    @contextmanager
    def locked(self, platform: str, account: str) -> Iterator[None]:
        """By a lock of the database, which ends with the connection, whatever happens to this machine."""
        with self._told() as connection:
            connection.execute(_ONE_AT_A_TIME, {"name": f"{platform}/{account}"})
            yield

    def _opened(self, platform: str, account: str, sealed: bytes) -> Kept:
        try:
            return kept.read(sealing.unseal(self._key, bytes(sealed), _about(platform, account)))
        except ValueError as error:
            raise LoginExpired(
                f"{platform} ({account}): the login in {self.where} cannot be opened: {error}",
                code="sealed",
                fix="set LAUNCHER_TOKENS_KEY to the key it was sealed with, or type: "
                f"launcher logout {platform} --account {account}",
            ) from None

    @contextmanager
    def _told(self) -> Iterator[sa.Connection]:
        """A transaction. Raises Unavailable where the database does not answer."""
        try:
            with _engine(self._url).begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            told = f"{self.where} does not give the logins ({type(error).__name__})"
            raise Unavailable(told, code="logins", fix="check LAUNCHER_JOURNAL and the database server") from None


@cache
def _engine(url: sa.URL) -> sa.Engine:
    """One a process, with the table made."""
    engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=2, max_overflow=8)
    with engine.begin() as connection:
        connection.execute(_ONE_AT_A_TIME, {"name": "table"})
        connection.execute(_MAKE)
    return engine


def _about(platform: str, account: str) -> bytes:
    return f"{platform}/{account}".encode()
