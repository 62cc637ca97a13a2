"""What goes between launcher and a platform: drafts, films and media out, receipts, readiness and samples back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from launcher.platforms.keys import VimeoKeys, YouTubeKeys

Progress = Callable[[int], None]
"""Told how many bytes the platform says it holds. May raise: let that pass, it stops the upload."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who the credentials belong to, and what they may do."""

    id: str
    name: str
    url: str = ""
    scopes: frozenset[str] = frozenset()
    expires_at: datetime | None = None
    quota_left: str = ""


@dataclass(frozen=True, kw_only=True)
class Film:
    """The film as one host shall hold it. `size` is in bytes; `keys` are that host's own settings.

    `premiere` is the domain of the one site that may show it before its release, or empty.
    """

    path: Path
    size: int
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    premiere: str = ""
    keys: YouTubeKeys | VimeoKeys


@dataclass(frozen=True, kw_only=True)
class Medium:
    """A picture or video for a post, as a file: its size in bytes, its MIME type, and what a picture shows."""

    path: Path
    size: int
    kind: str
    alt: str = ""

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.kind.startswith("video/")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A medium that the platform holds, for a post to show; nobody sees it before that."""

    id: str
    video: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One announcement, ready to send. `destination` is a subreddit's name and empty elsewhere."""

    text: str = ""
    title: str = ""
    link: str = ""
    destination: str = ""
    flair: str = ""
    nsfw: bool = False
    spoiler: bool = False
    reply_to: "Receipt | None" = None
    crosspost_of: "Receipt | None" = None
    attached: Attached | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What proves acceptance: the platform's id, the public address, the instant it gave."""

    id: str
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """A started upload: where its bytes go (a secret), and the platform's id where it is known already."""

    uri: str = field(repr=False)
    id: str = ""


class Sessions(Protocol):
    """Keeps the session of one upload durably, so that another process can go on with it."""

    def kept(self) -> Session | None:
        """The session of an earlier attempt, or None."""
        ...

    def keep(self, session: Session) -> None:
        """Durable when it returns: call it before the first byte of the film."""
        ...

    def drop(self) -> None:
        """Forget a session that the platform has forgotten."""
        ...

    def known(self) -> frozenset[str]:
        """Ids of what others made on this account: whatever a lost session may have made, it is none of these."""
        ...


class Processing(StrEnum):
    """How far a host is with an uploaded film."""

    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Whether the host has processed the film; `reason` is the platform's own word for a failure."""

    processing: Processing
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One reading of one metric of one receipt: a count, a score or a rank.

    `word` is what the platform itself calls it: who removed a post.
    """

    receipt_id: str
    metric: str
    value: float
    word: str = ""
