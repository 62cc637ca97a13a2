"""`python -m tests.messages > docs/messages.md`: what launcher says of bad inputs, from the tests that hold it so."""

import sys

from tests.manifest.bad_manifests import EDITS, WHOLE
from tests.manifest.test_media import BAD_FILMS
from tests.test_settings import BAD_CREDENTIALS, BAD_SETTINGS

Row = tuple[str, str]


def rows() -> dict[str, list[Row]]:
    """For each kind of input: what was given, and the message, as the tests assert it."""
    return {
        "Manifests": [(_edit(old, new), "\n".join(told)) for old, new, told in EDITS],
        "Files that are no manifest": [(_bytes(data), told) for data, told in WHOLE],
        "Films": [(_bytes(data), told) for data, told in BAD_FILMS],
        "Settings": [(_variables(environment), told) for environment, told in BAD_SETTINGS],
        "Credentials": [(_variables(given) or "nothing set", told) for given, _, _, told in BAD_CREDENTIALS],
    }


def page() -> str:
    """The page."""
    tables = rows()
    parts = [
        "# What launcher says of bad inputs\n",
        f"{sum(map(len, tables.values()))} inputs, each with the message that the tests assert to the letter. "
        "Made by `python -m tests.messages`.\n",
    ]
    for title, table in tables.items():
        parts.append(f"## {title}\n\n| given | said |\n|---|---|\n" + "".join(map(_line, table)))
    return "\n".join(parts)


def _line(row: Row) -> str:
    return f"| {_cell(row[0])} | {_cell(row[1])} |\n"


def _cell(text: str) -> str:
    """Text as table cells take it: code, one line, shortened in the middle."""
    lines = [_short(line.strip().replace("|", "\\|").replace("`", "'")) for line in text.strip("\n").splitlines()]
    return "<br>".join(f"`{line}`" for line in lines[:6] if line)


def _short(line: str) -> str:
    return line if len(line) <= 220 else f"{line[:120]} … {line[-80:]}"


def _edit(old: str, new: str) -> str:
    return new.strip("\n") if new.strip() else f"without: {old.strip()}"


def _bytes(data: bytes) -> str:
    return repr(data[:60])[2:-1] + (" …" if len(data) > 60 else "") if data else "(an empty file)"


def _variables(environment: object) -> str:
    assert hasattr(environment, "items")
    return "\n".join(f"{name}={value}" for name, value in environment.items())


if __name__ == "__main__":
    sys.stdout.write(page())
