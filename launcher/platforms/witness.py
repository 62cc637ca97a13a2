"""What time the platforms say it is, as their replies' Date headers tell it (RFC 9110, section 6.6.1).

A machine that dreams of another zone when it starts, or whose clock is set on in the middle of a launch, would open
the film before its hour. Time that passes after a reply is counted by a clock that nobody sets; where that and the
machine's clock went apart meanwhile, one of them was set, or the machine stood still: then a platform is asked anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from launcher.clock import Stopwatch

_APART = 60.0
"""Seconds by which the two clocks may go apart before what was told counts no longer."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    at: datetime
    since: Stopwatch

    def holds(self) -> bool:
        """Whether nobody has set a clock since."""
        return self.since.apart() < _APART


class Witness:
    """What one process was told, by any of the platforms."""

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}
        self._stepped = False

    def hear(self, platform: str, headers: Mapping[str, str]) -> None:
        """Take note of a reply's date, unless it was kept for a while on its way; names must not mind upper case."""
        try:
            at = parsedate_to_datetime(headers.get("date", ""))
        except (ValueError, TypeError):
            return
        if "age" not in headers and at.tzinfo is not None:
            self._told[platform] = _Told(at=at, since=Stopwatch())

    def time(self) -> datetime | None:
        """The time by the platform whose clock is the furthest on, or None where none has told it."""
        told = [each for each in list(self._told.values()) if each.holds()]
        return max((each.at + timedelta(seconds=each.since.steady()) for each in told), default=None)

    def stepped(self) -> bool:
        """Whether a clock was set since a platform told the time, and none was asked after that."""
        for name, each in list(self._told.items()):
            if not each.holds():
                self._told.pop(name, None)
                self._stepped = True
        return self._stepped

    def asked(self) -> None:
        """A platform was asked anew, whatever it told."""
        self._stepped = False


WITNESS = Witness()
"""That of this process."""
