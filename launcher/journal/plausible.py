"""Whether a reading is to be believed. Counters lie: a cache answers from yesterday, an id gets another's number.

A count that leaps absurdly, or falls back, is kept with a mark. The next reading decides: where it goes on from the
doubted one that was right, and is believed itself; else it is forgotten. So a lie of one reading moves nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

JUMP, BACK = "jump", "back"
"""The marks of a reading that is not believed: far above what it can have grown to, or below what it was."""

ONLY_GROWING = frozenset({"views", "impressions"})
"""Counts that never fall. Likes are taken back, comments deleted, scores voted down: those may fall by half."""

NOT_COUNTED = frozenset({"upvote_ratio", "rank", "all_rank", "popular_rank", "removed"})
"""What is no count, and may be anything at any time."""

SMALL, TENFOLD, SLOW = 1000, 10, timedelta(minutes=10)
"""In ten minutes a count may grow tenfold and a thousand more; in longer, that much more, and from nothing faster
still. The film that this program is modelled on grew seven times in its steepest hour."""

LITTLE = 100
"""A count that may fall, may fall by so much at any time."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One value and its instant."""

    value: float
    at: datetime


def doubt(metric: str, before: Point, value: float, at: datetime) -> str | None:
    """Why `value` cannot follow `before`, or None where it can."""
    if metric in NOT_COUNTED:
        return None
    if value < _least(metric, before.value):
        return BACK
    steps = max(1.0, (at - before.at) / SLOW)
    return JUMP if value > (SMALL * steps + TENFOLD * max(0.0, before.value)) * steps else None


def _least(metric: str, before: float) -> float:
    return before if metric in ONLY_GROWING else before - max(LITTLE, abs(before) / 2)


def mark(metric: str, believed: Point, doubted: Point | None, value: float, at: datetime) -> str | None:
    """The mark of a new reading, or None where it is believed: it follows the last one, or confirms a doubted one."""
    found = doubt(metric, believed, value, at)
    confirmed = doubted is not None and doubt(metric, doubted, value, at) is None
    return None if confirmed else found
