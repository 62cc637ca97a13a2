"""What `worker` and `migrate` say where they cannot work, without a database server."""

import sys
from pathlib import Path

import pytest

from launcher.journal.database import open_journal
from launcher.journal.tables import VERSION
from launcher.settings import load
from tests.cli.conftest import Call


def test_a_worker_needs_postgresql(call: Call) -> None:
    """On a SQLite journal it is refused with exit code 2 and what to type."""
    said = call("worker")
    assert said.code == 2
    assert "launcher migrate --to" in said.err


@pytest.mark.parametrize(("missing", "word"), [("psycopg", "status"), ("procrastinate", "worker")])
def test_without_the_extra_it_says_what_to_install(
    missing: str, word: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, and the command."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setitem(sys.modules, missing, None)
    said = call(word)
    assert said.code == 2
    assert "pip install 'launcher[studio]'" in said.err


def test_films_that_are_no_folder_are_refused(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped --films is a usage error: nothing would ever be uploaded."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", "postgresql://nobody@127.0.0.1:1/none")
    said = call("worker", "--films", "nowhere")
    assert (said.code, "no folder" in said.err) == (2, True)


def test_a_server_that_does_not_answer_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, what to look at, and no password."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", "postgres://nobody:geheimnis@127.0.0.1:1/none")
    said = call("status")
    assert (said.code, "geheimnis" in said.err) == (1, False)
    assert "see that the server of LAUNCHER_JOURNAL runs" in said.err


@pytest.mark.parametrize("url", ["mysql://me@here/journal", "journal.db", "redis://127.0.0.1"])
def test_what_is_no_journals_address_is_refused(url: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, with the two forms that there are."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", url)
    said = call("status")
    assert said.code == 2
    assert "postgresql://" in said.err


def test_migrating_what_is_not_there(call: Call) -> None:
    """It makes no journal."""
    said = call("migrate")
    assert said.code == 1
    assert "no journal at" in said.err


def test_migrating_what_needs_it_not(call: Call) -> None:
    """It says so, with exit code 0."""
    open_journal(load().journal_url).close()
    said = call("migrate")
    assert (said.code, f"schema, {VERSION}: nothing to do" in said.err) == (0, True)


def test_moving_by_command(call: Call, tmp_path: Path) -> None:
    """The rows of each table on stdout, what to set on stderr; the old journal cannot be used any more."""
    open_journal(load().journal_url).close()
    said = call("migrate", "--to", f"sqlite:///{tmp_path / 'new.db'}")
    assert said.code == 0, said.err
    assert "0  actions" in said.out
    assert "Set LAUNCHER_JOURNAL" in said.err
    again = call("status")
    assert (again.code, "was moved to another database" in again.err) == (1, True)
