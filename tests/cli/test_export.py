"""`launcher export` and `launcher urls`: tables on stdout or in files."""

from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.journal.database import open_journal
from tests.cli.conftest import Call
from tests.journal.conftest import T
from tests.report.told import ADDRESSES, HOUR, grown, happened


@pytest.fixture
def launched(tmp_path: Path) -> None:
    """A launch in the journal of the home."""
    clock = CompressedClock(T - HOUR)
    journal = open_journal(f"sqlite:///{tmp_path / 'home' / 'journal.db'}", clock)
    happened(journal, clock)
    grown(journal, 2)
    journal.close()


@pytest.mark.usefixtures("launched")
def test_export(call: Call, tmp_path: Path) -> None:
    """CSV on stdout; to a file the form that its name says, and the path on stdout."""
    assert call("export").out.count("\n") == 1 + 3 * 8
    told = call("export", "film", "-o", "out/film.jsonl")
    assert (told.code, told.out) == (0, "out/film.jsonl\n")
    assert (tmp_path / "out" / "film.jsonl").read_text().count("\n") == 24
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["film.jsonl"]


@pytest.mark.usefixtures("launched")
def test_urls(call: Call) -> None:
    """Plain lines for a person, a table when asked."""
    assert dict(line.split(maxsplit=1) for line in call("urls").out.splitlines()) == ADDRESSES
    head, *rows = call("urls", "--format", "csv").out.splitlines()
    assert head.startswith("launch,action,platform")
    assert [row.split(",")[7] for row in rows] == list(ADDRESSES.values())


def test_parquet_wants_a_file(call: Call) -> None:
    """A terminal cannot show it."""
    refused = call("export", "--format", "parquet")
    assert refused.code == 2
    assert "-o FILE" in refused.err
