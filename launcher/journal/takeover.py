"""What a dead worker held is given back, so that another goes on with it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.owner import surely_dead
from launcher.journal.records import State
from launcher.journal.tables import actions, running


def free_the_dead(journal: Journal) -> int:
    """Give back actions whose lease has ended or whose owner on this machine is gone; how many that were."""
    now = journal.now()
    with journal.read() as connection:
        rows = connection.execute(_RUNNING).all()
    gone = [row.id for row in rows if _is_gone(row, now)]
    return sum(_free(journal, action_id, now) for action_id in gone)


_RUNNING = sa.select(actions.c.id, actions.c.owner, actions.c.lease_until, actions.c.fence).where(running)


def _is_gone(row: Any, now: datetime) -> bool:
    return row.lease_until <= now or surely_dead(row.owner)


def _free(journal: Journal, action_id: int, now: datetime) -> int:
    """Back to planned, or to unknown where its last owner had sent something."""
    state = sa.case((actions.c.doubt_since.is_(None), State.PLANNED.value), else_=State.UNKNOWN.value)
    mine = (actions.c.id == action_id) & (actions.c.state == State.RUNNING)
    with journal.write() as connection:
        row = connection.execute(_RUNNING.where(actions.c.id == action_id).with_for_update(key_share=True)).first()
        if row is None or not _is_gone(row, now):
            return 0
        connection.execute(actions.update().where(mine).values(state=state, owner=None, lease_until=None))
        note(connection, row.id, row.fence, now, "owner gone", owner=row.owner)
    return 1
