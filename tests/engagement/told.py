"""A stage whose numbers a test tells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from launcher.stage.growth import Growth

Numbers = dict[str, int | float]
Tell = Callable[[str, float, Numbers], Numbers]
"""From a platform, the hours since the item was public, and what the stage would say, to what it says."""


@dataclass(frozen=True, kw_only=True)
class Told(Growth):
    """Numbers as `tell` says them."""

    tell: Tell

    def read(self, platform: str, item_id: str, public_at: datetime | None, now: datetime) -> Numbers:
        """The stage's own numbers, told anew."""
        hours = (now - public_at).total_seconds() / 3600 if public_at else 0.0
        return self.tell(platform, hours, super().read(platform, item_id, public_at, now))
