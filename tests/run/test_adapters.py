"""Connected platforms are lent to one action at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.clock import SystemClock
from launcher.errors import LoginExpired
from launcher.journal.database import Journal, open_journal
from launcher.plan.action import Lane
from launcher.run.adapters import Adapters
from launcher.settings import fixed

X = {f"X_{name}": "word" for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")}
PLACE = ("x", "default", Lane.WRITE)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An empty one."""
    made = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", SystemClock(), durable=False)
    yield made
    made.close()


def test_what_is_taken_serves_nobody_else(tmp_path: Path, journal: Journal) -> None:
    """While one is out another is connected; what is given back is taken again, with its connections."""
    adapters = Adapters(fixed({"LAUNCHER_HOME": str(tmp_path), **X}), journal)
    first = adapters.take(PLACE)
    second = adapters.take(PLACE)
    assert first is not second
    adapters.give(PLACE, first)
    assert adapters.take(PLACE) is first


def test_missing_credentials_are_told_when_it_is_taken(tmp_path: Path, journal: Journal) -> None:
    """Before anything is sent."""
    with pytest.raises(LoginExpired, match="X_API_KEY"):
        Adapters(fixed({"LAUNCHER_HOME": str(tmp_path)}), journal).take(PLACE)
