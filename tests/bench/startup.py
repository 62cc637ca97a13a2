"""How long a command takes that does nothing, as a ratio to a bare interpreter (`python -c pass`)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from launcher.journal.database import open_journal

TURNS = 15
BARE = [sys.executable, "-c", "pass"]
LAUNCHER = str(Path(sys.executable).with_name("launcher"))


def run() -> None:
    """Print each command's median time and its ratio to the bare interpreter, turn by turn."""
    with tempfile.TemporaryDirectory() as home:
        open_journal(f"sqlite:///{home}/journal.db").close()
        environment = {**os.environ, "LAUNCHER_HOME": home}
        for words, aim in (["--help"], 8), (["tick"], 5):
            _compare([LAUNCHER, *words], environment, aim)


def _compare(command: list[str], environment: dict[str, str], aim: int) -> None:
    turns = [(_seconds(command, environment), _seconds(BARE, environment)) for _ in range(TURNS)]
    ratio = median(ours / bare for ours, bare in turns)
    ours, bare = (median(column) * 1000 for column in zip(*turns, strict=True))
    name = " ".join(["launcher", *command[1:]])
    print(f"{name:<16} {ours:6.1f} ms   python -c pass {bare:5.1f} ms   ratio {ratio:.1f}   aim ≤ {aim}")  # noqa: T201


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began
