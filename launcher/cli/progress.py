"""What happens, as it happens: plain lines for a pipe, bars and a countdown for a terminal."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from launcher.cli import output
from launcher.cli.layout import MARKS, cell
from launcher.journal.records import Entry, Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.report.phrases import phrase
from launcher.run.observer import Observer
from launcher.text.human import duration, rate, size, until

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from launcher.report.danger import Danger
    from launcher.run.standing import Standing

_SECONDS, _SHARE = 10.0, 0.1
"""A plain line of progress at most every so many seconds and every such share of the film."""

Told = Callable[[datetime], str]
"""How an instant is written at the beginning of a line."""


def time_of_day(place: tzinfo) -> Told:
    """Writes the time of day in that zone, to the second."""
    return lambda instant: f"{instant.astimezone(place):%H:%M:%S}"


class Upload:
    """One film on its way: how much the host holds, how fast, how long still."""

    def __init__(self, entry: Entry) -> None:
        self.what = phrase(entry)
        self.total = _size(entry)
        self.sent = 0
        self.shown, self.shown_at = 0.0, time.monotonic()
        self._first: tuple[float, int] | None = None

    def heard(self, sent: int) -> None:
        """The host holds that many bytes."""
        self._first = self._first or (time.monotonic(), sent)
        self.sent = max(self.sent, sent)

    @property
    def share(self) -> float:
        """How much of the film is there, from 0 to 1."""
        return min(1.0, self.sent / self.total) if self.total else 0.0

    @property
    def speed(self) -> float:
        """Bytes a second since this try began; 0 while it is too early to tell."""
        if self._first is None or time.monotonic() - self._first[0] < 0.5:
            return 0.0
        return (self.sent - self._first[1]) / (time.monotonic() - self._first[0])

    @property
    def figures(self) -> tuple[str, str, str, str]:
        """Share, bytes, rate and time left, as words."""
        left = duration((self.total - self.sent) / self.speed) + " left" if self.speed > 0 else ""
        speed = rate(self.speed) if self.speed > 0 else ""
        return f"{self.share:4.0%}", f"{size(self.sent)} of {size(self.total)}", speed, left

    def is_due(self) -> bool:
        """Whether a plain line of progress is worth its place; asking counts as showing."""
        now = time.monotonic()
        if self.share - self.shown < _SHARE and now - self.shown_at < _SECONDS:
            return False
        self.shown, self.shown_at = self.share, now
        return True


def _size(entry: Entry) -> int:
    if not isinstance(entry.spec, FilmSpec):
        return 0
    try:
        return Path(entry.spec.path).stat().st_size
    except OSError:
        return 0


class Lines(Observer):
    """Prints one line for everything that is worth one. `now` and `told` say which clock, and how it is written.

    `only` is the launch that is watched; others of the same journal go on unsaid.
    """

    def __init__(self, console: "Console", now: Callable[[], datetime], told: Told, *, only: str = "") -> None:
        self.console = console
        self.uploads: dict[str, Upload] = {}
        self.now = now
        self.told = told
        self._only = only
        self._warned: set[str] = set()
        self._lock = Lock()

    def began(self, entry: Entry) -> None:
        """An upload has a line when it begins; the rest when it ends."""
        if entry.kind is Kind.UPLOAD and self._is_mine(entry):
            upload = self.uploads[entry.key] = Upload(entry)
            self._print("▸", "cyan", f"{upload.what}: {size(upload.total)}")

    def progressed(self, entry: Entry, sent: int) -> None:
        """A line every ten seconds or ten per cent."""
        upload = self.uploads.get(entry.key)
        if upload is not None:
            upload.heard(sent)
            self.advanced(upload)

    def advanced(self, upload: Upload) -> None:
        """More of the film is there."""
        if 0 < upload.share < 1 and upload.is_due():
            self._print(" ", "", f"{upload.what}: {', '.join(filter(None, upload.figures)).strip()}")

    def settled(self, entry: Entry, outcome: Outcome) -> None:
        """A line for what is done, and for what went wrong."""
        self.uploads.pop(entry.key, None)
        if self._is_mine(entry) and _is_told(entry, outcome):
            mark, colour = MARKS[outcome.state]
            self._print(mark, colour, _words(entry, outcome, self.now()), _address(entry, outcome), outcome.next)

    def swept(self, key: str) -> None:
        """A line for what is held or skipped because its time has passed."""
        launch, _, rest = key.partition("/")
        if self._only in ("", launch):
            self._print("!", "yellow", f"{rest}: its time has passed")

    def look(self, standing: "Standing") -> None:
        """Where the launch stands now."""

    def warn(self, dangers: "Iterable[Danger]") -> None:
        """A line for each host that may not be ready for the release, once."""
        for each in dangers:
            if each.platform not in self._warned:
                self._warned.add(each.platform)
                self._print("!", "yellow", str(each), "a faster line helps, or a later `at:`")

    def _is_mine(self, entry: Entry) -> bool:
        return not self._only or entry.launch == self._only

    def _print(self, mark: str, colour: str, words: str, *more: str) -> None:
        with self._lock:
            line = cell(f"{self.told(self.now())}  ", "dim")
            self.emit(line.append(mark, style=colour).append(f" {output.safe(words)}"))
            for each in filter(None, more):
                self.emit(cell(f"{' ' * (len(self.told(self.now())) + 4)}{each}", "dim"))

    def emit(self, line: "Text") -> None:
        """Put the line where it stays."""
        self.console.print(line, soft_wrap=True)


def _is_told(entry: Entry, outcome: Outcome) -> bool:
    if entry.kind is Kind.SAMPLE:
        return outcome.state in (State.REFUSED, State.HELD)
    return outcome.state is not State.PLANNED or bool(outcome.error)


def _words(entry: Entry, outcome: Outcome, now: datetime) -> str:
    said = phrase(entry)
    if outcome.state is State.DONE:
        return f"{said}, but {outcome.error}" if outcome.error else said
    again = f"; again {until(outcome.due_at - now)}" if outcome.due_at else ""
    return f"{said}: {outcome.state if outcome.state is not State.PLANNED else 'not yet'}: {outcome.error}{again}"


def _address(entry: Entry, outcome: Outcome) -> str:
    """The new address; a release has that of its upload."""
    return outcome.receipt.url if outcome.receipt and entry.kind in (Kind.UPLOAD, Kind.POST, Kind.COMMENT) else ""


class Live(Lines):
    """Lines that stay, and below them what goes on now: a bar for each upload, and the countdown to what is next."""

    def __init__(self, console: "Console", now: Callable[[], datetime], told: Told, *, only: str = "") -> None:
        super().__init__(console, now, told, only=only)
        self._next: Entry | None = None
        self._running: list[Entry] = []

    def advanced(self, upload: Upload) -> None:
        """The bar shows it."""

    def look(self, standing: "Standing") -> None:
        """What runs, and what is next, for the countdown: not what only waits for something that runs."""
        done = {each.key for each in standing.of(State.DONE)}
        self._running = [each for each in standing.coming if each.state is State.RUNNING]
        waiting = [each for each in standing.coming or standing.later if each.state is not State.RUNNING and each.armed]
        ready = [each for each in waiting if each.due_at > self.now() or done.issuperset(each.needs)]
        self._next = min(ready, key=lambda each: each.due_at, default=None)

    def __rich__(self) -> "RenderableType":
        """The lines below, as they are at this moment."""
        from rich.console import Group

        return Group(*self._bars(), cell(self.status(), "dim"))

    def _bars(self) -> "list[RenderableType]":
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        narrow = self.console.width < 100
        bars = Table.grid(padding=(0, 1), expand=True)
        for column in range(6):
            bars.add_column(no_wrap=True, ratio=1 if column == 1 else None)
        for upload in list(self.uploads.values()):
            share, sizes, speed, left = upload.figures
            bar = ProgressBar(total=upload.total or 1, completed=upload.sent)
            bars.add_row(cell(upload.what), bar, share, cell(sizes, "" if not narrow else "dim"), speed, left)
        return [bars] if bars.row_count else []

    def status(self) -> str:
        """What runs, and what comes next."""
        running = ", ".join(phrase(each) for each in self._running if each.key not in self.uploads)
        if self._next is None or (self._next.due_at <= self.now() and running):
            return running and f"now: {running}"
        wait = self._next.due_at - self.now()
        when = f"at {self.told(self._next.due_at)} ({until(wait)})" if wait.total_seconds() > 0 else "soon"
        return f"next: {phrase(self._next)} {when}"
