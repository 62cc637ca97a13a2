"""A plan: everything that one manifest makes launcher do, each action with its instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from launcher.plan.action import Action


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The timed actions of one launch, in the order of their instants.

    `at` is T and `release_at` when the hosts go public. `source` is the manifest's sha256; `facts` is what
    templates may say of film and launch. `made_at` is the instant for which "as early as possible" was planned.
    """

    launch: str
    manifest: str
    source: str
    at: datetime
    release_at: datetime
    timezone: str
    made_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()

    def action(self, key: str) -> Action:
        """The action of that key. Raises KeyError."""
        return next(each for each in self.actions if each.key == key)
