"""Accounts on the stage, for the contract suite and the adapters' own tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from launcher.clock import CompressedClock
from launcher.platforms import registry
from launcher.platforms.base import Draft
from launcher.settings import load
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.platforms.contract import Held

START = datetime(2026, 12, 7, 17, tzinfo=UTC)

UPLOADS = {"youtube": ("PUT", "/upload/youtube/v3/videos*"), "vimeo": ("PATCH", "/upload/files/*")}
"""How each host's film comes in."""


@dataclass
class Stage:
    """One platform of a stage, and an account on it."""

    world: World
    clock: CompressedClock
    home: Path
    name: str
    keys: Any = None
    draft: Draft = field(default_factory=Draft)

    def connect(self, **environment: str) -> Any:
        """A new adapter object; `environment` overrides the stage's."""
        told = {**self.world.environment(), "LAUNCHER_HOME": str(self.home), "LAUNCHER_TIMEOUT": "5s", **environment}
        return registry.open_platform(self.name, "default", load(told), self.clock)

    def stranger(self) -> Any:
        """An adapter with the right names and wrong secrets."""
        return self.connect(**{name: "unknown" for name in self.world.credentials if name.endswith("_TOKEN")})

    def now(self) -> datetime:
        """The stage's clock."""
        return self.clock.now()

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.jump(self.clock.now() + by)

    def cut(self, after_bytes: int) -> None:
        """Break the next request that carries the film."""
        method, path = UPLOADS[self.name]
        self.fault("cut_body", method=method, path=path, after_bytes=after_bytes)

    def lose_reply(self) -> None:
        """Carry out the next POST to the API, and do not answer."""
        self.fault("drop_after", method="POST", nth=1)

    def fault(self, what: str, **fields: Any) -> None:
        """Put one rule in force for this platform."""
        self.world.faults.add(what, platform=self.name, **fields)

    def sent(self) -> int:
        """Bytes of the film that came in."""
        method, path = UPLOADS[self.name]
        return sum(each.received for each in self.requests(method, path.rstrip("*")))

    def held(self) -> list[Any]:
        """What the shelf holds: films with their md5, else ids."""
        shelf = self.world.shelves[self.name]()
        if self.name in UPLOADS:
            return [Held(each["id"], each["md5"], each["public"]) for each in shelf if each["kind"] == "video"]
        return [each["id"] for each in shelf]

    def requests(self, method: str = "", path: str = "") -> list[Any]:
        """What came over the wire."""
        return self.world.ledger.entries(self.name, method, path)


@contextmanager
def on_stage(name: str, home: Path, **settings: Any) -> Iterator[Stage]:
    """A stage of its own, with the platform `name` to test."""
    clock = CompressedClock(START)
    world = World(clock=clock, settings=StageSettings(**settings))
    with Server(world):
        yield Stage(world, clock, home, name)
