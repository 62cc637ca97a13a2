"""What the imitated Page holds: posts, photos, videos and comments."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from launcher.clock import epoch
from launcher.stage.world import World

PAGE_NAME = "Stage Pictures"
OTHER_PAGE, OTHER_NAME = "5647382910", "Somebody's Page"
APP_ID = "604132957718203"
FIRST_ID = 122_100_000_000_000


@dataclass(kw_only=True)
class Item:
    """One object of the graph. `publish_at` is None for one that stays unpublished; `parent` is a comment's object."""

    id: str
    kind: str
    created_at: datetime
    publish_at: datetime | None
    message: str = ""
    link: str = ""
    parent: str = ""
    title: str = ""
    description: str = ""
    size: int = 0
    alt: str = ""
    photos: tuple[str, ...] = ()
    md5: str = ""

    def public(self, now: datetime) -> bool:
        """Whether anyone can see it at `now`."""
        return self.publish_at is not None and self.publish_at <= now

    def scheduled(self, now: datetime) -> bool:
        """Whether it goes out by itself after `now`."""
        return self.publish_at is not None and self.publish_at > now


@dataclass(kw_only=True)
class Upload:
    """A phased video upload; `offset` counts the bytes that are here."""

    id: str
    video_id: str
    size: int
    offset: int = 0
    md5: Any = field(default_factory=lambda: hashlib.md5(usedforsecurity=False))


@dataclass(kw_only=True)
class Page:
    """One Page, its objects by id in the order in which they were made, and its open uploads."""

    world: World
    items: dict[str, Item] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    last: tuple[str, str, tuple[str, ...]] = ("", "", ())
    calls: list[datetime] = field(default_factory=list)
    ids: int = FIRST_ID

    @property
    def id(self) -> str:
        """The Page's own id."""
        return self.world.credentials["FACEBOOK_PAGE_ID"]

    def now(self) -> datetime:
        """The stage's instant."""
        return self.world.clock.now()

    def next_id(self) -> str:
        """An id that no object has."""
        self.ids += 81
        return str(self.ids)

    def trace(self) -> str:
        """The fbtrace_id of this call, the same for a seed whatever the other platforms are asked."""
        return hashlib.sha256(f"{self.world.settings.seed} {len(self.calls)} {self.ids}".encode()).hexdigest()[:23]

    def add(self, kind: str, **fields: Any) -> Item:
        """Make an object; posts are named after their Page, comments after their object, as Graph does."""
        number = self.next_id()
        prefix = {"post": f"{self.id}_", "comment": f"{fields.get('parent', '').rpartition('_')[2]}_"}.get(kind, "")
        item = Item(id=prefix + number, kind=kind, created_at=self.now(), **fields)
        self.items[item.id] = item
        return item

    def listed(self, kind: str) -> list[Item]:
        """Objects of that kind which listings know by now, newest first."""
        known = self.now() - self.world.settings.search_lag
        return [item for item in reversed(self.items.values()) if item.kind == kind and item.created_at <= known]

    def comments_of(self, item: Item) -> list[Item]:
        """Comments on `item`, oldest first."""
        return [each for each in self.items.values() if each.kind == "comment" and each.parent == item.id]

    def numbers(self, item: Item) -> dict[str, int | float]:
        """The item's engagement by now; all zero until it is public."""
        public_at = item.publish_at if item.public(self.now()) else None
        return self.world.growth.read("facebook", item.id, public_at, self.now())

    def called(self, window: timedelta) -> int:
        """Count this call, and return the calls within `window`."""
        now = self.now()
        self.calls = [at for at in self.calls if at > now - window]
        self.calls.append(now)
        return len(self.calls)

    def shelf(self) -> list[dict[str, Any]]:
        """All objects, for who looks behind the scenes."""
        now = self.now()
        return [
            {
                "id": item.id,
                "kind": item.kind,
                "public": item.public(now),
                "created_at": item.created_at,
                "public_at": item.publish_at,
                "text": item.message,
                "link": item.link,
                "title": item.title,
                "parent": item.parent,
                "description": item.description,
                "alt": item.alt,
                "photos": item.photos,
                "md5": item.md5,
            }
            for item in self.items.values()
        ]


def graph_time(instant: datetime) -> str:
    """An instant as Graph writes it: ISO 8601 with +0000."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S+0000")


def unix(instant: datetime) -> int:
    """An instant in whole seconds, as Graph writes scheduled times."""
    return int(epoch(instant))
