"""A rehearsal: the whole launch, by the same code, against a fresh local stage and a clock that jumps.

Nothing here changes how a launch runs: it only sets API roots, made-up credentials, a journal of its own and the
clock. Days pass in seconds; the same manifest and seed give the same instants.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from launcher.clock import CompressedClock
from launcher.errors import Problem
from launcher.journal import claims
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entries as entries_of
from launcher.journal.reading import launch
from launcher.journal.records import Entry, Launch, Reading
from launcher.journal.samples import latest, readings
from launcher.logins.notify import variable
from launcher.manifest.loading import Loaded, load
from launcher.manifest.model import Manifest
from launcher.manifest.times import Now, Unreadable
from launcher.manifest.timetable import Timetable
from launcher.plan.action import TRAILING
from launcher.plan.plan import Plan
from launcher.plan.specs import PostSpec
from launcher.platforms.notify import NOBODY
from launcher.run.executor import Executor
from launcher.run.launching import commit, prepare
from launcher.run.observer import Observer
from launcher.settings import Settings, fixed
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World

LEAD = timedelta(hours=2)
"""How long before T a rehearsal begins: time to upload and process."""

DAY = timedelta(days=1, hours=1)
"""A day after release and the reading that ends it."""
_ANY_MINUTE = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What a rehearsal showed: every action as it ended, every sample, and what the platforms hold."""

    launch: Launch
    entries: tuple[Entry, ...]
    samples: tuple[Reading, ...]
    latest: tuple[Reading, ...]
    shelves: Mapping[str, list[dict[str, Any]]]
    requests: int
    began_at: datetime
    ended_at: datetime
    warnings: tuple[Problem, ...] = ()

    @property
    def early(self) -> list[str]:
        """What showed the film to the public before release: must be empty."""
        return [
            f"{platform} {item['id']}"
            for platform, item in self.items
            if item.get("public_at") and item["public_at"] < self.launch.release_at
            if self._leads(item) or (_moves(item) and not self._is_teaser(platform, item))
        ]

    @property
    def twice(self) -> list[str]:
        """What the platforms hold without a receipt in the journal, such as a second copy: must be empty."""
        return [
            f"{platform} {item['id']}"
            for platform, item in self.items
            if not any(_made(each, platform, item) for each in self.entries)
        ]

    @property
    def items(self) -> list[tuple[str, dict[str, Any]]]:
        """Every film and post that the platforms hold; a playlist is neither."""
        held = [(platform, item) for platform, items in self.shelves.items() for item in items]
        return [(platform, item) for platform, item in held if item.get("kind") != "playlist"]

    def _is_teaser(self, platform: str, item: Mapping[str, Any]) -> bool:
        """Whether the manifest says of the post that it may show a part of the film before release."""
        posts = (each for each in self.entries if isinstance(each.spec, PostSpec) and each.spec.before_release)
        return any(_made(each, platform, item) for each in posts)

    def _leads(self, item: Mapping[str, Any]) -> bool:
        """Whether it leads to a film on a host."""
        said = f"{item.get('text', '')} {item.get('link', '')}"
        films = [each["id"] for _, each in self.items if each.get("kind") == "video"]
        return any(film in said for film in films)


def _moves(item: Mapping[str, Any]) -> bool:
    """Whether it is a film, or a post that shows a part of one."""
    return item.get("kind") == "video" or bool(item.get("shows_film"))


def _made(entry: Entry, platform: str, item: Mapping[str, Any]) -> bool:
    """Whether the entry's receipt is of that item."""
    known = f"_{entry.receipt.id}" if entry.receipt else ""
    return entry.platform == platform and known.endswith(f"_{item['id']}")


def rehearse(
    path: Path, *, seed: int = 0, lasting: timedelta | None = None, watch: Callable[[Journal], Observer] | None = None
) -> Rehearsed:
    """Rehearse the manifest at `path`, until `lasting` after release (default: its last post, and a day at least).

    `watch` is given the rehearsal's journal, with its clock, and returns who hears what happens.
    Raises ManifestError where the manifest cannot be launched.
    """
    loaded = load(path)
    began_at = start_of(loaded)
    clock = CompressedClock(began_at)
    world = World(clock=clock, settings=StageSettings(seed=seed))
    with TemporaryDirectory(prefix="rehearsal-") as home, Server(world):
        settings = fixed({**credentials(world, loaded.manifest), "LAUNCHER_HOME": home})
        journal = open_journal(settings.journal_url, clock, durable=False)
        prepared = prepare(path, journal, clock.now())
        commit(journal, prepared)
        until = _end(prepared.plan, lasting)
        _play(journal, settings, until, watch(journal) if watch else None, seed)
        rehearsed = _seen(journal, world, prepared.plan, began_at, tuple(prepared.warnings))
        journal.close()
    return rehearsed


def start_of(loaded: Loaded) -> datetime:
    """When the rehearsal begins: two hours before T, or any minute where the manifest says `at: now`."""
    if isinstance(loaded.manifest.launch.at, Now):
        return _ANY_MINUTE
    try:
        return Timetable(loaded.manifest, _ANY_MINUTE).t - LEAD
    except Unreadable:  # `prepare` tells it, with its line
        return _ANY_MINUTE


def credentials(world: World, manifest: Manifest) -> dict[str, str]:
    """The stage's environment, with the same made-up credentials for every account that the manifest names."""
    environment = world.environment()
    used = [(host, keys.account) for host, keys in manifest.hosts.named().items()]
    used += [(post.on, post.account) for post in (*manifest.posts, *manifest.follow_ups)]
    named = {(platform.upper(), account.upper()) for platform, account in used if account != "default"}
    copies = {
        f"{platform}_{account}_{name.removeprefix(platform + '_')}": value
        for platform, account in named
        for name, value in world.credentials.items()
        if name.startswith(platform + "_")
    }
    nobody = {variable(name): NOBODY for name in manifest.notify}
    return {**environment, **copies, **nobody}


def _end(plan: Plan, lasting: timedelta | None) -> datetime:
    if lasting is not None:
        return plan.release_at + lasting
    last = max(each.due_at for each in plan.actions if each.kind not in TRAILING)
    return max(last + timedelta(hours=1), plan.release_at + DAY)


def _play(journal: Journal, settings: Settings, until: datetime, observer: Observer | None, seed: int) -> None:
    """Do what is due, then jump to the next instant at which something is."""
    draw = random.Random(seed)  # noqa: S311 - the same pauses for a seed
    with Executor(journal, settings, observer=observer, draw=draw, workers=1) as executor:
        while True:
            executor.tick()
            due_at = claims.next_due(journal)
            if due_at is None or due_at > until:
                return
            executor.wake.clear()
            journal.clock.wait(due_at, executor.wake)


def _seen(journal: Journal, world: World, plan: Plan, began_at: datetime, warnings: tuple[Problem, ...]) -> Rehearsed:
    recorded = launch(journal, plan.launch)
    if recorded is None:
        raise LookupError(plan.launch)
    return Rehearsed(
        launch=recorded,
        entries=tuple(entries_of(journal, plan.launch)),
        samples=tuple(readings(journal, plan.launch)),
        latest=tuple(latest(journal, plan.launch)),
        shelves={name: shelf() for name, shelf in world.shelves.items()},
        requests=len(world.ledger.records()),
        began_at=began_at,
        ended_at=journal.now(),
        warnings=warnings,
    )
