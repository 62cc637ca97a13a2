"""When each account's login ends, as its platform told last."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal.database import Journal
from launcher.journal.tables import tokens

OFTEN = timedelta(days=1)
"""How often a platform is asked."""


def is_due(journal: Journal, platform: str, account: str) -> bool:
    """Whether it is time to ask the platform again."""
    mine = (tokens.c.platform == platform) & (tokens.c.account == account)
    with journal.read() as connection:
        looked_at = connection.scalar(sa.select(tokens.c.looked_at).where(mine))
    return looked_at is None or looked_at <= journal.now() - OFTEN


def keep(journal: Journal, platform: str, account: str, expires_at: datetime | None) -> None:
    """Keep what it told now."""
    insert = (postgresql if journal.engine.dialect.name == "postgresql" else sqlite).insert(tokens)
    values = {"looked_at": journal.now(), "expires_at": expires_at}
    upsert = insert.values(platform=platform, account=account, **values)
    with journal.write() as connection:
        connection.execute(upsert.on_conflict_do_update(index_elements=["platform", "account"], set_=values))
