"""When this machine last ticked: a mark beside the journal.

Imports the standard library alone: an idle tick leaves it too.
"""

import os
from pathlib import Path

NAME = "last-tick"


def mark(folder: Path) -> None:
    """Leave the mark. A tick never fails by it."""
    path = folder / NAME
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        os.utime(path)
    except OSError:
        return


def read(folder: Path) -> float | None:
    """Seconds after the epoch of the last tick, or None where there was none."""
    try:
        return (folder / NAME).stat().st_mtime
    except OSError:
        return None
