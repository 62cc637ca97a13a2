"""Texts of a manifest: written in place, or the name of a file beside it."""

import re
import stat
from pathlib import Path

from launcher.manifest.paths import inside
from launcher.manifest.times import Unreadable

_FILE = re.compile(r"[^\s{}<>|*?\"]{1,250}\.(md|txt)")
MOST_BYTES = 256 * 1024
"""No platform takes a text of this size; a larger file is not a text."""


def names_file(value: str) -> bool:
    """Whether a text is the name of a file: one word ending in .md or .txt."""
    return bool(_FILE.fullmatch(value)) and "://" not in value


def text_of(folder: Path, value: str) -> str:
    """The text that `value` means, without the file's last line breaks. Raises Unreadable for a bad file."""
    if not names_file(value):
        return value
    path = inside(folder, value)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{value} is no regular file", "name a text file")
        if status.st_size > MOST_BYTES:
            raise Unreadable(f"{value} has more than {MOST_BYTES:,} bytes", "name a text file")
        return path.read_text("utf-8-sig").rstrip("\n")
    except UnicodeDecodeError:
        raise Unreadable(f"{value} is not UTF-8 text", "save it as UTF-8") from None
    except FileNotFoundError:
        raise Unreadable(f"{value}: no such file in {folder}", "write the file, or the text itself") from None
    except OSError as error:
        raise Unreadable(f"{value} cannot be read: {error.strerror}", "mind the path and its permissions") from None
