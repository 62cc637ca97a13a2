"""The lost-acknowledgement matrix: every create of every adapter × every way of losing what came of it.

Each cell is a launch of its own, on all five platforms, on which that create's first request is met by that loss. Its
clock jumps from one due instant to the next, so that graces of minutes pass at once.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from launcher.journal.reading import entries
from launcher.journal.records import State
from launcher.run.launching import prepare
from tests.chaos.films import wanted
from tests.chaos.nth import NAME, manifest, write_files
from tests.chaos.tally import Tally, tally
from tests.run.rig import BEGINS, HOUR, Rig, rigged
from tests.run.test_lost_replies import CREATES

LAG = timedelta(seconds=30)
"""Until the stage's searches show an item; an adapter's own grace is longer."""
TIMEOUT = 0.5
"""Seconds that an adapter waits for a reply."""

LOSSES: dict[str, dict[str, Any]] = {
    "drop before send": {"what": "drop_before"},
    "drop after send": {"what": "drop_after"},
    "mid-response": {"what": "drop_middle"},
    "500": {"what": "status_after", "status": 500},
    "502": {"what": "status_after", "status": 502},
    "503": {"what": "status_after", "status": 503},
    "truncated JSON": {"what": "truncate"},
    "timeout": {"what": "hang", "seconds": TIMEOUT + 0.3},
}
"""What becomes of the first request; all but the first were carried out."""

CELLS = tuple(product(CREATES, LOSSES))
"""Every create with every loss."""


@dataclass
class Matrix:
    """The count over all cells, and which are not exactly once or not done in the end."""

    cells: int = 0
    tally: Tally = field(default_factory=Tally.nothing)
    wrong: list[str] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """Whether every cell is as it should be."""
        return self.tally.exact and not self.wrong

    def __str__(self) -> str:
        told = f"  {self.cells} cells: {len(CREATES)} creates × {len(LOSSES)} losses, {self.tally.repeated} repeated"
        return "\n".join([f"{self.tally}", told, *(f"  WRONG {each}" for each in self.wrong)])


def lose_everything(folder: Path, cells: Iterable[tuple[str, str]] = CELLS) -> Matrix:
    """Play every cell, or those given."""
    matrix = Matrix()
    for create, loss in cells:
        with rigged(folder / f"{matrix.cells}", transcode=timedelta(0), search_lag=LAG) as rig:
            _lose(rig, create, loss, matrix)
        matrix.cells += 1
    return matrix


def _lose(rig: Rig, create: str, loss: str, matrix: Matrix) -> None:
    platform, method, path = CREATES[create]
    fault = rig.world.faults.add(platform=platform, method=method, path=path, nth=1, **LOSSES[loss])
    write_files(rig.folder)
    rig.record(manifest())
    plan = prepare(rig.path, rig.journal, rig.clock.now()).plan
    rig.play(BEGINS + HOUR, LAUNCHER_TIMEOUT=f"{TIMEOUT}s")
    met = _met(rig, platform, fault.what)
    count = tally(rig.world, wanted(plan))
    left = [f"{each.key} {each.state}" for each in entries(rig.journal, NAME) if each.state is not State.DONE]
    dressed = [len(each["videos"]) for each in rig.world.shelves["youtube"]() if each["kind"] == "playlist"]
    if not count.exact or left or met != 1 or dressed != [1]:
        matrix.wrong.append(f"{create} × {loss}: {count}, {left}, met {met} times, playlists {dressed}")
    matrix.tally += count


def _met(rig: Rig, platform: str, what: str) -> int:
    """How often the loss happened, once the stage is through with the request that nobody waits for any more."""
    end, met = time.monotonic() + 10.0, 0
    while not met and time.monotonic() < end:
        met = sum(each.fault == what for each in rig.requests(platform))
        time.sleep(0.01)
    return met
