"""Journals of any size for the benchmarks: one action as the program records it, then copies of its row."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from launcher.clock import SystemClock
from launcher.journal.database import Journal, open_journal
from launcher.journal.recording import record
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.plan.specs import PostSpec


def post(name: str, at: datetime, *, account: str = "default", text: str = "A film of first kisses.") -> Action:
    """One post on X."""
    key = f"film/post/{name}"
    late_at, spec = at + timedelta(days=1), PostSpec(text=text)
    return Action(
        key=key, kind=Kind.POST, platform="x", account=account, name=name, due_at=at, late_at=late_at, spec=spec
    )


def planned(journal: Journal, *actions: Action) -> None:
    """Record a launch of these actions."""
    now = journal.now()
    record(
        journal,
        Plan(
            launch="film",
            manifest="launch.yaml",
            source="",
            at=now,
            release_at=now,
            timezone="UTC",
            made_at=now,
            facts={"film": {"title": "First Kiss"}},
            actions=actions,
        ),
    )


def multiplied(folder: Path, count: int) -> str:
    """The URL of a journal of that many planned actions, the first due in a year and each next one a second later."""
    url = f"sqlite:///{folder / f'{count}' / 'journal.db'}"
    journal = open_journal(url)
    planned(journal, post("1", SystemClock().now() + timedelta(days=365)))
    journal.close()
    connection = sqlite3.connect(journal.where)
    names = [row[1] for row in connection.execute("PRAGMA table_info(actions)") if row[1] not in _OWN]
    copies = f"""
        WITH RECURSIVE copy(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM copy WHERE n < {count})
        INSERT INTO actions ({", ".join([*_OWN, *names])})
        SELECT n, 'film/post/' || n, due_at + n * 1000000, late_at + n * 1000000, {", ".join(names)}
        FROM copy, actions WHERE id = 1
    """
    with connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(copies)
    connection.close()
    return url


_OWN = ["id", "key", "due_at", "late_at"]
"""Columns in which the copies differ."""
