"""Fail the nth: a launch on all five platforms whose process ends at the nth commit, or the nth request, for every n.

Another process then finishes it, and everything exists once. Each trial has a stage and a journal of its own, so
that several go on at a time: half of a trial is waiting.
"""

import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial, reduce
from itertools import islice
from operator import add
from pathlib import Path
from typing import Any

from launcher.clock import SystemClock
from launcher.journal.database import open_journal
from launcher.plan.plan import Plan
from launcher.run.launching import commit, prepare
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.chaos.crash import Crash
from tests.chaos.films import wanted
from tests.chaos.nursery import Nursery
from tests.chaos.tally import Tally, tally
from tests.tiny import film_bytes, poster_bytes, write_manifest

NAME = "first-kiss"
KILLED = 9
RECORDED = "recorded"
LEASE = 30.0
GRACE = "1s"
"""What a killed process sent is at the stage by then, however many trials share the machine."""

JOBS = 2 * (os.cpu_count() or 1)
"""Trials at a time, where nobody says."""

Places = dict[Crash, Iterator[int]]
"""At which numbers of which place to crash."""

PICTURE = {"media": "poster.jpg", "alt": "A kiss."}
THREAD = {"thread": ["on-x/2 goes on", "on-x/3 ends"]}
CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nStrangers kiss.\n"


def manifest() -> dict[str, Any]:
    """The whole of a launch, due now: two films with all that pages have, and ten posts, four of them with media."""
    return {
        "launch": {"name": NAME, "at": "now", "timezone": "UTC"},
        "film": {
            "file": "film.mp4",
            "title": f"{NAME}-film",
            "description": "Strangers kiss.",
            "poster": "poster.jpg",
            "captions": [{"language": "en", "file": "film.en.srt"}],
        },
        "hosts": {"youtube": {"playlist": "Short films", "first_comment": f"{NAME}-comment"}, "vimeo": {}},
        "posts": [
            {"name": "on-x", "on": "x", "at": "release", "text": "on-x {{ youtube.url }}", **PICTURE, **THREAD},
            {"name": "reply", "on": "x", "at": "release", "reply_to": "on-x", "text": "reply {{ vimeo.url }}"},
            {"name": "on-page", "on": "facebook", "at": "release", "text": "on-page", "link": "youtube"},
            {"name": "still", "on": "facebook", "at": "release", "text": "still", **PICTURE},
            {"name": "clip", "on": "facebook", "at": "release", "text": "clip", "media": "film.mp4"},
            _submission("on-reddit", link="vimeo", subreddit="videos"),
            _submission("drawn", media="poster.jpg", subreddit="Filmmakers", flair="Film"),
            _submission("shared", crosspost_of="on-reddit", subreddit="shortfilms"),
        ],
        "engagement": [],
    }


def _submission(name: str, **parts: str) -> dict[str, Any]:
    return {"name": name, "on": "reddit", "at": "release", "title": name, **parts}


@dataclass
class Result:
    """How many crashes there were at each place, and which left something that is not exactly once."""

    crashes: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally.nothing)
    wrong: list[str] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """Exactly once each, over all n."""
        return self.tally.exact and not self.wrong

    def __add__(self, other: "Result") -> "Result":
        return Result(self.crashes + other.crashes, self.tally + other.tally, self.wrong + other.wrong)

    def __str__(self) -> str:
        places = ", ".join(f"{self.crashes[place]} × {place}" for place in Crash)
        return "\n".join([f"{self.tally}", f"  crashes: {places}", *(f"  WRONG {each}" for each in self.wrong)])


def crash_everywhere(folder: Path, jobs: int = JOBS) -> Result:
    """Crash at every n of every place, `jobs` trials at a time: each takes every `jobs`th n."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return reduce(add, pool.map(partial(_share, folder, jobs), range(jobs)))


def _share(folder: Path, jobs: int, part: int) -> Result:
    own = folder / f"part-{part}"
    own.mkdir()
    return crash(own, share(part, jobs))


def share(part: int, jobs: int) -> Places:
    """That part of all numbers, for every place."""
    return {place: _from(1 + part, jobs) for place in Crash}


def some(step: int, count: int) -> Places:
    """`count` numbers for each place, `step` apart, each place beginning at another one."""
    firsts = {place: 1 + index * step // len(Crash) for index, place in enumerate(Crash)}
    return {place: islice(_from(first, step), count) for place, first in firsts.items()}


def _from(first: int, step: int) -> Iterator[int]:
    return iter(range(first, 10_000, step))


def crash(folder: Path, places: Places) -> Result:
    """Crash at those numbers of those places; each list of numbers ends where the launch does."""
    plan = _record(folder)
    result = Result()
    with Nursery() as nursery:
        for place, numbers in places.items():
            for number in numbers:
                if not _crash(folder, plan, nursery, place, number, result):
                    break
    return result


def write_files(folder: Path) -> None:
    """The manifest and all that it names."""
    (folder / "film.mp4").write_bytes(film_bytes())
    (folder / "poster.jpg").write_bytes(poster_bytes())
    (folder / "film.en.srt").write_text(CAPTIONS)
    write_manifest(folder / "launch.yaml", manifest())


def _record(folder: Path) -> Plan:
    """Write the files, and the journal from which every trial begins."""
    write_files(folder)
    (folder / RECORDED).mkdir()
    journal = open_journal(f"sqlite:///{folder / RECORDED / 'journal.db'}")
    prepared = prepare(folder / "launch.yaml", journal, journal.now())
    commit(journal, prepared)
    journal.close()
    return prepared.plan


def _crash(folder: Path, plan: Plan, nursery: Nursery, place: Crash, number: int, result: Result) -> bool:
    """One trial; False where the launch ended before its nth."""
    home = folder / f"{place.name}-{number}"
    shutil.copytree(folder / RECORDED, home)
    world = World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0)))
    with Server(world):
        told = {**world.environment(), "LAUNCHER_HOME": str(home), "LAUNCHER_GRACE": GRACE, "LAUNCHER_TIMEOUT": "10s"}
        status = nursery.run("launch", environment=told, lease=LEASE, where=place, number=number)
        ended = nursery.run("launch", environment=told, lease=LEASE) if status == KILLED else status
        _judge(world, tally(world, wanted(plan)), f"{place} {number}", ended, result)
    shutil.rmtree(home)
    result.crashes[place] += status == KILLED
    return status == KILLED


def _judge(world: World, count: Tally, trial: str, ended: int, result: Result) -> None:
    pages = [item for item in world.shelves["youtube"]() if item["kind"] == "playlist"]
    dressed = [len(each["videos"]) for each in pages] == [1]
    if ended or not count.exact or not dressed:
        result.wrong.append(f"{trial}: {count}, {count.repeated} repeated, playlists {pages}, exit {ended}")
    result.tally += count
