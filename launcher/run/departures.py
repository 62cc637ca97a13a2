"""What waits at the wire for one instant: asked for in one read, let go together, and heard only when all have left.

Of a hundred posts due at once each would else ask the journal for itself at the worst of moments, and the first
replies, which take longer to record than a post to send, would hold up the last posts.
"""

from datetime import datetime
from threading import Event, Lock

from launcher.errors import PlatformError, Unavailable
from launcher.journal.database import Journal
from launcher.journal.poised import unwanted
from launcher.journal.records import Claim
from launcher.plan.action import Kind

_PATIENCE = 0.25
"""Seconds for which a reply waits, at the most, until the others of its instant have left."""


class _Group:
    """All that leaves at one instant."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.unwanted: dict[int, PlatformError] = {}
        self.open, self.all_left = Event(), Event()
        self._missing: set[int] = set()

    def let_go(self, unwanted: dict[int, PlatformError]) -> None:
        """Open the gate, but for those."""
        self.unwanted = unwanted
        self._missing = {claim.entry.id for claim in self.claims} - unwanted.keys()
        self.open.set()

    def shut(self) -> dict[int, PlatformError]:
        """All of it, unasked."""
        told = "the journal cannot be asked whether it is still wanted; nothing was sent"
        return {claim.entry.id: Unavailable(told, code="journal") for claim in self.claims}

    def left(self, action_id: int) -> None:
        """That one is on its way; the last to leave lets all hear their replies."""
        self._missing.discard(action_id)
        if not self._missing:
            self.all_left.set()


class Departures:
    """The gates of this process, one an instant. Whoever comes first to one keeps it for the others."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._gates: dict[datetime, _Group] = {}
        self._lock = Lock()

    def departure(self, claim: Claim, *, ahead: bool = False) -> "Departure":
        """That of one claimed action, which may have been claimed `ahead` of its instant."""
        return Departure(self, claim, asks=ahead or claim.entry.kind is Kind.RELEASE)

    def is_past(self, claim: Claim) -> bool:
        """Whether its instant has come."""
        return self._journal.now() >= claim.entry.due_at

    def ask(self, claim: Claim) -> None:
        """Raise PlatformError where it is not wanted any more."""
        for error in unwanted(self._journal, [claim]).values():
            raise error

    def wait(self, claim: Claim) -> _Group:
        """Until its instant. Raises PlatformError where it is not wanted any more by then."""
        group, leads = self._join(claim)
        if leads:
            self._keep(group, claim.entry.due_at)
        group.open.wait()
        if claim.entry.id in group.unwanted:
            raise group.unwanted[claim.entry.id]
        return group

    def _join(self, claim: Claim) -> tuple[_Group, bool]:
        with self._lock:
            leads = claim.entry.due_at not in self._gates
            group = self._gates.setdefault(claim.entry.due_at, _Group())
            group.claims.append(claim)
            return group, leads

    def _keep(self, group: _Group, instant: datetime) -> None:
        """Open the gate at its instant. Whatever fails, nobody waits for ever, and nothing leaves unasked."""
        refused: dict[int, PlatformError] | None = None
        try:
            while self._journal.now() < instant:
                self._journal.clock.wait(instant, Event())
            self._forget(group, instant)
            refused = unwanted(self._journal, group.claims)
        finally:
            self._forget(group, instant)
            group.let_go(group.shut() if refused is None else refused)

    def _forget(self, group: _Group, instant: datetime) -> None:
        """Whoever comes from now on finds another gate, and its instant past."""
        with self._lock:
            if self._gates.get(instant) is group:
                del self._gates[instant]


class Departure:
    """One action's way through the gate."""

    def __init__(self, departures: Departures, claim: Claim, *, asks: bool) -> None:
        self._departures, self._claim, self._asks = departures, claim, asks
        self._group: _Group | None = None

    def hold_back(self) -> bool:
        """Wait for the instant; whether there was anything to wait for. Raises PlatformError, as `Departures.wait`.

        What a slow line brings here after its instant is asked for all the same: it was claimed before.
        """
        waits = not self._departures.is_past(self._claim)
        if waits:
            self._group = self._departures.wait(self._claim)
        elif self._asks:
            self._departures.ask(self._claim)
        self._asks = False
        return waits

    def left(self) -> None:
        """The request is on its way: let the others of its instant leave too, before any reply is looked at."""
        group, self._group = self._group, None
        if group is not None:
            group.left(self._claim.entry.id)
            group.all_left.wait(_PATIENCE)
