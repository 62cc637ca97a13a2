"""The journal: writable, with room to grow, and of the user who ticks."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from launcher.doctor.finding import MACHINE, Finding, bad, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.errors import JournalError
from launcher.journal.address import sqlite_path
from launcher.text.human import size

LITTLE, TOO_LITTLE = 10**9, 50 * 10**6
"""Bytes: a million samples take a tenth of the first (`make bench`), and a full disk stops a launch."""


def check_journal(subject: Subject) -> Iterator[Finding]:
    """Whether what is intended can be recorded: nothing is sent otherwise."""
    path = sqlite_path(subject.settings.journal_url)
    if subject.journal is None:
        yield _to_be_made(path)
    else:
        yield _written(subject)
    if path is not None:
        yield _room(_nearest(path))


def _written(subject: Subject) -> Finding:
    assert subject.journal is not None  # noqa: S101 (asked above)
    try:
        subject.journal.require_writable()
    except JournalError as error:
        return bad(MACHINE, "journal", error.message, error.fix, blocks=True)
    where = subject.journal.where
    other = _owner(Path(where)) if not subject.journal.is_shared else ""
    if other:
        fix = f"run launcher as {other}, whose cron ticks"
        return doubtful(MACHINE, "journal", f"{where} belongs to {other}, and you are {_name(os.getuid())}", fix)
    return fine(MACHINE, "journal", f"{where}, writable")


def _to_be_made(path: Path | None) -> Finding:
    """A journal that the first launch makes."""
    if path is None:
        return doubtful(MACHINE, "journal", "the database could not be asked", "launcher status says why")
    folder = _nearest(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        fix = f"make {folder} writable for this user, or set LAUNCHER_HOME to another"
        return bad(MACHINE, "journal", f"{path} cannot be made", fix, blocks=True)
    return fine(MACHINE, "journal", f"{path}, made by the first launch")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said, fix = f"{size(free)} free for the journal", f"make room on the disk of {folder}"
    if free < TOO_LITTLE:
        return bad(MACHINE, "disk", said, fix)
    return doubtful(MACHINE, "disk", said, fix) if free < LITTLE else fine(MACHINE, "disk", said)


def _nearest(path: Path) -> Path:
    """The folder of `path`, or the nearest above it that there is."""
    return next(each for each in path.absolute().parents if each.is_dir())


def _owner(path: Path) -> str:
    """Whose the journal is, where it is another user's."""
    owner = path.stat().st_uid
    return "" if owner == os.getuid() else _name(owner)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
