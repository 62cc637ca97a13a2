"""The storm: several workers on one journal, a stage that misbehaves, and a hand that kills and stops them.

What a year of launches brings, in minutes: every tenth request is throttled, every twelfth answered 5xx, half of
those after it was carried out, every eighth write's reply is lost, and what was made shows in searches seconds later.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from launcher.clock import SystemClock
from launcher.errors import JournalError
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entries, launch_names
from launcher.journal.records import OPEN, Entry, State
from launcher.stage.facebook import routes as facebook_routes
from launcher.stage.reddit import auth as reddit_auth
from launcher.stage.reddit import submit as reddit_submit
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from launcher.stage.x import account as x_account
from tests.chaos.films import CREATED, Wanted, accounts, record
from tests.chaos.nursery import Nursery
from tests.chaos.tally import Tally, tally

WORKERS = 3
LEASE = 3.0
"""Seconds; some stops are longer."""
LAG, GRACE = 5.0, 8.0
"""Seconds until the stage's searches show an item, and until an unconfirmed one counts as absent."""
ENOUGH = 10**9


@dataclass(frozen=True, kw_only=True)
class Weather:
    """How many items, for how many seconds at the most, and by which seed."""

    items: int = 500
    seconds: float = 600.0
    seed: int = 0
    pause: tuple[float, float] = (0.6, 1.4)  # seconds between two blows


@dataclass(kw_only=True)
class Report:
    """What happened: the count, the blows, and how often workers ended by themselves."""

    tally: Tally
    blows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    undone: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = [
            f"{self.tally}",
            f"  {self.tally.wanted} wanted, {self.tally.repeated} repeated, {self.seconds:.0f} s",
            f"  workers: {_listed(self.blows)}",
            f"  stage: {_listed(self.faults)}",
            f"  actions: {_listed(self.states)}",
            *(f"  NOT DONE {each}" for each in self.undone),
        ]
        return "\n".join(told)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))


def storm(folder: Path, weather: Weather, url: str = "", job: str = "work") -> Report:
    """Launch, with the journal at `url` (SQLite in `folder` where there is none), until all is settled. Then count.

    `job` is what each worker does: `work`, or on PostgreSQL `serve`.
    """
    began = time.monotonic()
    world = World(clock=SystemClock(), settings=_settings(weather.seed))
    url = url or f"sqlite:///{folder / 'journal.db'}"
    with _unlimited(), Server(world), Nursery() as nursery:
        journal = open_journal(url)
        wanted = _recorded(folder, journal, weather.items)
        misbehave(world)
        crew = Crew(nursery, job, _environment(world, folder, url), random.Random(weather.seed))
        _play(journal, crew, weather)
        crew.calm()
        report = Report(tally=tally(world, wanted), blows=crew.blows)
        report.states.update(each.state for each in _entries(journal))
        report.undone = [f"{each.key}: {each.state}, {each.error}" for each in _entries(journal) if not _done(each)]
        report.faults.update(each.fault or "well answered" for each in world.ledger.entries())
        report.seconds = time.monotonic() - began
        journal.close()
    return report


def _settings(seed: int) -> StageSettings:
    """Quotas of a day are not the matter here: five hundred posts in minutes are no account's day."""
    return StageSettings(
        seed=seed,
        transcode=timedelta(seconds=1),
        search_lag=timedelta(seconds=LAG),
        youtube_units=ENOUGH,
        youtube_inserts=ENOUGH,
        vimeo_calls=ENOUGH,
        x_credit=float(ENOUGH),
    )


@contextmanager
def _unlimited() -> Iterator[None]:
    kept = dict(x_account.LIMITS), reddit_auth.REQUESTS, reddit_submit.OFTEN, facebook_routes.CALLS
    x_account.LIMITS.update(dict.fromkeys(x_account.LIMITS, ENOUGH))
    reddit_auth.REQUESTS, reddit_submit.OFTEN, facebook_routes.CALLS = ENOUGH, (ENOUGH, kept[2][1]), ENOUGH
    try:
        yield
    finally:
        x_account.LIMITS.update(kept[0])
        reddit_auth.REQUESTS, reddit_submit.OFTEN, facebook_routes.CALLS = kept[1:]


