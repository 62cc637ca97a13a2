"""Staying with a launch: the loop that sleeps exactly to the next due instant."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import schedule
import structlog

from launcher.clock import Stopwatch
from launcher.errors import JournalError
from launcher.journal import claims
from launcher.journal.faults import passes
from launcher.run.executor import Executor

log = structlog.get_logger()

TICK = 1
"""Seconds between two looks at the journal when nothing falls due: what others changed there is seen by then."""

_BUSY = 5
"""Seconds between two looks at the whole launch while something runs: with a thousand actions each takes long."""

PATIENCE = 600.0
"""Seconds for which a journal's server may be away: nothing is sent meanwhile, and what was sent is found again."""


def stay(executor: Executor, finished: Callable[[], bool]) -> None:
    """Run the launch until `finished`. Raises JournalError where the journal fails, or its server is away for long.

    `schedule` paces the looks by a naive local clock, which stalls when the clocks go back: its jobs are armed
    anew whenever the next one is further away than it can be. What is due, and when, stands in the journal.
    """
    here, away = _Stay(executor, finished), None
    while not here.over:
        try:
            here.turn()
            away = None
        except JournalError as error:
            if not passes(error) or (away and away.seconds() > PATIENCE):
                raise
            if not away:
                log.warning("the journal is away; nothing is sent until it is back", why=error.message)
            away = away or Stopwatch()
            time.sleep(TICK)


class _Stay:
    """The loop's state from turn to turn."""

    def __init__(self, executor: Executor, finished: Callable[[], bool]) -> None:
        self._executor, self._finished = executor, finished
        self._pace, self._asked = _Pace(executor), Stopwatch()
        self.over = finished()

    def turn(self) -> None:
        """Do what is due, and sleep until something may be due again."""
        self._executor.wake.clear()
        if not self._executor.dispatch():  # else what fell due goes out first: all the rest reads and parses
            self._pace.run_pending()
            self._executor.poise()  # what ended may have been before it in its lane
            if not self._executor.busy or self._asked.seconds() > _BUSY:
                self.over, self._asked = self._finished(), Stopwatch()
        if not self.over:
            self._executor.journal.clock.wait(_next_look(self._executor, self._pace), self._executor.wake)


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
