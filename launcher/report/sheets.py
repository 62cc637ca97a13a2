"""A table written to a file or a pipe: CSV, JSON Lines or Parquet, row after row, however many there are."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import IO, Any

from launcher.clock import iso
from launcher.errors import LauncherError
from launcher.text.foreign import clean_line

Row = Sequence[Any]


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INSTANT = "instant, UTC"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name, which stays, and what it holds."""

    name: str
    says: str
    holds: Holds = Holds.TEXT


_GROUP = 50_000
"""Rows in one group of a Parquet file: as many are held in memory."""


def require(form: Form) -> None:
    """Raise LauncherError where this installation cannot write that form."""
    if form is Form.PARQUET:
        _pyarrow()


def write(file: IO[bytes], form: Form, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write all rows. Raises LauncherError where pyarrow is wanted and missing."""
    if form is Form.PARQUET:
        _parquet(file, columns, rows)
        return
    lines = _csv(columns, rows) if form is Form.CSV else _jsonl(columns, rows)
    for line in lines:
        file.write(line.encode())


class _Line:
    """A file to `csv.writer` that hands every line back."""

    def write(self, line: str) -> str:
        return line


def _csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    put: Callable[[Row], str] = csv.writer(_Line(), lineterminator="\n").writerow
    yield put([each.name for each in columns])
    for row in rows:
        yield put(["" if value is None else plain(value) for value in row])


def _jsonl(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    names = [each.name for each in columns]
    for row in rows:
        yield json.dumps(dict(zip(names, map(plain, row), strict=True))) + "\n"


def plain(value: Any) -> Any:
    """An instant as RFC 3339 in UTC, a whole number without a fraction, foreign text made harmless."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else clean_line(value, limit=4000)
    if isinstance(value, datetime):
        return iso(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _parquet(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    pyarrow = _pyarrow()
    import pyarrow.parquet as parquet

    kinds = {
        Holds.TEXT: pyarrow.string(),
        Holds.INSTANT: pyarrow.timestamp("us", tz="UTC"),
        Holds.NUMBER: pyarrow.float64(),
    }
    schema = pyarrow.schema([(each.name, kinds[each.holds]) for each in columns])
    left = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP)):
            cells = zip(schema, zip(*group, strict=True), strict=True)
            arrays = [pyarrow.array(each, field.type) for field, each in cells]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise LauncherError(
            "Parquet needs pyarrow, and this installation has not the extra that brings it",
            fix="pip install 'launcher[parquet]', or take --format csv",
        ) from None
    return pyarrow