def misbehave(world: World) -> None:
    """Put the faults in force, on every request of every platform; a read has no acknowledgement that could be lost."""
    always = {"times": 0}
    world.faults.add("status", status=429, headers={"retry-after": "1"}, probability=0.10, **always)
    world.faults.add("status", status=503, probability=0.04, **always)
    world.faults.add("status_after", status=500, probability=0.04, **always)
    world.faults.add("drop_after", method="P*", probability=0.12, **always)


def _recorded(folder: Path, journal: Journal, items: int) -> list[Wanted]:
    launches = -(-items // CREATED)
    return [each for number in range(launches) for each in record(folder, journal, number)]


def _environment(world: World, folder: Path, url: str) -> dict[str, str]:
    told = {"LAUNCHER_HOME": str(folder), "LAUNCHER_JOURNAL": url, "LAUNCHER_GRACE": f"{GRACE}s"}
    return {**accounts(world.environment()), **told, "LAUNCHER_TIMEOUT": "10s"}


def _play(journal: Journal, crew: "Crew", weather: Weather) -> None:
    end = time.monotonic() + weather.seconds
    while time.monotonic() < end and _open(journal):
        crew.blow()
        time.sleep(crew.dice.uniform(*weather.pause))


def _open(journal: Journal) -> bool:
    try:
        return any(each.state in OPEN for each in _entries(journal))
    except JournalError:  # a worker was stopped while it brought the log in order: nobody reads until it wakes
        return True


def _done(entry: Entry) -> bool:
    return entry.state is State.DONE


def _entries(journal: Journal) -> list[Entry]:
    return [each for name in launch_names(journal) for each in entries(journal, name)]


class Crew:
    """The workers, and what is done to them: `blows` counts it."""

    def __init__(self, nursery: Nursery, job: str, environment: dict[str, str], dice: random.Random) -> None:
        self.dice = dice
        self._job = job
        self.blows: Counter[str] = Counter()
        self._nursery, self._environment = nursery, environment
        self._stopped: dict[int, float] = {}
        self._workers: set[int] = set()
        self._fill()

    def blow(self) -> None:
        """Kill one, or stop one where none is; wake who was stopped for long enough; fill the gaps."""
        self._wake(lambda until: until <= time.monotonic())
        if self.dice.random() < 0.7:
            self._kill(self.dice.choice(sorted(self._workers)))
        elif not self._stopped:
            self._stop(self.dice.choice(sorted(self._workers - self._stopped.keys())))
        self._fill()

    def calm(self) -> None:
        """Wake everyone, and give them time to do what they were about to do."""
        self._wake(lambda _: True)
        time.sleep(2.0)
        for pid in list(self._workers):
            self._signal(pid, signal.SIGKILL)

    def _kill(self, pid: int) -> None:
        self.blows["killed while stopped" if pid in self._stopped else "killed"] += 1
        self._signal(pid, signal.SIGKILL)
        self._stopped.pop(pid, None)
        self._workers.discard(pid)

    def _stop(self, pid: int) -> None:
        long = self.dice.random() < 0.4
        seconds = self.dice.uniform(LEASE, LEASE + 2 * GRACE) if long else self.dice.uniform(0.1, 2.0)
        self.blows["stopped for longer than the lease" if long else "stopped"] += 1
        self._signal(pid, signal.SIGSTOP)
        self._stopped[pid] = time.monotonic() + seconds

    def _wake(self, when: Callable[[float], bool]) -> None:
        for pid in [pid for pid, until in self._stopped.items() if when(until)]:
            self._signal(pid, signal.SIGCONT)
            del self._stopped[pid]

    def _signal(self, pid: int, number: signal.Signals) -> None:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            self._workers.discard(pid)

    def _fill(self) -> None:
        for pid in self._nursery.ended().keys() & self._workers:
            self.blows["ended by themselves"] += 1
            self._workers.discard(pid)
            self._stopped.pop(pid, None)
        while len(self._workers) < WORKERS:
            self._workers.add(self._nursery.start(self._job, environment=self._environment, lease=LEASE))
