"""A thousand posts due at one instant over fifty accounts, on PostgreSQL: this process alone, and 1, 2, 3 workers.

Each `launcher worker` is a process of its own; the server is on this machine, and waits for its disk.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from launcher.journal.database import open_journal
from launcher.journal.reading import entries
from launcher.run.executor import Executor
from launcher.run.standing import standing
from launcher.run.staying import stay
from launcher.settings import fixed
from launcher.text import logs
from tests.bench.lateness import Due, clerk, environment, late, recorded, said, thousand
from tests.postgresql import serving

LEAD = 12
"""Seconds before the first post is due, for recording a thousand of them."""

HANDS = "50"
"""Actions at a time of one worker: one an account."""


def run() -> None:
    """Print p50 and p99 of each, and the ratio of its median to that of this process alone."""
    logs.install("WARNING")
    with tempfile.TemporaryDirectory() as folder, clerk(Path(folder)) as root, serving(durable=True) as server:
        alone = 0.0
        for count in range(4):
            with server.journal() as url:
                told = {**environment(root, Path(folder)), "LAUNCHER_JOURNAL": url}
                taken = late(root, thousand, LEAD, partial(_worked if count else _alone, told, count))
            alone = alone or median(taken)
            name = f"{count} worker{'s' * (count > 1)}" if count else "embedded"
            print(f"1,000 over 50, {name:<10} {said(taken)}   ratio {median(taken) / alone:.2f}", flush=True)  # noqa: T201


def _alone(told: dict[str, str], _: int, due: list[Due]) -> None:
    """As `launcher launch` does it, with its journal on PostgreSQL."""
    settings = fixed(told)
    journal = open_journal(settings.journal_url)
    recorded(journal, due)
    with Executor(journal, settings) as executor:
        stay(executor, lambda: not standing(entries(journal, "film")).coming)
    journal.close()


def _worked(told: dict[str, str], count: int, due: list[Due]) -> None:
    """By that many workers, which were there before."""
    journal = open_journal(told["LAUNCHER_JOURNAL"])
    with _workers(told, count):
        recorded(journal, due)
        while standing(entries(journal, "film")).coming:
            time.sleep(0.5)
    journal.close()


@contextmanager
def _workers(told: dict[str, str], count: int) -> Iterator[None]:
    command = [sys.executable, "-m", "launcher", "worker", "--concurrency", HANDS]
    whole = {**os.environ, **told}
    started = [subprocess.Popen(command, env=whole, stderr=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        for each in started:
            assert each.stderr is not None
            each.stderr.readline()  # it says that it works
        yield
    finally:
        for each in started:
            each.terminate()
            each.communicate()
