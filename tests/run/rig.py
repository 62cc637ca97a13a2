"""A launch on a stage in this process, on a clock that jumps: what the tests of the launch path stand on."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import Any

from launcher.clock import CompressedClock
from launcher.journal import claims, reading
from launcher.journal.database import Journal, open_journal
from launcher.journal.fates import Change
from launcher.journal.records import Entry, State
from launcher.plan.action import Kind
from launcher.run.executor import WORKERS, Executor
from launcher.run.launching import commit, prepare
from launcher.settings import Settings, fixed
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.tiny import film_bytes, poster_bytes, write_manifest

T = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
"""9:00 in Los Angeles: the launch's instant and, without an exclusive window, its release."""

BEGINS = T - timedelta(hours=2)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

X = {"name": "on-x", "on": "x", "at": "release + 2m", "text": "{{ film.title }} {{ youtube.url }}"}
PAGE = {
    "name": "on-page",
    "on": "facebook",
    "at": "release + 5m",
    "text": "On Vimeo: {{ vimeo.url }}",
    "link": "youtube",
}
REDDIT = {
    "name": "on-reddit",
    "on": "reddit",
    "subreddit": "Filmmakers",
    "flair": "Film",
    "at": "release + 30m",
    "title": "A film of first kisses",
    "link": "youtube",
}


def manifest(**parts: Any) -> dict[str, Any]:
    """A launch on all five platforms; `parts` replaces whole parts of it, None takes one out."""
    whole = {
        "launch": {"name": "film", "at": "2026-12-07 09:00", "timezone": "America/Los_Angeles"},
        "film": {"file": "film.mp4", "title": "First Kiss", "description": "Strangers kiss."},
        "hosts": {"youtube": {}, "vimeo": {}},
        "posts": [X, PAGE, REDDIT],
        "engagement": [{"every": "20m", "for": "20m"}],
    }
    return {name: deepcopy(part) for name, part in {**whole, **parts}.items() if part is not None}


def posts_only(*posts: dict[str, Any]) -> dict[str, Any]:
    """A launch of YouTube and these posts, without samples."""
    return manifest(hosts={"youtube": {}}, posts=list(posts), engagement=[])


def launched(**keys: Any) -> dict[str, Any]:
    """The manifest's `launch` with more keys."""
    return {**manifest()["launch"], **keys}


@dataclass
class Rig:
    """One launch: its folder, its journal, and the stage that it goes out on."""

    world: World
    clock: CompressedClock
    folder: Path
    journal: Journal
    environment: dict[str, str] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The manifest."""
        return self.folder / "launch.yaml"

    def record(
        self, wanted: dict[str, Any], *, earlier: bool = False, anew: bool = False, **environment: str
    ) -> list[Change]:
        """Write the manifest beside its film, plan it, and put the plan into the journal."""
        write_manifest(self.path, wanted)
        prepared = prepare(self.path, self.journal, self.clock.now())
        return commit(self.journal, prepared, earlier=earlier, anew=anew, settings=self.settings(**environment))

    def launch(self, wanted: dict[str, Any], until: datetime = T + 6 * HOUR) -> "Rig":
        """Record the manifest, and let time pass until then."""
        self.record(wanted)
        return self.play(until)

    def executor(self, *, workers: int = WORKERS, **environment: str) -> Executor:
        """A new executor, as another process would make it; `environment` overrides the stage's."""
        return Executor(self.journal, self.settings(**environment), draw=random.Random(0), workers=workers)

    def settings(self, **environment: str) -> Settings:
        """The stage's logins; `environment` overrides them."""
        told = {**self.world.environment(), "LAUNCHER_HOME": str(self.folder), "LAUNCHER_TIMEOUT": "5s"}
        return fixed({**told, **self.environment, **environment})

    def play(self, until: datetime = T + 6 * HOUR, **environment: str) -> "Rig":
        """Do what falls due, instant by instant, and note what the stage holds after each."""
        with self.executor(**environment) as executor:
            while True:
                executor.tick()
                self._look()
                due_at = claims.next_due(self.journal)
                if due_at is None or due_at > until:
                    self.clock.jump(until)
                    return self
                self.clock.jump(due_at)

    def _look(self) -> None:
        shelves = {name: shelf() for name, shelf in self.world.shelves.items()}
        self.seen.append({"now": self.clock.now(), **shelves})

    def fault(self, what: str, platform: str, **fields: Any) -> None:
        """Put one rule in force on the stage."""
        self.world.faults.add(what, platform=platform, **fields)

    def entry(self, kind: Kind | str, name: str) -> Entry:
        """One action as the journal knows it."""
        return reading.entry(self.journal, f"film/{kind}/{name}")

    def entries(self) -> list[Entry]:
        """Every action of the launch."""
        return reading.entries(self.journal, "film")

    def state(self, kind: Kind | str, name: str) -> State:
        """Where one action stands."""
        return self.entry(kind, name).state

    def states(self) -> dict[str, str]:
        """Where every action stands, by its key without the launch."""
        return {each.key.partition("/")[2]: each.state.value for each in self.entries()}

    def events(self, kind: Kind | str, name: str) -> list[str]:
        """What happened to one action, in order, each step with its words."""
        lines = reading.history(self.journal, f"film/{kind}/{name}")
        return [f"{line['event']}: {line['detail'] or ''}" for line in lines]

    def held(self, platform: str) -> list[dict[str, Any]]:
        """What a platform holds: films on a host, posts on a feed."""
        shelf = self.world.shelves[platform]()
        return [each for each in shelf if each.get("kind", "video") == "video"] if platform in HOSTS else shelf

    def requests(self, platform: str, method: str = "", path: str = "") -> list[Any]:
        """What came over the wire."""
        return self.world.ledger.entries(platform, method, path)

    def created(self, platform: str) -> list[str]:
        """What exists because of requests."""
        return self.world.ledger.created(platform)


HOSTS = ("youtube", "vimeo")
FILM_MD5 = md5(film_bytes()).hexdigest()


@contextmanager
def rigged(
    folder: Path,
    *,
    home: Path | None = None,
    clock: type[CompressedClock] = CompressedClock,
    journal_url: str = "",
    **settings: Any,
) -> Iterator[Rig]:
    """A stage with these settings, and a folder with a film. Without a URL the journal is on SQLite."""
    now = clock(BEGINS)
    world = World(clock=now, settings=StageSettings(**{"transcode": timedelta(seconds=4), **settings}))
    folder.mkdir(exist_ok=True)
    (folder / "film.mp4").write_bytes(film_bytes())
    (folder / "poster.jpg").write_bytes(poster_bytes())
    journal = open_journal(journal_url or f"sqlite:///{(home or folder) / 'journal.db'}", now, durable=False)
    with Server(world):
        yield Rig(world=world, clock=now, folder=folder, journal=journal)
    journal.close()


Rigged = Callable[..., Rig]
