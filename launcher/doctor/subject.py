"""What is looked at: this machine, and a launch where one is meant."""

from dataclasses import dataclass, field
from datetime import datetime

from launcher.clock import Clock
from launcher.journal.database import Journal
from launcher.journal.records import Entry
from launcher.plan.plan import Plan
from launcher.settings import Settings

Place = tuple[str, str]
"""A platform and an account on it."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The settings, the journal where there is one, and the plan of the launch that is meant, if one is.

    `plan` is as it would be made now and `entries` as the journal has it. `places` are the accounts to ask.
    """

    settings: Settings
    clock: Clock
    journal: Journal | None = None
    plan: Plan | None = None
    entries: tuple[Entry, ...] = ()
    places: tuple[Place, ...] = field(default=())

    @property
    def now(self) -> datetime:
        """The instant by this machine's clock."""
        return self.clock.now()

    @property
    def until(self) -> datetime:
        """The last planned action's instant, samples and notices apart; now without a launch."""
        due = [each.due_at for each in self.plan.actions if each.kind not in ("sample", "notify")] if self.plan else []
        return max([*due, self.now])
