"""Staying with a launch: the loop that sleeps exactly to the next due instant."""

from collections.abc import Callable
from datetime import datetime, timedelta

import schedule

from launcher.clock import Stopwatch
from launcher.journal import claims
from launcher.run.executor import Executor

TICK = 1
"""Seconds between two looks at the journal when nothing falls due: what others changed there is seen by then."""


def stay(executor: Executor, finished: Callable[[], bool]) -> None:
    """Run the launch until `finished`. Raises JournalError as `tick` does.

    `schedule` paces the looks by a naive local clock, which stalls when the clocks go back: its jobs are armed
    anew whenever the next one is further away than it can be. What is due, and when, stands in the journal.
    """
    pace, asked = _Pace(executor), Stopwatch()
    over = finished()
    while not over:
        executor.wake.clear()
        if not executor.dispatch():  # else what fell due goes out first: all the rest reads and parses
            pace.run_pending()
            if not executor.busy or asked.seconds() > TICK:
                over, asked = finished(), Stopwatch()
        if not over:
            executor.journal.clock.wait(_next_look(executor, pace), executor.wake)


def _next_look(executor: Executor, pace: "_Pace") -> datetime:
    soon = executor.journal.now() + timedelta(seconds=max(0.0, pace.idle()))
    due_at = claims.next_due(executor.journal)
    return soon if due_at is None else min(soon, due_at)


class _Pace:
    """The regular duties, on `schedule`: one job, since a step of the clock between two would stall one unseen."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._arm()

    def _arm(self) -> None:
        self._scheduler = schedule.Scheduler()
        self._scheduler.every(TICK).seconds.do(self._look)

    def _look(self) -> None:
        self._executor.housekeep()
        self._executor.warm()

    def idle(self) -> float:
        """Seconds until the next duty."""
        idle = self._scheduler.idle_seconds
        return TICK if idle is None else min(idle, TICK)

    def run_pending(self) -> None:
        idle = self._scheduler.idle_seconds
        if idle is None or idle > 2 * TICK:
            self._arm()
        self._scheduler.run_pending()
