"""How an item's numbers grow from the instant at which it became public.

The default curve is that of the film *First Kiss* (2014) as its makers told it: some 200 views after the
first hours, 30,000 at +4 h, 600,000 at +15 h, 5 million at +24 h, towards 59 million. Between those points
the logarithm of (1 + views) is interpolated over the logarithm of (1 + hours) by a monotone cubic
(Fritsch and Carlson): smooth, never falling, and exact at each point. After the last point it is constant.

All other numbers are stated shares of the views. An item's shares vary by up to 10 % with the seed and the
item's id, and by nothing else: the same seed, id and age give the same numbers on every machine.
"""

import hashlib
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

Point = tuple[float, float]

FIRST_KISS: tuple[Point, ...] = (
    (0, 0),
    (2, 200),
    (4, 30_000),
    (15, 600_000),
    (24, 5_000_000),
    (72, 24_000_000),
    (168, 38_000_000),
    (720, 53_000_000),
    (8760, 59_000_000),
)
"""Hours since the item became public, and the film's views over all platforms."""

SHARES: Mapping[str, Mapping[str, float]] = {
    "youtube": {"views": 0.92, "likes": 0.012, "comments": 0.0011},
    "vimeo": {"views": 0.08, "likes": 0.0016, "comments": 0.00012},
    "facebook": {"views": 0.25, "likes": 0.006, "comments": 0.0009, "shares": 0.002},
    "x": {"impressions": 0.4, "likes": 0.004, "comments": 0.0003, "shares": 0.0012, "quotes": 0.0002},
    "reddit": {"views": 0.3, "score": 0.0055, "comments": 0.0006, "crossposts": 0.000009},
}
"""Each platform's metrics as a share of the film's views. A host's views are exact; the rest vary with the item."""

EXACT = {("youtube", "views"), ("vimeo", "views")}
FRONT_PAGE = 600_000
LISTED = 20_000
FRESH_HOURS = 40.0


class Curve:
    """Views over hours through `points`, which must rise in both."""

    def __init__(self, points: Sequence[Point] = FIRST_KISS) -> None:
        self._x = [math.log1p(hours) for hours, _ in points]
        self._y = [math.log1p(views) for _, views in points]
        if len(points) < 2 or self._x != sorted(set(self._x)) or self._y != sorted(self._y):
            raise ValueError("a curve needs two points or more, rising in hours and never falling in views")
        self._slopes = _tangents(self._x, self._y)

    def at(self, hours: float) -> float:
        """Views at that age; 0 before the first point, the last point's views after it."""
        x = math.log1p(max(0.0, hours))
        if x >= self._x[-1]:
            return math.expm1(self._y[-1])
        i = max(0, bisect_right(self._x, x) - 1)
        return math.expm1(self._between(i, x))

    def _between(self, i: int, x: float) -> float:
        width = self._x[i + 1] - self._x[i]
        t = (x - self._x[i]) / width
        low, high = self._y[i], self._y[i + 1]
        rise = self._slopes[i] * (t - 2 * t**2 + t**3) + self._slopes[i + 1] * (t**3 - t**2)
        return low + (high - low) * (3 * t**2 - 2 * t**3) + width * rise


def _tangents(x: list[float], y: list[float]) -> list[float]:
    steps = [(y[i + 1] - y[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)]
    inner = [_harmonic(a, b) for a, b in pairwise(steps)]
    return [steps[0], *inner, 0.0 if len(steps) > 1 else steps[0]]


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a > 0 and b > 0 else 0.0


@dataclass(frozen=True, kw_only=True)
class Growth:
    """The numbers of every item, from its age. `scale` multiplies all of them (0.001: a quiet film)."""

    seed: int = 0
    scale: float = 1.0
    curve: Curve = field(default_factory=Curve)

    def read(self, platform: str, item_id: str, public_at: datetime | None, now: datetime) -> dict[str, int | float]:
        """The item's metrics at `now`; counts are zero until it is public. Raises KeyError for an unknown platform.

        Reddit adds `upvote_ratio` (0 to 1) and, while the item is on the hot list, `rank` (1 is the top).
        """
        hours = (now - public_at).total_seconds() / 3600 if public_at is not None else 0.0
        film = self.curve.at(hours) * self.scale
        numbers: dict[str, int | float] = {
            name: round(film * share * self._luck(platform, item_id, name)) for name, share in SHARES[platform].items()
        }
        if platform == "reddit":
            numbers |= self._reddit(item_id, hours, film)
        return numbers

    def _luck(self, platform: str, item_id: str, name: str) -> float:
        return 1.0 if (platform, name) in EXACT else 0.9 + 0.2 * self._chance(platform, item_id, name)

    def _chance(self, *words: str) -> float:
        digest = hashlib.blake2b("\0".join((str(self.seed), *words)).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def _reddit(self, item_id: str, hours: float, film: float) -> dict[str, int | float]:
        ratio: dict[str, int | float] = {"upvote_ratio": round(0.9 + 0.07 * self._chance("ratio", item_id), 2)}
        if film < LISTED or hours > FRESH_HOURS:
            return ratio
        climbed = min(1.0, math.log(film / LISTED) / math.log(FRONT_PAGE / LISTED))
        return ratio | {"rank": max(1, round(100 - 99 * climbed))}
