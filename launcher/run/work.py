"""What a handler is given: one claimed action, the platform it is for, and the journal's seams."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import structlog

from launcher.clock import Stopwatch
from launcher.errors import JournalError, Lost, PlanError, Refused
from launcher.journal.claims import hold
from launcher.journal.database import Journal
from launcher.journal.history import note
from launcher.journal.reading import receipt, receipt_ids
from launcher.journal.records import Claim, Entry
from launcher.plan.action import Kind
from launcher.platforms.base import Platform, Receipt
from launcher.platforms.permit import Permit
from launcher.run.valve import Valve

log = structlog.get_logger()

T = TypeVar("T")

_SKEW = timedelta(minutes=2)

Heard = Callable[[Entry, int], None]
"""Told of an upload's progress in bytes."""


@dataclass(kw_only=True)
class Work:
    """One claimed action under way. `platform` is the connected adapter, as the action's kind needs it.

    `home` is where this machine keeps what it makes.
    """

    claim: Claim
    journal: Journal
    platform: Platform
    heard: Heard
    grace: timedelta
    permit: Permit
    home: Path
    valve: Valve | None = None
    progress: int | None = field(default=None)

    @property
    def entry(self) -> Entry:
        """The action."""
        return self.claim.entry

    @property
    def now(self) -> datetime:
        """The instant by the journal's clock."""
        return self.journal.now()

    def spec(self, of: type[T]) -> T:
        """What the action needs to know, of that type. Raises TypeError for another kind's."""
        return _narrowed(self.entry.spec, of)

    def on(self, ability: type[T]) -> T:
        """The platform as `ability`. Raises Refused where it has not that ability."""
        if not isinstance(self.platform, ability):
            raise Refused(
                f"{self.entry.platform} cannot do a {self.entry.kind}",
                code="unable",
                fix="take that key out of the manifest",
            )
        return self.platform

    def since(self) -> datetime:
        """From when on to look for what was sent: a little before, for clocks that differ."""
        return (self.claim.doubt_since or self.now) - _SKEW

    def known(self) -> frozenset[str]:
        """Ids of what other actions made on this platform: what this one sent is none of them."""
        return receipt_ids(self.journal, self.entry.platform, but=self.entry.id)

    def intend(self, draft: str) -> None:
        """Commit that `draft` is about to be sent. Raises Lost: then nothing may be sent."""
        self._hold(draft=draft)

    def note(self, event: str, detail: str) -> None:
        """Add a line to the action's history, which changes nothing else."""
        with self.journal.write() as connection:
            note(connection, self.entry.id, self.claim.fence, self.now, event, detail=detail)

    def hear(self, sent: int) -> None:
        """Take note of the bytes that are there; wait where they came too fast. Raises Lost, which ends the upload."""
        before, self.progress = self.progress, sent
        self.heard(self.entry, sent)
        self._own()
        if self.valve is not None and before is not None:
            self.valve.let(sent - before, self._wait)

    def _wait(self, seconds: float) -> None:
        Event().wait(seconds)
        self._own()

    def _own(self) -> None:
        if not self.permit.valid:
            self._hold(progress=self.progress)

    def beat(self) -> None:
        """Prolong the lease, and the permit with it; a journal that fails for a moment is asked again next time.

        One that fails for as long as a lease lets the permit end by itself.
        """
        try:
            self._hold(progress=self.progress)
        except JournalError as error:
            log.info("not prolonged", action=self.entry.key, why=error.message)

    def _hold(self, **what: Any) -> None:
        since = Stopwatch()
        try:
            hold(self.journal, self.claim, **what)
        except Lost:
            self.permit.end()
            raise
        self.permit.prolong(since)

    def receipt_of(self, kind: Kind, name: str) -> Receipt:
        """The receipt of an earlier action of this launch. Raises PlanError where it is not done."""
        return self.receipt(f"{self.entry.launch}/{kind}/{name}")

    def receipt(self, key: str) -> Receipt:
        """The receipt of the action of that key. Raises PlanError where it is not done."""
        found = receipt(self.journal, key)
        if found is None:
            raise PlanError(f"{key} has no receipt yet", fix="launcher status shows what became of it")
        return found


def _narrowed(spec: object, of: type[T]) -> T:
    if not isinstance(spec, of):
        raise TypeError(f"expected {of.__name__}, found {type(spec).__name__}")
    return spec
