"""An empty tick at 10², 10⁴ and 10⁶ planned actions, as a ratio to that at 10². Flat is within 1.2."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from launcher.journal.database import Journal, open_journal
from launcher.journal.glance import nothing_due
from launcher.run.executor import Executor
from launcher.settings import Settings, fixed
from tests.bench.rows import multiplied

SIZES = (100, 10_000, 1_000_000)
TURNS = 100


def run() -> None:
    """Print the median of each look, sizes taken in turns, and its ratio to the smallest journal's."""
    with tempfile.TemporaryDirectory() as folder:
        settings = fixed({"LAUNCHER_HOME": folder})
        journals = {size: open_journal(multiplied(Path(folder), size)) for size in SIZES}
        looks: dict[str, Callable[[Journal], object]] = {
            "glance (idle tick)": lambda journal: nothing_due(Path(journal.where)),
            "Executor.tick": lambda journal: _tick(journal, settings),
        }
        for name, look in looks.items():
            _compare(name, look, journals)
        for journal in journals.values():
            journal.close()


def _tick(journal: Journal, settings: Settings) -> None:
    with Executor(journal, settings) as executor:
        executor.tick()


def _compare(name: str, look: Callable[[Journal], object], journals: dict[int, Journal]) -> None:
    taken: dict[int, list[float]] = {size: [] for size in journals}
    for turn in range(TURNS + 3):
        for size, journal in journals.items():
            began = time.perf_counter()
            look(journal)
            if turn >= 3:  # caches are warm by then
                taken[size].append((time.perf_counter() - began) * 1000)
    least = median(taken[SIZES[0]])
    told = "   ".join(
        f"{size:>9,}: {median(each):6.2f} ms  {median(each) / least:4.2f}" for size, each in taken.items()
    )
    print(f"empty tick, {name:<19}{told}   aim ≤ 1.2")  # noqa: T201
