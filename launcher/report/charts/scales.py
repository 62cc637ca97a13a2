"""From numbers to places on a picture, and where an axis has its marks."""

import math
from dataclasses import dataclass
from typing import Protocol

_DECADES = 6
"""A logarithmic axis shows no more than so many: a launch begins with a handful of views, and nobody looks there."""

_STEPS = (1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48, 72, 168, 336, 720, 1440, 4320, 8760)
"""Hours between two marks of a time axis."""


class Scale(Protocol):
    """Places a number."""

    @property
    def kind(self) -> str:
        """`linear` or `log`."""
        ...

    @property
    def low(self) -> float:
        """The lowest number on the axis."""
        ...

    @property
    def high(self) -> float:
        """The highest number on the axis."""
        ...

    def __call__(self, value: float) -> float:
        """The place of `value`."""
        ...

    def marks(self) -> list[float]:
        """Where the axis has its marks."""
        ...


@dataclass(frozen=True, kw_only=True)
class Linear:
    """Even steps from `low` at `start` to `high` at `end`."""

    low: float
    high: float
    start: float
    end: float
    kind: str = "linear"

    def __call__(self, value: float) -> float:
        """The place of `value`."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    def marks(self) -> list[float]:
        """About five round numbers."""
        step = _round_step((self.high - self.low) / 5)
        return [step * i for i in range(math.ceil(self.low / step), math.floor(self.high / step + 1e-9) + 1)]


@dataclass(frozen=True, kw_only=True)
class Log:
    """Even steps for every tenfold; what lies below `low` is drawn at `low`."""

    low: float
    high: float
    start: float
    end: float
    kind: str = "log"

    def __call__(self, value: float) -> float:
        """The place of `value`."""
        share = math.log10(max(value, self.low) / self.low) / math.log10(self.high / self.low)
        return self.start + (self.end - self.start) * share

    def marks(self) -> list[float]:
        """Every power of ten."""
        first, last = round(math.log10(self.low)), math.floor(math.log10(self.high) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]


def of_values(kind: str, most: float, bottom: float, top: float) -> Scale:
    """The axis for counts from nothing to `most`, with a little room above."""
    most = max(most, 10.0)
    if kind == "linear":
        return Linear(low=0.0, high=most * 1.08, start=bottom, end=top)
    low = 10.0 ** max(0, math.floor(math.log10(most)) - _DECADES + 1)
    return Log(low=low, high=most * 1.6, start=bottom, end=top)


def hour_marks(end: float, most: int) -> list[float]:
    """Hours after release at which a time axis has its marks, `most` of them besides release."""
    step = next((each for each in _STEPS if end / each <= most + 1e-9), end)
    return [step * i for i in range(int(end / step + 1e-9) + 1)]


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= step * 0.999)
