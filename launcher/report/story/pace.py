"""How often readings were to be taken, and so from when on a silence is a gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from launcher.journal.records import Entry
from launcher.plan.specs import SampleSpec, Step

_TIMES, _LEAST = 2.5, 0.05
"""A silence of more than so many intervals is a gap, and so many hours at least: one reading may come late."""

_ROUND = 1 / 60
"""Hours."""

_UNKNOWN = 4.0
"""So many median intervals where no ladder is known."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The sampling ladder, in hours since release."""

    until: tuple[float, ...] = ()
    every: tuple[float, ...] = ()

    def breaks(self, hours: NDArray[np.float64]) -> NDArray[np.intp]:
        """After which readings there is a gap."""
        silences = np.diff(hours)
        if not len(silences):
            return np.zeros(0, np.intp)
        return np.flatnonzero(silences > self._allowed(hours, silences))

    def rounds(self, hours: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which readings are the last of their round: accounts are read within one minute, each at its own second.

        A sum in the middle of a round would have one account's number of now and another's of a round ago. Where
        readings came oftener than the ladder says, none is longer than a minute.
        """
        if not self.every or len(hours) < 2:
            return np.ones(len(hours), np.bool_)
        begins = np.append(True, np.diff(hours) > _ROUND)
        first = hours[begins][np.cumsum(begins) - 1]
        minute = np.floor((hours - first) / _ROUND)
        same = ~begins[1:] & (minute[1:] == minute[:-1]) & (self._expected(hours)[:-1] > _ROUND * _TIMES)
        return np.append(~same, True)

    def _expected(self, hours: NDArray[np.float64]) -> NDArray[np.float64]:
        """The interval of the ladder at each of these hours."""
        rungs = np.minimum(np.searchsorted(self.until, hours, side="left"), len(self.every) - 1)
        found: NDArray[np.float64] = np.asarray(self.every)[rungs]
        return found

    def _allowed(self, hours: NDArray[np.float64], silences: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.every:
            return np.full(len(silences), max(_UNKNOWN * float(np.median(silences)), 1.0))
        every = self._expected(hours)
        expected = np.maximum(every[:-1], every[1:])
        allowed: NDArray[np.float64] = np.maximum(expected * _TIMES, expected + _LEAST)
        return allowed


def pace(entries: Iterable[Entry]) -> Pace:
    """The launch's ladder: it is the same for all accounts."""
    ladder = next((each.spec.ladder for each in entries if isinstance(each.spec, SampleSpec)), ())
    return of_ladder(ladder)


def of_ladder(ladder: Sequence[Step]) -> Pace:
    """A pace from the ladder's rungs, which count in seconds."""
    return Pace(until=tuple(each.until / 3600 for each in ladder), every=tuple(each.every / 3600 for each in ladder))
