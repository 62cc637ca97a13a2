"""A command at a terminal: what it shows, and what a person types."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic


class Screen:
    """Everything that was shown so far, what the terminal echoes among it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._read = 0
        self.shown = ""

    def until(self, pattern: str, seconds: float = 30.0) -> str:
        """Wait until the pattern is shown; its group."""
        end = monotonic() + seconds
        while monotonic() < end:
            found = re.compile(pattern).search(self.shown, self._read)
            if found:
                self._read = found.end()
                return found[1]
            if select.select([self._handle], [], [], 0.2)[0]:
                self.shown += self._more()
        raise AssertionError(f"{pattern!r} does not come: {self.shown}")

    def answer(self, question: str, line: str) -> None:
        """Wait for the question, and type a line."""
        self.until(f"({re.escape(question)})[^:]*: ")
        os.write(self._handle, line.encode() + b"\n")

    def _more(self) -> str:
        try:
            return os.read(self._handle, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:  # Linux says so where the other side is closed
            raise AssertionError(f"it ended: {self.shown}") from None


@contextmanager
def terminal(*words: str, environment: dict[str, str], folder: Path) -> Iterator[Screen]:
    """The program at a terminal of its own, in that folder; it is waited for, or ended, on the way out."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "launcher", *words]
    with subprocess.Popen(
        command, env=environment, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Screen(ours)
            process.wait(timeout=30)
        finally:
            process.kill()
            os.close(ours)
