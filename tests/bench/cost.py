"""Calls for readings: films of one account down the default ladder, against the fewest calls that could read them.

The runner runs the real samplers on a clock that jumps; a counting platform stands for the account and adds up the
calls that the platform's batch makes of each reading. Then the real adapters read so many posts on the stage, once.
The fewest: all that the ladder asks for within one minute together, ceil(ids / batch) calls.
"""

import math
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from launcher.clock import CompressedClock
from launcher.journal import claims
from launcher.journal.database import Journal, open_journal
from launcher.journal.recording import record
from launcher.journal.records import State
from launcher.journal.tables import actions, receipts
from launcher.manifest.model import LADDER
from launcher.plan.action import Action, Kind
from launcher.plan.ladder import instants, rounds, second_of
from launcher.plan.plan import Plan
from launcher.plan.specs import HostSpec, SampleSpec, Step
from launcher.platforms import registry
from launcher.platforms.base import Draft, Identity, Receipt, Sample
from launcher.platforms.limits import ALL, YOUTUBE, X
from launcher.run.observer import Observer
from launcher.run.runner import Runner
from launcher.settings import fixed
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World

FILMS = (1, 50, 500)
BEGINS, APART = datetime(2026, 12, 7, 17, 0, 41, tzinfo=UTC), timedelta(minutes=7, seconds=13)
MOST = 1.05
STEPS = tuple(Step(every=rung.every.total_seconds(), until=rung.lasting.total_seconds()) for rung in LADDER)
SPEC = SampleSpec(starts_at=BEGINS.timestamp(), ladder=STEPS)
TITLE = "Calls down the default ladder, films of one account 7 min 13 s apart"


class Counting:
    """One account that counts the calls of its readings."""

    name, limits = "youtube", YOUTUBE

    def __init__(self) -> None:
        self.calls = self.readings = 0

    def connect(self, _login: object, _clock: object) -> None:
        """Nothing."""

    def account(self) -> Identity:
        """Nobody."""
        return Identity(id="counting", name="counting")

    def sample(self, found: Sequence[Receipt]) -> list[Sample]:
        """As many calls as the batch makes of them."""
        self.calls += math.ceil(len(found) / YOUTUBE["batch"].value)
        self.readings += len(found)
        return [Sample(receipt_id=each.id, metric="views", value=1.0) for each in found]


def run() -> None:
    """Print calls, the fewest, and their ratio for 1, 50 and 500 films; then the real adapters, one reading each."""
    say(f"\n## {TITLE}\n\n| films | readings | calls | fewest | ratio | YouTube units a film | X dollars a post |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    for films in FILMS:
        counted, least = played(films)
        assert counted.readings == films * rounds(SPEC), "every film is read at each of its instants"
        ratio = counted.calls / least
        dollars = counted.readings / films * X["cost_own_read"].value
        units = counted.calls / films
        share = f"{units:.1f} | ${dollars:.2f}"
        say(f"| {films} | {counted.readings:,} | {counted.calls:,} | {least:,} | {ratio:.3f} | {share} |")
        assert ratio <= MOST, f"more than {MOST} of the fewest calls"
    say("\n| one reading on the stage | posts | calls | fewest | with hot pages |\n|---|---:|---:|---:|---:|")
    for name in ("x", "facebook", "reddit"):
        for posts in FILMS:
            calls, hot = over_the_wire(name, posts)
            least = math.ceil(posts / ALL[name]["batch"].value)
            say(f"| {name} | {posts} | {calls} | {least} | {calls + hot} |")


def say(line: str) -> None:
    """A line at once: the next takes a while."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def played(films: int) -> tuple[Counting, int]:
    """So many films' samplers from the first release to the end of the ladder."""
    counting, clock = Counting(), CompressedClock(BEGINS - timedelta(minutes=1))
    with TemporaryDirectory(prefix="cost-") as home:
        journal = open_journal(f"sqlite:///{Path(home) / 'journal.db'}", clock, durable=False)
        least = seeded(journal, films)
        runner = Runner(journal, fixed({"LAUNCHER_HOME": home}), Observer(), Random(0))
        with patch.object(registry, "proved", lambda *_: counting):
            while (due_at := claims.next_due(journal)) is not None:
                clock.jump(due_at)
                for action_id in claims.due(journal):
                    runner.run_action(action_id)
        journal.close()
    return counting, least


def seeded(journal: Journal, films: int) -> int:
    """Films that are out, each with its sampler; the fewest calls that can read them."""
    due: Counter[datetime] = Counter()
    for number in range(films):
        release = BEGINS + number * APART
        spec = SampleSpec(starts_at=release.timestamp(), ladder=STEPS)
        due.update(each.replace(second=0, microsecond=0) for each in instants(spec, second_of("youtube", "default")))
        record(journal, plan(f"film-{number}", release, spec))
    with journal.write() as connection:
        uploads = actions.c.kind == Kind.UPLOAD
        ids = list(connection.scalars(actions.select().where(uploads).with_only_columns(actions.c.id)))
        connection.execute(actions.update().where(uploads).values(state=State.DONE))
        rows = [
            {"action_id": each, "platform_id": f"v{each}", "url": f"https://youtu.be/{each}", "at": BEGINS}
            for each in ids
        ]
        connection.execute(receipts.insert(), rows)
    return sum(math.ceil(count / YOUTUBE["batch"].value) for count in due.values())


def plan(name: str, release: datetime, spec: SampleSpec) -> Plan:
    """One film and its sampler."""
    same: dict[str, Any] = {"platform": "youtube", "account": "default", "name": "youtube", "due_at": release}
    upload = Action(key=f"{name}/upload/youtube", kind=Kind.UPLOAD, spec=HostSpec(), **same)
    sampler = Action(key=f"{name}/sample/youtube", kind=Kind.SAMPLE, spec=spec, follow_up=True, **same)
    return Plan(
        launch=name,
        manifest="",
        source="",
        at=release,
        release_at=release,
        timezone="UTC",
        made_at=BEGINS,
        facts={"film": {"title": name}},
        actions=(upload, sampler),
    )


def over_the_wire(name: str, posts: int) -> tuple[int, int]:
    """The requests of one reading of so many posts by the real adapter, and those for hot pages besides."""
    clock = CompressedClock(BEGINS)
    world = World(clock=clock, settings=StageSettings(x_credit=1e6))
    with TemporaryDirectory(prefix="cost-") as home, Server(world):
        feed: Any = registry.open_platform(
            name, "default", fixed({**world.environment(), "LAUNCHER_HOME": home}), clock
        )
        made = []
        for number in range(posts):
            clock.jump(clock.now() + timedelta(minutes=15))
            made.append(feed.post(draft(name, number)))
        feed.sample(made[:1])  # who am I, once
        before = len(world.ledger.entries(name, "GET"))
        feed.sample(made)
        asked = [each.path for each in world.ledger.entries(name, "GET")[before:]]
    hot = sum("/hot" in each for each in asked)
    return len(asked) - hot, hot


def draft(name: str, number: int) -> Draft:
    """A post that is no duplicate."""
    if name == "reddit":
        return Draft(title=f"Film {number}", link=f"https://film.example/{number}", destination=SUBREDDIT)
    return Draft(text=f"Film number {number}")


SUBREDDIT = "videos"
