"""Actions that are held because a login failed: they go on by themselves once it may work again."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.reading import entry
from launcher.journal.records import State
from launcher.journal.tables import NO_LOGIN, actions
from launcher.plan.action import Kind
from launcher.plan.specs import NoticeSpec, Spec, parse

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
    over = _drop_over(journal, waits)
    ready = [row.id for row in waits if row.id not in over and (row.look_at <= now or _renewed(row, login_now))]
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


def _drop_over(journal: Journal, waits: Sequence[Any]) -> list[int]:
    """Skip those notices that nobody could be told of, and that tell of what is no longer so; their ids."""
    notices = [row for row in waits if row.kind == Kind.NOTIFY]
    over = [row for row in notices if _is_over(journal, parse(row.spec))]
    if over:
        with journal.write() as connection:
            values = {"state": State.SKIPPED, "error": OVER, "next": None, "settled_at": journal.now(), **NO_LOGIN}
            for row in over:
                connection.execute(actions.update().where(_WAITS, actions.c.id == row.id).values(values))
                note(connection, row.id, row.fence, journal.now(), "skipped", detail=OVER)
    return [row.id for row in over]


def _is_over(journal: Journal, spec: Spec) -> bool:
    return isinstance(spec, NoticeSpec) and bool(spec.of) and entry(journal, spec.of).state != spec.state


OVER = "it was over before anybody was told"


def _renewed(row: Any, login_now: Callable[[str, str], str]) -> bool:
    """Whether it waits for another login, and there is one. What waits for a person's hand alone names none."""
    return row.login is not None and row.login != login_now(row.platform, row.account)


_COLUMNS = ("id", "platform", "account", "login", "look_at", "kind", "spec", "fence")
_FOUND = sa.select(*(actions.c[name] for name in _COLUMNS)).where(_WAITS)
