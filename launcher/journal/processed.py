"""How long hosts took to process the films that this journal's launches sent them."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from launcher.journal.database import Journal
from launcher.journal.records import State
from launcher.journal.tables import actions
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec, parse

_SENT, _READY = actions.alias("sent"), actions.alias("ready")
_EARLIER = sa.select(_SENT.c.spec, _SENT.c.settled_at.label("began"), _READY.c.settled_at.label("ended")).where(
    _SENT.c.kind == Kind.UPLOAD,
    _READY.c.kind == Kind.READY,
    _SENT.c.state == State.DONE,
    _READY.c.state == State.DONE,
    _SENT.c.launch == _READY.c.launch,
    _SENT.c.name == _READY.c.name,
    _SENT.c.platform == sa.bindparam("host"),
)


def processed(journal: Journal, platform: str) -> Iterator[tuple[int, timedelta]]:
    """Of each film that the host has processed: its bytes, and how long that took."""
    with journal.read() as connection:
        rows = connection.execute(_EARLIER, {"host": platform}).all()
    for row in rows:
        spec = parse(row.spec)
        if isinstance(spec, FilmSpec) and row.began and row.ended:
            yield spec.size, max(row.ended - row.began, timedelta(0))
