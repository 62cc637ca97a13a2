"""What is asked every second or every minute is answered by an index: its cost does not grow with the journal."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from launcher.journal import claims, glance, sweeps, takeover
from launcher.journal.database import open_journal

STATEMENTS: dict[str, Any] = {
    "due": claims._DUE,
    "due soon": claims._SOON,
    "before it in its lane": claims._BEFORE,
    "closed lanes": claims._CLOSED_LANES,
    "next due": claims._NEXT_DUE,
    "running": takeover._RUNNING,
    "whose turn": claims._BUSY,
    "blocked": claims._IS_BLOCKED,
    "sweep": sweeps._ANYTHING,
}


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    """The tables of an empty journal."""
    open_journal(f"sqlite:///{tmp_path / 'journal.db'}").close()
    return sqlite3.connect(tmp_path / "journal.db")


def plan(database: sqlite3.Connection, statement: str, words: Any) -> list[str]:
    """How SQLite goes about it."""
    return [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", words)]


def reads_all(steps: list[str]) -> list[str]:
    """The steps that read every action."""
    return [step for step in steps if step.startswith("SCAN") and "actions" in step and "INDEX" not in step]


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_the_executor_asks(database: sqlite3.Connection, name: str) -> None:
    """No step reads every action."""
    from sqlalchemy.dialects import sqlite

    compiled = sa.sql.expression.ClauseElement.compile(STATEMENTS[name], dialect=sqlite.dialect(paramstyle="named"))
    words = {word: "" if value is None else str(value) for word, value in compiled.params.items()}
    assert reads_all(plan(database, str(compiled), words)) == []


def test_what_an_idle_tick_asks(database: sqlite3.Connection) -> None:
    """No step reads every action."""
    assert reads_all(plan(database, glance._WORK, {"now": 0})) == []
