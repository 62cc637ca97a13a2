"""A small launch in a journal, and a stage on the machine's clock for it: what the commands about a launch stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from launcher.clock import SystemClock
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entry
from launcher.journal.recording import record
from launcher.journal.records import Entry
from launcher.plan.action import Kind
from launcher.run.launching import prepare
from launcher.settings import load
from launcher.stage.server import Server
from launcher.stage.world import World
from tests.tiny import film_bytes, write_manifest

X = "film/post/on-x"
PAGE = "film/post/on-page"

POSTS = [
    {"name": "on-x", "on": "x", "at": "T", "text": "A film."},
    {"name": "on-page", "on": "facebook", "at": "T + 3h", "text": "A film, on the Page."},
]


@dataclass(frozen=True, kw_only=True)
class OnStage:
    """A recorded launch, and the stage that hears of it."""

    world: World
    folder: Path

    @property
    def manifest(self) -> Path:
        """The launch's manifest."""
        return self.folder / "launch.yaml"

    def journal(self) -> Journal:
        """The journal, opened anew."""
        return open_journal(load().journal_url)

    def entry(self, key: str) -> Entry:
        """One action as it stands."""
        journal = self.journal()
        found = entry(journal, key)
        journal.close()
        return found

    def is_late(self, key: str) -> bool:
        """Whether the action may no longer go out by itself."""
        late_at = self.entry(key).late_at
        return late_at is not None and late_at < SystemClock().now()

    def record(self, name: str = "film", **parts: Any) -> None:
        """Record a launch of two posts, the first due now; `parts` replaces parts of its manifest.

        Its host is left out of the plan: nothing is uploaded here.
        """
        self.folder.mkdir(exist_ok=True)
        (self.folder / "film.mp4").write_bytes(film_bytes())
        whole = {
            "launch": {"name": name, "at": "now", "timezone": "America/Los_Angeles"},
            "film": {"file": "film.mp4", "title": "First Kiss", "description": "Strangers kiss."},
            "hosts": {"youtube": {}},
            "posts": POSTS,
            "engagement": [],
        }
        write_manifest(self.manifest, {**whole, **parts})
        journal = self.journal()
        plan = prepare(self.manifest, journal, SystemClock().now()).plan
        record(journal, replace(plan, actions=tuple(each for each in plan.actions if each.kind is Kind.POST)))
        journal.close()

    def posts(self, platform: str) -> list[str]:
        """The ids of what that platform holds."""
        return [each["id"] for each in self.world.shelves[platform]()]


@contextmanager
def on_stage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnStage]:
    """A stage whose credentials and roots are in the environment; every doubt is believed after a moment."""
    monkeypatch.setenv("LAUNCHER_HOME", str(folder / "home"))
    world = World(clock=SystemClock())
    with Server(world):
        for name, value in {**world.environment(), "LAUNCHER_GRACE": "1ms"}.items():
            monkeypatch.setenv(name, value)
        yield OnStage(world=world, folder=folder / "film")
