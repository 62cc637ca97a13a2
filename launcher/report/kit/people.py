"""The people who share a film: a CSV with a name each, and a handle, a language and words of their own where wanted."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from launcher.errors import LauncherError
from launcher.text.foreign import clean, clean_line

COLUMNS = ("name", "handle", "language", "text")
_BYTES, _PEOPLE = 1_000_000, 2_000


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of the cast, the crew, or their friends. `source` names them in tracked links, and is theirs alone."""

    name: str
    handle: str
    language: str
    text: str
    source: str


def read(path: Path) -> list[Person]:
    """Everyone in the file. Raises LauncherError with all that is wrong in it."""
    rows = table(path, COLUMNS, ("name",))
    if len(rows) > _PEOPLE:
        raise LauncherError(f"{path} has {len(rows):,} people", fix=f"make a kit for {_PEOPLE:,} at a time")
    nameless = [str(line) for line, row in rows if not row["name"]]
    if nameless:
        raise LauncherError(f"{path}: no name in line {', '.join(nameless)}", fix="give everyone a name")
    taken: set[str] = set()
    return [_person(row, taken) for _, row in rows]


def table(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Each row's line and what it has in these columns, empty where there is none.

    Raises LauncherError where the file cannot be read, or has none of the columns `needed`. Commas, semicolons or tabs
    part the cells; the first line names the columns, in any order and case.
    """
    reader = _reader(path)
    head = _head(reader)
    if not set(needed) & set(head):
        known = ", ".join(columns)
        raise LauncherError(f"{path} has no column {needed[0]!r}", fix=f"name the columns in its first line: {known}")
    found = []
    for cells in reader:
        row = dict(zip(head, cells, strict=False))
        if any(cell.strip() for cell in cells):
            found.append((reader.line_num, {name: clean(row.get(name, "").strip(), 2000) for name in columns}))
    return found


def ignored(path: Path) -> list[str]:
    """Each column of the file that is not one of ours, with the one that was probably meant. Raises LauncherError."""
    unknown = [each for each in _head(_reader(path)) if each and each not in COLUMNS]
    near = [get_close_matches(each, COLUMNS, n=1, cutoff=0.6) for each in unknown]
    return [
        f"{clean_line(each, 40)!r}" + (f" (did you mean {guess[0]}?)" if guess else "")
        for each, guess in zip(unknown, near, strict=True)
    ]


def _reader(path: Path) -> Any:
    lines = _text(path).splitlines()
    delimiter = max(",;\t", key=(lines[0] if lines else "").count)
    return csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)


def _head(reader: Any) -> list[str]:
    return [each.strip().casefold() for each in next(reader, [])]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _BYTES:
            raise LauncherError(f"{path} is larger than a megabyte", fix="name a smaller CSV")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise LauncherError(
            f"{path} cannot be read: {error.strerror}", fix="name a CSV that is there, and that you may read"
        ) from error
    except UnicodeDecodeError:
        raise LauncherError(f"{path} is not UTF-8 text", fix="save it as CSV in UTF-8") from None


def _person(row: dict[str, str], taken: set[str]) -> Person:
    name, handle = clean_line(row["name"], 80), clean_line(row["handle"], 40).removeprefix("@")
    source = _source(name) or _source(handle) or "person"
    number = 2
    while (unique := source if source not in taken else f"{source}-{number}") in taken:
        number += 1
    taken.add(unique)
    return Person(name=name, handle=handle, language=row["language"].casefold(), text=row["text"], source=unique)


def _source(words: str) -> str:
    """Plain letters, digits and hyphens: what every analytics page shows as it is."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
