"""What the stage holds in the end, against what was wanted: posts / distinct actions / lost / early."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from launcher.stage.world import World
from tests.chaos.films import Wanted

REFUSED = range(400, 429)
"""Statuses by which a platform refuses a create; 429 is a fault here."""

CREATING = {"x": "/2/tweets", "facebook": "/feed", "reddit": "/api/submit", "vimeo": "/me/videos"}
"""Where a request creates, by platform; YouTube's creates are counted by what it holds."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One item that a platform holds. `public_at` is None where nobody can see it.

    `posted` is False for what is not made by a post, but only made public by it, which may be repeated.
    """

    platform: str
    word: str
    public_at: datetime | None
    posted: bool = True


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The count. `posts` is every item that exists, `distinct` how many actions they are of, `lost` the actions
    without a public item, `early` the items that were public before their time, `repeated` the creates that a
    platform refused or carried out besides: repeats that only its own care kept from being seen."""

    wanted: int
    posts: int
    distinct: int
    lost: int
    early: int
    repeated: int

    @property
    def exact(self) -> bool:
        """N / N / 0 / 0, and nothing was repeated."""
        return self.posts == self.distinct == self.wanted and not (self.lost or self.early or self.repeated)

    @classmethod
    def nothing(cls) -> "Tally":
        """To add others to."""
        return cls(**{each.name: 0 for each in fields(cls)})

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def __str__(self) -> str:
        return f"{self.posts} posts / {self.distinct} distinct actions / {self.lost} lost / {self.early} early"


def tally(world: World, wanted: Iterable[Wanted]) -> Tally:
    """Count."""
    due = {(each.platform, each.word): each.at for each in wanted}
    things = [*shelved(world), *comments(world)]
    shown = {(each.platform, each.word) for each in things if each.public_at}
    early = [each for each in things if each.public_at and each.public_at < due[each.platform, each.word]]
    return Tally(
        wanted=len(due),
        posts=len(things),
        distinct=len({(each.platform, each.word) for each in things}),
        lost=len(due.keys() - shown),
        early=len(early),
        repeated=_repeated(world, things),
    )


def shelved(world: World) -> Iterator[Thing]:
    """The films and posts, without playlists, and without media of which nobody knows."""
    for platform, shelf in world.shelves.items():
        for item in (each for each in shelf() if each.get("kind") != "playlist"):
            medium = platform == "facebook" and item["kind"] in ("photo", "video")
            said = item["description"] if medium else item.get("title") or item.get("text") or ""
            public_at = item["public_at"] if item["public"] else None
            if public_at or not medium:
                word = said.partition(" ")[0]
                yield Thing(platform=platform, word=word, public_at=public_at, posted=not medium)


def comments(world: World) -> Iterator[Thing]:
    """The comments under YouTube's films, which the ledger knows."""
    for entry in world.ledger.entries("youtube", "POST", "/commentThreads"):
        if entry.created:
            said = json.loads(entry.body)["snippet"]["topLevelComment"]["snippet"]["textOriginal"]
            yield Thing(platform="youtube", word=said, public_at=entry.at)


def _repeated(world: World, things: Iterable[Thing]) -> int:
    held = Counter(each.platform for each in things if each.posted)
    found = 0
    for platform, path in CREATING.items():
        asked = world.ledger.entries(platform, "POST", path)
        found += sum(each.status in REFUSED for each in asked) + sum(len(each.created) for each in asked)
        found -= held[platform]
    return found
