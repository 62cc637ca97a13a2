"""The embedded executor: a pool of threads in this process, and `tick`, which does all that is due."""

import random
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from launcher.clock import ZERO
from launcher.errors import JournalError
from launcher.journal import claims, sweeps, takeover, waiting_logins
from launcher.journal.database import Journal
from launcher.journal.reading import by_id
from launcher.plan.action import PUNCTUAL
from launcher.run.films import Films
from launcher.run.observer import Observer
from launcher.run.runner import Runner
from launcher.settings import Settings

WORKERS = 128
"""Threads at the most: actions of so many accounts go out at one instant."""

AHEAD = timedelta(seconds=5)
"""How long before its instant a public word is claimed, written and signed; nothing of it leaves before."""

_AHEAD_AT_MOST = 0.8
"""The part of all threads that may wait for an instant: something else may fall due before it."""

_WARMTH = timedelta(seconds=8)
"""How long before its instant an action's account is asked who it is, which loads the SDK and connects."""


class Executor:
    """Hands due actions to threads. Use it as a context: leaving it waits for what runs.

    Entering it raises JournalError where nothing could be recorded: nothing is sent then.

    With one of `workers` the actions go one after another, in the same order every time. On a shared journal, what
    needs a film that this machine does not see is left to others: `films` says which it sees.
    """

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        *,
        observer: Observer | None = None,
        draw: random.Random | None = None,
        workers: int = WORKERS,
        films: Films | None = None,
    ) -> None:
        self.journal = journal
        self.films = films or (Films(journal) if journal.is_shared else None)
        self.wake = Event()
        self._observer = observer or Observer()
        self._runner = Runner(journal, settings, self._observer, draw or random.Random(), self.films)  # noqa: S311
        self._workers = workers
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="action")
        self._running: dict[int, Future[None]] = {}
        self._warmed: set[tuple[str, str]] = set()
        self._poised: set[tuple[int, datetime]] = set()
        self._failure: Exception | None = None
        self._lock = Lock()
        self._closed = Event()
        self._heart = Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self.journal.require_writable()
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._pool.shutdown(wait=not isinstance(error, KeyboardInterrupt | JournalError), cancel_futures=True)

    def tick(self) -> None:
        """Run whatever is due, and what becomes due by it, then return. May be called at any time, by anyone.

        Raises JournalError where the journal cannot be read or written: then nothing more is sent.
        """
        self.housekeep()
        while True:
            busy = self.busy  # asked first: what ends meanwhile may make more due
            if not self.dispatch() and not busy:
                return
            if not self.wake.wait(timeout=1.0):
                self.housekeep()
            self.wake.clear()

    def housekeep(self) -> None:
        """Take back what dead workers held, try mended logins, and hold or skip what time has passed over."""
        takeover.free_the_dead(self.journal)
        waiting_logins.try_again(self.journal, self._runner.login_now)
        sweeps.tell_unready(self.journal)
        for key in sweeps.sweep(self.journal):
            self._observer.swept(key)

    def dispatch(self) -> int:
        """Hand what is due to the threads and return at once; how many actions that were. Raises JournalError."""
        self.raise_failure()
        room = self._workers - len(self._running)
        found = [each for each in self.due() if each not in self._running][:room] if room else []
        for action_id in found:
            self.hand(action_id)
        return len(found)

    def due(self, ahead: timedelta = ZERO) -> list[int]:
        """Ids of the actions that may be claimed now, or `ahead` of their time, by this machine."""
        elsewhere: set[int] = set()
        while True:
            found = claims.due(self.journal, skip=elsewhere, ahead=ahead)
            unseen = self._unseen(found)
            if not unseen:
                return found
            elsewhere |= unseen

    def _unseen(self, ids: list[int]) -> set[int]:
        """Those that need a film that only other machines see: they must not hold up what comes behind them."""
        if self.films is None or not ids:
            return set()
        known = by_id(self.journal, ids)
        return {each for each in ids if each not in known or self.films.here(known[each]) is None}

    def hand(self, action_id: int, ahead: timedelta = ZERO) -> "Future[None]":
        """Hand one action to the threads, due or not: what is not due, or another's, is left alone. Again: the same."""
        with self._lock:
            if action_id not in self._running:
                self._running[action_id] = self._pool.submit(self._run, action_id, ahead)
            return self._running[action_id]

    def poise(self) -> None:
        """Get ready what falls due within seconds, so that at its instant the bytes alone are left to be sent.

        Of each lane the first: what comes behind it has its turn after it. One worker alone does everything in order.
        """
        soon = self.due(AHEAD) if self._workers > 1 else []
        known = by_id(self.journal, soon) if soon else {}
        for each in (known[action_id] for action_id in soon):
            once = (each.id, each.due_at)  # what fails ahead of its instant is tried again at it
            room = len(self._running) + 1 <= self._workers * _AHEAD_AT_MOST
            if room and each.kind in PUNCTUAL and once not in self._poised:
                self._poised.add(once)
                self.hand(each.id, AHEAD)

    def warm(self) -> None:
        """Connect the accounts of what falls due within seconds."""
        soon = {(entry.platform, entry.account): entry for entry in claims.due_within(self.journal, _WARMTH)}
        for place in soon.keys() - self._warmed:
            self._pool.submit(self._runner.warm, soon[place])
        self._warmed = set(soon)

    @property
    def busy(self) -> bool:
        """Whether something runs in this process."""
        with self._lock:
            return bool(self._running)

    def _run(self, action_id: int, ahead: timedelta) -> None:
        claimed = True
        try:
            claimed = self._runner.run_action(action_id, ahead)
        except Exception as error:  # noqa: BLE001 - the next dispatch raises it, in the thread that asks
            self._failure = error
        finally:
            with self._lock:
                del self._running[action_id]
            if claimed or not ahead:  # else whoever waits would get it ready again at once, in vain
                self.wake.set()

    def raise_failure(self) -> None:
        """Raise the JournalError that ended an action since the last look, if there was one."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _beat(self) -> None:
        while not self._closed.wait(claims.LEASE.total_seconds() / 3):
            self._runner.beat()
