"""Upload sessions: where an unfinished upload goes on, and with which film."""

import sqlalchemy as sa

from launcher.errors import Refused
from launcher.journal import claims
from launcher.journal.claims import own
from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.reading import receipt_ids
from launcher.journal.records import Claim
from launcher.journal.tables import sessions
from launcher.platforms.base import Session
from launcher.text.redaction import protect

_CERTAIN = {"doubt_since": None, "doubt_draft": None}


class KeptSession:
    """The session of one claimed upload: durable, and bound to the film that it was started with."""

    def __init__(self, journal: Journal, claim: Claim, fingerprint: str) -> None:
        self._journal = journal
        self._claim = claim
        self._fingerprint = fingerprint

    def kept(self) -> Session | None:
        """The session of an earlier attempt, or None.

        Raises Refused where it was started with another film: going on would splice two films.
        """
        query = sa.select(sessions).where(sessions.c.action_id == self._claim.entry.id)
        with self._journal.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        if row["fingerprint"] != self._fingerprint:
            raise Refused(
                f"the film has changed since its upload began ({row['fingerprint']} then, {self._fingerprint} now)",
                code="film_changed",
                fix=f"put the first film back; or start over with this one: launcher cancel {self._claim.entry.key}",
            )
        protect([row["uri"]])
        return Session(uri=row["uri"], id=row["platform_id"])

    def keep(self, session: Session) -> None:
        """Durable when it returns, and no doubt is left: what was begun can be found again.

        Raises Lost where another worker owns the upload now.
        """
        protect([session.uri])
        now = self._journal.now()
        values = {"uri": session.uri, "platform_id": session.id, "fingerprint": self._fingerprint}
        with self._journal.write() as connection:
            own(connection, self._claim, lease_until=now + claims.LEASE, **_CERTAIN)
            connection.execute(self._mine())
            connection.execute(sessions.insert().values(action_id=self._claim.entry.id, at=now, **values))

    def drop(self) -> None:
        """Forget a session that the platform has forgotten. Raises Lost as `keep`."""
        with self._journal.write() as connection:
            own(connection, self._claim, lease_until=self._journal.now() + claims.LEASE)
            connection.execute(self._mine())

    def spoil(self, made: str = "") -> None:
        """Forget the session, and never take for the film what it `made` (or was making): that is of no use.

        Raises Lost as `keep`.
        """
        with self._journal.write() as connection:
            own(connection, self._claim, **_CERTAIN)
            begun = connection.scalar(sa.select(sessions.c.platform_id).where(self._of_this()))
            connection.execute(self._mine())
            claim = self._claim
            spoilt = made or begun or ""
            note(connection, claim.entry.id, claim.fence, self._journal.now(), "anew", detail=spoilt)

    def known(self) -> frozenset[str]:
        """Ids of what others made on this account."""
        entry = self._claim.entry
        return receipt_ids(self._journal, entry.platform, but=entry.id)

    def _mine(self) -> sa.Delete:
        return sessions.delete().where(self._of_this())

    def _of_this(self) -> sa.ColumnElement[bool]:
        return sessions.c.action_id == self._claim.entry.id
