"""The idle tick: what cron pays every minute."""

from pathlib import Path

import pytest

from launcher.cli.idle import is_idle
from launcher.journal.database import open_journal
from launcher.settings import load


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty journal in a home of its own."""
    monkeypatch.setenv("LAUNCHER_HOME", str(tmp_path))
    monkeypatch.delenv("LAUNCHER_JOURNAL", raising=False)
    open_journal(load().journal_url).close()
    return tmp_path / "journal.db"


def test_an_empty_journal_is_idle(journal: Path) -> None:
    """There is nothing to do."""
    assert journal.is_file()
    assert is_idle(["tick"])


def test_only_a_bare_tick_is_idle(journal: Path) -> None:
    """Any option or other command goes the long way."""
    assert not is_idle(["tick", "--json"])
    assert not is_idle(["status"])
    assert not is_idle([])


@pytest.mark.parametrize("url", ["postgresql://example/journal", "sqlite:///nowhere.db"])
def test_in_doubt_the_tick_itself_looks(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another database, or a journal that is not there yet."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", url)
    assert not is_idle(["tick"])
