"""Looking before a launch: what an account is wanted for, and what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from launcher.platforms.base import Draft, Film
from launcher.text.human import duration


class Weight(StrEnum):
    """How bad a remark is."""

    PASS = "pass"  # noqa: S105 (no password)
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One thing that was looked at before a launch, how it is, and where it is not well, what mends it."""

    about: str
    said: str
    weight: Weight = Weight.PASS
    fix: str = ""


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What an account is wanted for, asked at `now`: until when, with which film (`seconds` long), and which posts.

    The drafts are as they are planned: a text that a template will give later is empty, a link may be a host's alone.
    `comments` says whether it will comment under its film or answer a post.
    """

    now: datetime
    until: datetime
    film: Film | None = None
    seconds: float = 0.0
    drafts: tuple[Draft, ...] = ()
    comments: bool = False


@runtime_checkable
class Preflights(Protocol):
    """A platform that tells beforehand what would stand in the way."""

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """Whether the account may do what is planned: each thing that was looked at, by reads. May be repeated."""
        ...


def scopes(granted: Iterable[str], needed: Iterable[str], *, fix: str) -> Remark:
    """Whether all of `needed` are granted. What the platform does not tell is no proof that they are not."""
    held = frozenset(granted)
    missing = sorted(frozenset(needed) - held)
    if not held:
        return Remark(about="scopes", said="the platform does not tell them", weight=Weight.WARN)
    if missing:
        return Remark(about="scopes", said=f"not granted: {', '.join(missing)}", weight=Weight.FAIL, fix=fix)
    return Remark(about="scopes", said="all that the launch needs")


SOON = timedelta(days=3)
"""A login that ends so soon is told, whatever it is wanted for."""


def expiry(expires_at: datetime | None, purpose: Purpose, *, fix: str) -> Remark:
    """Whether the token lives until the last action."""
    if expires_at is None:
        return Remark(about="token", said="has no end that the platform tells")
    left = duration((expires_at - purpose.now).total_seconds())
    if expires_at <= purpose.until:
        said = f"ends in {left}, before the last action ({duration((purpose.until - purpose.now).total_seconds())})"
        return Remark(about="token", said=said, weight=Weight.FAIL, fix=fix)
    beyond = f", {duration(expires_at - purpose.until)} after the last action" if purpose.until > purpose.now else ""
    said = f"ends in {left}{beyond}"
    if expires_at - purpose.now < SOON:
        return Remark(about="token", said=said, weight=Weight.WARN, fix=fix)
    return Remark(about="token", said=said)
