"""Files that a command leaves: where they go, and that a half-written one never stands there."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import typer

from launcher.cli import output
from launcher.report.sheets import Column, Form, Row


def form_of(form: Form | None, out: Path | None) -> Form:
    """How a table is written: as asked, else as the file's name says, else CSV.

    Raises typer.BadParameter for Parquet on stdout, and LauncherError where pyarrow is missing.
    """
    from launcher.report import sheets

    named = {f".{each}": each for each in Form}.get(out.suffix.lower()) if out else None
    chosen = form or named or Form.CSV
    if chosen is Form.PARQUET and out is None:
        raise typer.BadParameter("Parquet goes to a file: add -o FILE.parquet", param_hint="--format")
    sheets.require(chosen)
    return chosen


def table(out: Path | None, form: Form, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write a table to the file, and print its path; or to stdout."""
    from launcher.report import sheets

    if out is None:
        sheets.write(sys.stdout.buffer, form, columns, rows)
        sys.stdout.buffer.flush()
        return
    with whole(out) as file:
        sheets.write(file, form, columns, rows)
    output.data(str(out))


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that stands at `path` when all of it is written, and not before. Its folder is made.

    Raises LauncherError where it cannot be written.
    """
    from launcher.errors import LauncherError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                yield file
            except BaseException:
                Path(file.name).unlink()
                raise
        Path(file.name).chmod(0o666 & ~_umask())
        Path(file.name).replace(path)
    except OSError as error:
        raise LauncherError(f"{path} cannot be written: {error.strerror}", fix="name another file with -o") from error


def _umask() -> int:
    """What this process takes from the rights of a new file; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
