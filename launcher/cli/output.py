"""What commands write: data on stdout, talk on stderr; no colour where nobody looks; foreign text made harmless."""

import os
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31;1m", "\x1b[33;1m", "\x1b[1m", "\x1b[0m"
_LONGEST = 1_000_000


def data(text: str) -> None:
    """A line of data, on stdout."""
    print(safe(text), file=sys.stdout, flush=True)  # noqa: T201 - this is where printing is done


def say(text: str) -> None:
    """A line of talk, on stderr."""
    print(safe(text), file=sys.stderr, flush=True)  # noqa: T201


def error(text: str) -> None:
    """What went wrong, on stderr."""
    print(f"{coloured('Error:', _RED, sys.stderr)} {safe(text)}", file=sys.stderr, flush=True)  # noqa: T201


def warning(text: str) -> None:
    """What is doubtful, on stderr."""
    print(f"{coloured('Warning:', _YELLOW, sys.stderr)} {safe(text)}", file=sys.stderr, flush=True)  # noqa: T201


def as_json(value: Any) -> None:
    """One JSON document, on stdout: indented for a person, in one line for a program."""
    import json

    from launcher.text.redaction import hide_known

    indent = 2 if interactive(sys.stdout) else None
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    if not text.isprintable() and safe(text) != text:  # foreign text: escaped, a program still reads all of it
        text = json.dumps(value, indent=indent)
    print(hide_known(text), file=sys.stdout, flush=True)  # noqa: T201


def screen() -> "Console":
    """Rich's console on stdout, for data laid out as tables."""
    return _console(sys.stdout)


def talk() -> "Console":
    """Rich's console on stderr, for progress and other talk."""
    return _console(sys.stderr)


def _console(stream: IO[str]) -> "Console":
    from rich.console import Console

    plain = not colours(stream)
    width = None if interactive(stream) else 200
    return Console(
        file=stream, no_color=plain, highlight=False, markup=False, emoji=False, soft_wrap=plain, width=width
    )


def interactive(stream: IO[str]) -> bool:
    """Whether a person looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def colours(stream: IO[str]) -> bool:
    """Whether the stream takes colours: a terminal, and NO_COLOR is not set."""
    return interactive(stream) and not os.environ.get("NO_COLOR")


def coloured(text: str, colour: str, stream: IO[str]) -> str:
    """`text` in that colour, where the stream takes colours."""
    return f"{colour}{text}{_PLAIN}" if colours(stream) else text


def safe(text: str) -> str:
    """`text` without what could command a terminal and without this process' secrets, its lines kept."""
    from launcher.text.redaction import hide_known

    text = hide_known(text)
    if text.isascii() and text.isprintable():
        return text
    from launcher.text.foreign import clean

    return clean(text, limit=_LONGEST)
