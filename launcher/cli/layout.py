"""How commands lay out what they show: columns that fit, instants in three zones, foreign text made harmless."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from launcher.cli import output

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

MARKS = {
    "done": ("✓", "green"),
    "running": ("▸", "cyan"),
    "unknown": ("?", "yellow"),
    "held": ("!", "yellow"),
    "refused": ("✗", "red"),
    "skipped": ("–", "dim"),
    "cancelled": ("–", "dim"),
    "planned": ("·", "dim"),
}
"""The sign and colour of each state."""


def cell(text: str, style: str = "") -> "Text":
    """Text that cannot command the terminal, in that style."""
    from rich.text import Text

    return Text(output.safe(text), style=style)


def columns(*headers: str, right: tuple[str, ...] = ()) -> "Table":
    """A table without lines; the columns named in `right` are numbers. Only the last column may wrap."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(headers), header_style="dim")
    for place, header in enumerate(headers):
        last = place == len(headers) - 1
        justify = "right" if header and header in right else "left"
        table.add_column(header, no_wrap=not last, overflow="fold", justify="right" if justify == "right" else "left")
    return table


def show(console: "Console", *renderables: "RenderableType") -> None:
    """Print, without the padding that a pipe would keep at the end of each line."""
    for each in renderables:
        if console.is_terminal:
            console.print(each, soft_wrap=isinstance(each, str))
            continue
        with console.capture() as capture:
            console.print(each)
        console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))
        console.file.flush()


def zone(name: str) -> tzinfo:
    """The zone of that IANA name."""
    return ZoneInfo(name)


def here(instant: datetime) -> datetime:
    """The instant by the local clock of this machine."""
    return instant.astimezone()


def clock(instant: datetime) -> str:
    """The time of day, with seconds only where there are any: `12:02`, `12:02:07`."""
    return f"{instant:%H:%M:%S}" if instant.second or instant.microsecond else f"{instant:%H:%M}"


def day_and_clock(instant: datetime) -> str:
    """`Mon 7 Dec 12:02`."""
    return f"{instant:%a} {instant.day} {instant:%b} {clock(instant)}"


def beside(instant: datetime, there: datetime) -> str:
    """The time of day of the same instant elsewhere, with `+1` or `-1` where it is another day there."""
    days = (instant.date() - there.date()).days
    return f"{clock(instant)} {days:+d}" if days else clock(instant)


def in_full(instant: datetime) -> str:
    """`Mon 2026-12-07 12:02 PST`."""
    return f"{instant:%a %Y-%m-%d} {clock(instant)} {instant:%Z}"


def late(seconds: float) -> str:
    """How late something happened, in words; under a second is on time."""
    from launcher.text.human import duration

    return "on time" if abs(seconds) < 1 else f"{duration(seconds)} {'late' if seconds > 0 else 'early'}"
