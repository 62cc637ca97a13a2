"""Actions that are held because a login failed: they go on by themselves once it may work again."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.records import State
from launcher.journal.tables import NO_LOGIN, actions

_WAITS = actions.c.look_at.is_not(None) & (actions.c.state == State.HELD)
_OPEN_AGAIN = sa.case((actions.c.doubt_since.is_not(None), State.UNKNOWN.value), else_=State.PLANNED.value)


def try_again(journal: Journal, login_now: Callable[[str, str], str]) -> list[str]:
    """Plan again what waits for a login that is another by now, or that it is time to try once more; their keys.

    `login_now` tells the present login of a platform and account, as a hash. An action that may have been sent is
    looked for first, and one whose time has passed meanwhile is still too late.
    """
    with journal.read() as connection:
        waits = connection.execute(_FOUND).all()
    now = journal.now()
    ready = [row.id for row in waits if row.look_at <= now or _renewed(row, login_now)]
    if not ready:
        return []
    with journal.write() as connection:
        mine = sa.select(actions.c.id, actions.c.key, actions.c.fence).where(_WAITS, actions.c.id.in_(ready))
        rows = connection.execute(mine.order_by(actions.c.id).with_for_update(key_share=True)).all()
        for row in rows:
            values = {"state": _OPEN_AGAIN, "settled_at": None, **NO_LOGIN}
            connection.execute(actions.update().where(actions.c.id == row.id).values(values))
            note(connection, row.id, row.fence, now, "login tried again")
    return [row.key for row in rows]


def _renewed(row: Any, login_now: Callable[[str, str], str]) -> bool:
    """Whether it waits for another login, and there is one. What waits for a person's hand alone names none."""
    return row.login is not None and row.login != login_now(row.platform, row.account)


_FOUND = sa.select(actions.c.id, actions.c.platform, actions.c.account, actions.c.login, actions.c.look_at).where(
    _WAITS
)
