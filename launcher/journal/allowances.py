"""What the platforms let each account do, kept so that every process knows what all of them have used.

Near the end of an allowance the account's samples wait until it is renewed, so that what a launch stands on always
has room. The rest waits only where the platform itself says that nothing is left: an own count cannot know how much
the account was granted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from launcher.journal.database import Journal
from launcher.journal.tables import allowances, lanes
from launcher.plan.action import Lane
from launcher.platforms.gauge import Level, Use

RESERVE = 0.1
"""The part of an allowance that samples leave to everything else."""

WORTH_KEEPING = 0.5
"""Of what is less used than this nobody needs to know: most actions cost the journal nothing here."""

LONGEST_WAIT = timedelta(hours=24)
"""Whatever a platform says, it is asked again after so long. The longest allowance is a day's."""

_LANES = {Use.UPLOAD: Lane.UPLOAD, Use.WRITE: Lane.WRITE, Use.READ: Lane.READ}


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much of one allowance is used, and when it is renewed."""

    platform: str
    account: str
    name: str
    used: float
    most: float
    resets_at: datetime


def keep(journal: Journal, platform: str, account: str, levels: Iterable[Level]) -> None:
    """Keep what is worth it, and let wait what must. A count is added to what others counted until it is renewed."""
    worthy = [each for each in levels if each.counted or each.used >= each.most * WORTH_KEEPING]
    if not worthy:
        return
    now, place = journal.now(), {"platform": platform, "account": account}
    with journal.write() as connection:
        for level in worthy:
            used = _keep(journal, connection, place, level)
            until = min(level.resets_at, now + LONGEST_WAIT)
            for lane in _waiting(level, used):
                pause(connection, **place, lane=lane, until=until)


def _keep(journal: Journal, connection: sa.Connection, place: dict[str, str], level: Level) -> float:
    """How much of it is used now."""
    insert = (postgresql if journal.engine.dialect.name == "postgresql" else sqlite).insert(allowances)
    same = insert.values(**place, name=level.name, used=level.used, most=level.most, resets_at=level.resets_at)
    new = same.excluded
    added = sa.case((allowances.c.resets_at == new.resets_at, allowances.c.used + new.used), else_=new.used)
    values = {"used": added if level.counted else new.used, "most": new.most, "resets_at": new.resets_at}
    upsert = same.on_conflict_do_update(index_elements=["platform", "account", "name"], set_=values)
    used: float = connection.execute(upsert.returning(allowances.c.used)).scalar_one()
    return used


def _waiting(level: Level, used: float) -> list[Lane]:
    """The lanes that wait until the allowance is renewed."""
    left = level.most - used
    samples = [Lane.SAMPLE] if Use.READ in level.uses and left <= level.most * RESERVE else []
    empty = left < 1 and not level.counted
    return samples + [_LANES[use] for use in level.uses if empty]


def pause(connection: sa.Connection, *, platform: str, account: str, lane: Lane, until: datetime) -> None:
    """Close one lane of an account until then; one that is closed for longer stays so."""
    mine = lanes.update().filter_by(platform=platform, account=account, lane=lane)
    sooner = lanes.c.paused_until.is_(None) | (lanes.c.paused_until < until)
    connection.execute(mine.where(sooner).values(paused_until=until))


def used(journal: Journal, share: float = WORTH_KEEPING) -> list[Allowance]:
    """The allowances of which at least that share is used and that are not renewed yet, the fullest first."""
    full = (allowances.c.resets_at > journal.now()) & (allowances.c.used >= allowances.c.most * share)
    order = (allowances.c.used / allowances.c.most).desc()
    with journal.read() as connection:
        found = connection.execute(sa.select(allowances).where(full).order_by(order, allowances.c.name)).mappings()
        return [Allowance(**row) for row in found]
