"""What the journal says: launches, their actions, receipts and samples."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from launcher.errors import JournalError
from launcher.journal.database import Journal
from launcher.journal.records import Entry, Launch, State
from launcher.journal.tables import actions, attempts, launches, needs, receipts, sessions
from launcher.plan.action import Kind
from launcher.plan.specs import parse
from launcher.platforms.base import Receipt

_ENTRIES = (
    sa.select(actions, receipts.c.platform_id, receipts.c.url, receipts.c.at.label("accepted_at"))
    .select_from(actions.outerjoin(receipts, receipts.c.action_id == actions.c.id))
    .order_by(actions.c.planned_for, actions.c.id)
)
_NEEDS = (
    sa.select(needs.c.action_id, actions.c.key).join(actions, actions.c.id == needs.c.needs_id).order_by(actions.c.id)
)
_OF: sa.BindParameter[Any] = sa.bindparam("of")
_ONE = _ENTRIES.where(actions.c.id == _OF)
_NEEDS_OF_ONE = _NEEDS.with_only_columns(actions.c.key).where(needs.c.action_id == _OF)
_HOSTS = _ENTRIES.where(actions.c.launch == _OF, actions.c.kind.in_([Kind.UPLOAD, Kind.RELEASE]))
_LAUNCH = sa.select(launches).where(launches.c.name == _OF)


def launch_names(journal: Journal) -> list[str]:
    """Every launch of the journal, oldest first."""
    with journal.read() as connection:
        return list(connection.scalars(sa.select(launches.c.name).order_by(launches.c.recorded_at)))


def launch(journal: Journal, name: str) -> Launch | None:
    """The launch of that name, or None."""
    with journal.read() as connection:
        row = connection.execute(_LAUNCH, {"of": name}).mappings().first()
    return None if row is None else _launch(row)


def _launch(row: sa.RowMapping) -> Launch:
    same = ("name", "revision", "manifest", "source", "at", "release_at", "timezone", "recorded_at")
    fields = {name: row[name] for name in same}
    return Launch(**fields, facts=json.loads(row["facts"]))


def entries(journal: Journal, launch_name: str) -> list[Entry]:
    """Every action of a launch in the order of its plan."""
    with journal.read() as connection:
        return select_entries(connection, actions.c.launch == launch_name)


def entry(journal: Journal, key: str) -> Entry:
    """The action of that key. Raises JournalError where there is none."""
    with journal.read() as connection:
        found = select_entries(connection, actions.c.key == key)
    if not found:
        raise JournalError(f"no action {key!r} in the journal", fix="launcher status shows the keys")
    return found[0]


def by_id(journal: Journal, ids: Iterable[int]) -> dict[int, Entry]:
    """The actions of those ids that there are."""
    with journal.read() as connection:
        return {each.id: each for each in select_entries(connection, actions.c.id.in_(ids))}


def hosts(journal: Journal, launch_name: str) -> list[Entry]:
    """The uploads and releases of a launch, without their needs."""
    with journal.read() as connection:
        return [_entry(row, ()) for row in connection.execute(_HOSTS, {"of": launch_name}).mappings()]


def receipt(journal: Journal, key: str) -> Receipt | None:
    """The receipt of the action of that key, or None."""
    with journal.read() as connection:
        found = select_entries(connection, actions.c.key == key)
    return found[0].receipt if found else None


def select_entries(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Entry]:
    """The actions that `where` picks, with their needs and receipts."""
    found = list(connection.execute(_ENTRIES.where(where)).mappings())
    waits = _needs(connection, [row["id"] for row in found])
    return [_entry(row, waits.get(row["id"], ())) for row in found]


def select_entry(connection: sa.Connection, action_id: int) -> Entry:
    """The action of that id, with its needs and receipt."""
    row = connection.execute(_ONE, {"of": action_id}).mappings().one()
    return _entry(row, tuple(connection.scalars(_NEEDS_OF_ONE, {"of": action_id})))


def _needs(connection: sa.Connection, ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for action_id, key in connection.execute(_NEEDS.where(needs.c.action_id.in_(ids))):
        found[action_id] = (*found.get(action_id, ()), key)
    return found


_SAME = ("id", "key", "launch", "platform", "account", "name", "planned_for", "due_at", "late_at", "follow_up")
_ALSO = (
    "by_hand",
    "condition",
    "armed",
    "digest",
    "attempts",
    "progress",
    "error",
    "next",
    "settled_at",
    "doubt_since",
    "look_at",
)


def _entry(row: sa.RowMapping, waits: tuple[str, ...]) -> Entry:
    fields: dict[str, Any] = {name: row[name] for name in (*_SAME, *_ALSO)}
    receipt = None
    if row["platform_id"] is not None:
        receipt = Receipt(id=row["platform_id"], url=row["url"], at=row["accepted_at"])
    return Entry(
        **fields,
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        spec=parse(row["spec"]),
        needs=waits,
        receipt=receipt,
    )


def receipt_ids(journal: Journal, platform: str, *, but: int) -> frozenset[str]:
    """The platform's ids of all that actions other than `but` made there, or have begun to upload.

    On any of its accounts: two names may be one account, and its ids are the platform's. With them come the ids of
    films that are of no use any more, whoever uploaded them.
    """
    place = actions.c.platform == platform
    found = sa.union(
        *(
            sa.select(table.c.platform_id).join(actions).where(place, actions.c.id != but)
            for table in (receipts, sessions)
        ),
        sa.select(attempts.c.detail).join(actions).where(place, attempts.c.event == "anew"),
    )
    with journal.read() as connection:
        return frozenset(filter(None, connection.scalars(found)))


def history(journal: Journal, key: str) -> list[dict[str, Any]]:
    """Everything that happened to one action, oldest first: `at`, `event`, `fence`, `owner`, `detail`."""
    query = (
        sa.select(attempts.c.at, attempts.c.event, attempts.c.fence, attempts.c.owner, attempts.c.detail)
        .join(actions, actions.c.id == attempts.c.action_id)
        .where(actions.c.key == key)
        .order_by(attempts.c.id)
    )
    with journal.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def keys_of(found: Iterable[Entry], part: str) -> list[str]:
    """The keys that `part` may mean: the whole key, or its last part."""
    return [each.key for each in found if each.key == part or each.key.endswith("/" + part)]
