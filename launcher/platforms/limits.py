"""Every number that a platform sets, in one table, each with its source and the date on which it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One number of a platform: how much of which unit, who says so, and when that was checked."""

    value: float
    unit: str
    source: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one platform allows. `grace` is how long an unconfirmed post may take to appear in its searches."""

    platform: str
    grace: timedelta
    numbers: Mapping[str, Limit] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Limit:
        return self.numbers[name]
