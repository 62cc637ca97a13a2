"""Until when which film is not to be public, as the journal says it now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.tables import Instant, actions, launches, receipts
from launcher.plan.action import Kind


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A film on a host that is not to be public before `until`."""

    platform: str
    id: str
    url: str
    until: datetime


_NOW = sa.bindparam("now", type_=Instant)
_PLATFORM: sa.BindParameter[Any] = sa.bindparam("on")
_ID: sa.BindParameter[Any] = sa.bindparam("of")
_FILMS = receipts.join(actions, actions.c.id == receipts.c.action_id).join(launches)
_IS_FILM = actions.c.kind.in_([Kind.UPLOAD, Kind.RELEASE])
_RELEASE = (
    sa.select(sa.func.max(launches.c.release_at))
    .select_from(_FILMS)
    .where(_IS_FILM, actions.c.platform == _PLATFORM, receipts.c.platform_id == _ID)
)
_HIDDEN = (
    sa.select(actions.c.platform, receipts.c.platform_id, receipts.c.url, launches.c.release_at)
    .select_from(_FILMS)
    .where(_IS_FILM, launches.c.release_at > _NOW)
)
"""Made once: SQLAlchemy takes longer to put a statement together than SQLite to run it."""


def release_of(journal: Journal, platform: str, id_: str) -> datetime | None:
    """When the film of that id may be public: the latest, where several launches hold it. None: no film of ours."""
    with journal.read() as connection:
        found: datetime | None = connection.scalar(_RELEASE, {"on": platform, "of": id_})
    return found


def hidden(journal: Journal) -> list[Hidden]:
    """Every film of any launch that is uploaded and not to be public yet."""
    with journal.read() as connection:
        rows = connection.execute(_HIDDEN, {"now": journal.now()}).all()
    return [Hidden(platform=row[0], id=row[1], url=row[2], until=row[3]) for row in rows]
