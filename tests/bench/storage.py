"""How large the journal grows by samples, as a ratio to a bare SQLite table of the same four columns."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from launcher.clock import SystemClock
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entries
from launcher.journal.samples import add_samples, latest
from launcher.platforms.base import Receipt, Sample
from tests.bench.rows import planned, post

SAMPLES = 1_000_000
METRICS = ("views", "likes", "comments", "shares")
TURNS = 50
INSERT = "INSERT INTO samples (action_id, metric, at, value) VALUES (?, ?, ?, ?)"


def run() -> None:
    """Print bytes a sample of the journal and of the bare table, and what one more reading costs at that size."""
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(f"sqlite:///{folder}/journal.db")
        planned(journal, post("1", SystemClock().now()))
        empty, small = Path(journal.where).stat().st_size, _reading(journal)
        journal.close()
        _fill(Path(journal.where))
        ours, large = Path(journal.where).stat().st_size - empty, _reading(journal)
        journal.close()
        bare = _bare(Path(folder) / "bare.db")
    print(  # noqa: T201
        f"{SAMPLES:,} samples  journal {ours / 1e6:.1f} MB   bare table {bare / 1e6:.1f} MB   ratio {ours / bare:.2f}\n"
        f"one reading of {len(METRICS)} metrics kept and looked up  {large:.1f} ms   in an empty journal {small:.1f} ms"
        f"   ratio {large / small:.2f}"
    )


def _rows() -> Iterator[tuple[int, str, int, float]]:
    """A reading of every metric a minute, as counts that grow."""
    start = 1_800_000_000_000_000
    for minute in range(SAMPLES // len(METRICS)):
        for metric in METRICS:
            yield 1, metric, start + minute * 60_000_000, float(minute)


def _fill(path: Path) -> None:
    """Put all samples into the table that the program made, and its log into the file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    with connection:
        connection.executemany(INSERT, _rows())
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _bare(path: Path) -> int:
    """The size of a table without keys or indexes that holds the same."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE samples (action_id INTEGER, metric TEXT, at INTEGER, value REAL)")
    with connection:
        connection.executemany(INSERT, _rows())
    connection.close()
    return path.stat().st_size


def _reading(journal: Journal) -> float:
    """Median milliseconds to keep one more reading, durably, and to look up the newest of each metric."""
    published = [replace(entries(journal, "film")[0], receipt=Receipt(id="1", url="https://x.com/i/status/1"))]
    found = [Sample(receipt_id="1", metric=metric, value=1.0) for metric in METRICS]
    now, taken = journal.now(), []
    for turn in range(TURNS):
        began = time.perf_counter()
        add_samples(journal, published, found, now + timedelta(seconds=turn))
        latest(journal, "film")
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)
