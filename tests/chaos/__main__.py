"""`make chaos`: storms on SQLite and on PostgreSQL, a crash at every commit and every request, every reply lost.

Exit status 1 where one fails.

python -m tests.chaos [sqlite] [postgres] [nth] [matrix] [--actions 500] [--seconds 600] [--seed 0] [--jobs 4]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.matrix import lose_everything
from tests.chaos.nth import JOBS, crash_everywhere
from tests.chaos.storm import Weather, storm
from tests.postgresql import serving


def sqlite(folder: Path, asked: argparse.Namespace) -> bool:
    """Three workers on one SQLite journal."""
    report = storm(folder, Weather(items=asked.actions, seconds=asked.seconds, seed=asked.seed))
    print(f"sqlite: {report}", flush=True)  # noqa: T201
    return report.tally.exact


def postgres(folder: Path, asked: argparse.Namespace) -> bool:
    """Three `launcher worker` on one PostgreSQL journal."""
    with serving() as server, server.journal() as url:
        report = storm(folder, Weather(items=asked.actions, seconds=asked.seconds, seed=asked.seed), url, "serve")
    print(f"postgres: {report}", flush=True)  # noqa: T201
    return report.tally.exact


def nth(folder: Path, asked: argparse.Namespace) -> bool:
    """A launch on all platforms, killed at the nth commit and at the nth request, for every n."""
    result = crash_everywhere(folder, asked.jobs)
    print(f"nth: {result}", flush=True)  # noqa: T201
    return result.exact


def matrix(folder: Path, _: argparse.Namespace) -> bool:
    """Every create of every adapter, and every way of losing what came of it."""
    result = lose_everything(folder)
    print(f"matrix: {result}", flush=True)  # noqa: T201
    return result.exact


TRIALS = {"sqlite": sqlite, "postgres": postgres, "nth": nth, "matrix": matrix}


def main() -> int:
    """Run the trials that the command line names, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], metavar="|".join(TRIALS))
    parser.add_argument("--actions", type=int, default=500, help="items to be made, at the least")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long a storm may last")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=JOBS, help="crashes of `nth` at a time")
    asked = parser.parse_args()
    well = []
    for name in asked.trials or TRIALS:
        with tempfile.TemporaryDirectory(prefix="launcher-chaos-") as folder:
            well.append(TRIALS[name](Path(folder), asked))
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
