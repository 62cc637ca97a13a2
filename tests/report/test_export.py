"""Samples and addresses as tables: columns that stay, instants in UTC, the same rows in every form."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.errors import LauncherError
from launcher.journal import columns
from launcher.journal.database import Journal
from launcher.journal.reading import entries
from launcher.report import export, sheets
from launcher.report.sheets import Form
from tests.journal.conftest import T
from tests.report.told import HOUR, happened, read


def written(journal: Journal, form: Form) -> bytes:
    from launcher.journal.reading import launch

    recorded, file = launch(journal, "film"), io.BytesIO()
    assert recorded is not None
    rows = columns.rows(journal, "film")
    sheets.write(file, form, export.SAMPLES, export.samples(recorded, entries(journal, "film"), rows))
    return file.getvalue()


def test_samples_in_every_form(journal: Journal, clock: CompressedClock) -> None:
    """Oldest first, with what each is of; Parquet's instants are instants."""
    import pyarrow.parquet as parquet

    happened(journal, clock)
    read(journal, T + HOUR, {"youtube": {"views": 40.0}, "two": {"upvote_ratio": 0.97}})
    read(journal, T, {"vimeo": {"views": 2.0}})
    head, first, *_, last = csv.reader(io.StringIO(written(journal, Form.CSV).decode()))
    assert head == [each.name for each in export.SAMPLES]
    assert first == ["film", "film/upload/vimeo", "vimeo", "default", "upload", "vimeo", "903706952", "views",
                     "2026-12-07T17:00:00Z", "0", "2", "", "", ""]  # fmt: skip
    assert last[-7:-3] == ["upvote_ratio", "2026-12-07T18:00:00Z", "3600", "0.97"]
    lines = [json.loads(line) for line in written(journal, Form.JSONL).splitlines()]
    assert [line["value"] for line in lines] == [2, 40, 0.97]
    table = parquet.read_table(io.BytesIO(written(journal, Form.PARQUET))).to_pylist()
    assert [row["at"] for row in table] == [T, T + HOUR, T + HOUR]
    assert [list(row) for row in table] == [head] * 3


def test_columns_hold_every_believed_reading(journal: Journal, clock: CompressedClock) -> None:
    """In order, for each metric of each receipt; what was not believed stands apart."""
    happened(journal, clock)
    for hour, views in enumerate((0.0, 10.0, 20.0, 5.0, 30.0)):
        read(journal, T + hour * HOUR, {"youtube": {"views": views, "likes": 1.0}})
    found = {each.metric: each for each in columns.columns(journal, entries(journal, "film"))}
    assert list(found["views"].values) == [0, 10, 20, 30]
    assert found["views"].doubted == [(round((T + 3 * HOUR).timestamp() * 1e6), 5.0)]
    assert list(found["likes"].at) == [round((T + hour * HOUR).timestamp() * 1e6) for hour in range(5)]


def test_the_columns_stay() -> None:
    """Whoever reads them by place or name still can: new ones come last."""
    names = [[each.name for each in columns] for columns in (export.SAMPLES, export.ADDRESSES)]
    of_what = ["launch", "action", "platform", "account", "kind", "name", "id"]
    assert names[0][:11] == [*of_what, "metric", "at", "since_release", "value"]
    assert names[0][11:14] == ["mark", "word", "counting"]
    assert names[1][:10] == [*of_what, "url", "planned_for", "at"]


def test_parquet_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Says which extra brings it, before anything is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(LauncherError, match=r"launcher\[parquet\]"):
        sheets.require(Form.PARQUET)


def test_foreign_text_cannot_command_a_terminal() -> None:
    """A CSV is looked at in one, too."""
    file = io.BytesIO()
    sheets.write(file, Form.CSV, export.SAMPLES[:1], [["\x1b[31mred\u202e"]])
    assert file.getvalue() == b"launch\nred\n"


def test_the_columns_are_documented() -> None:
    """Each has its line in docs/cli.md."""
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    names = {each.name for each in (*export.SAMPLES, *export.ADDRESSES)}
    assert not {name for name in names if not re.search(rf"^\|[^|]*`{name}`", page, re.MULTILINE)}
