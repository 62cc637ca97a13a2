"""The report of a launch with a million samples: how long it takes, how much memory, and how large the page is.

Beside it what the samples cost alone: every row fetched into a list by Python's own sqlite3.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from launcher.clock import CompressedClock
from launcher.journal.database import open_journal
from launcher.journal.reading import entries
from launcher.plan.action import Kind
from tests.journal.conftest import T
from tests.report.told import HOUR, happened

SAMPLES = 1_000_000
METRICS = ("views", "likes", "comments", "shares", "score")
INSERT = "INSERT INTO samples (action_id, metric, at, value) VALUES (?, ?, ?, ?)"
MOST_SECONDS, MOST_MEGABYTES, LEAST_PAGE, MOST_PAGE = 5.0, 300.0, 0.1, 2.0


def run() -> None:
    """Print seconds, memory and size of the page, and the same of merely fetching every row."""
    with tempfile.TemporaryDirectory() as folder:
        path = _filled(Path(folder))
        told = json.loads(_alone("page", path))
        bare = json.loads(_alone("rows", path))
        size = (Path(folder) / "film.html").stat().st_size / 1e6
    limits = f"{MOST_SECONDS:.0f} s of processor, {MOST_MEGABYTES:.0f} MB, page {MOST_PAGE:.0f} MB"
    print(  # noqa: T201
        f"{SAMPLES:,} samples  report {_said(told)}, page {size:.2f} MB\n"
        f"every row fetched {_said(bare)}   ratio {told['seconds'] / bare['seconds']:.2f}\n"
        f"wanted: under {limits}: {'held' if _held(told, size) else 'NOT HELD'}"
    )


def _said(told: dict[str, float]) -> str:
    """The processor's seconds and the clock's: others may work here, too."""
    return f"{told['seconds']:.2f} s of processor, {told['clock']:.2f} s by the clock, {told['megabytes']:.0f} MB"


def _held(told: dict[str, float], size: float) -> bool:
    """A page without its curves would be small indeed."""
    return (
        size > LEAST_PAGE and told["seconds"] < MOST_SECONDS and told["megabytes"] < MOST_MEGABYTES and size < MOST_PAGE
    )


def _filled(folder: Path) -> Path:
    """A journal of one launch, read every few seconds for two weeks."""
    clock = CompressedClock(T - HOUR)
    journal = open_journal(f"sqlite:///{folder / 'journal.db'}", clock)
    happened(journal, clock)
    ids = [each.id for each in entries(journal, "film") if each.kind in (Kind.UPLOAD, Kind.POST)]
    journal.close()
    connection = sqlite3.connect(journal.where)
    with connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(INSERT, _rows(ids))
        newest = "SELECT action_id, metric, max(at), value FROM samples GROUP BY action_id, metric"
        connection.execute(f"INSERT INTO newest (action_id, metric, at, value) {newest}")
    connection.close()
    return Path(journal.where)


def _rows(ids: list[int]) -> Iterator[tuple[int, str, int, float]]:
    each = SAMPLES // (len(ids) * len(METRICS))
    start, step = round(T.timestamp() * 1e6), round(timedelta(days=14) / timedelta(microseconds=1) / each)
    for place, action_id in enumerate(ids):
        for metric in METRICS:
            for number in range(each):
                yield action_id, metric, start + number * step + place * 1_000_000, float(number * (place + 1))


def _alone(what: str, path: Path) -> str:
    """Do one thing in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "tests.bench.report", what, str(path)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def page(path: Path) -> None:
    """The report, as the command writes it."""
    from launcher.cli.app import run as command

    command(["report", "--home", str(path.parent), "-o", str(path.with_name("film.html"))])


def rows(path: Path) -> None:
    """Every row fetched into a list, and nothing done with it."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT action_id, metric, at, value FROM samples").fetchall()


if __name__ == "__main__":
    began, out, sys.stdout = time.perf_counter(), sys.stdout, sys.stderr
    {"page": page, "rows": rows}[sys.argv[1]](Path(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"clock": time.perf_counter() - began, "seconds": used.ru_utime + used.ru_stime}
    out.write(json.dumps({**told, "megabytes": used.ru_maxrss / 1000}))
