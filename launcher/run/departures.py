"""What waits at the wire for one instant: asked for in one read, then sent by one thread, one right after the other.

Of a hundred posts due at once each would else ask the journal for itself at the worst of moments, a hundred threads
would wake at once, and the first replies, which take longer to record than a post to send, would hold up the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock

from launcher.errors import Embargoed, PlatformError, Unavailable
from launcher.journal.database import Journal
from launcher.journal.poised import unwanted
from launcher.journal.records import Claim, Entry
from launcher.plan.action import PUNCTUAL, Kind
from launcher.platforms.witness import WITNESS
from launcher.text.human import words

_SKEW = timedelta(minutes=2)
"""How far our clock may be ahead of a platform's: dates are told in whole seconds, and lines are slow."""

_LOOKS = timedelta(minutes=1)
"""The longest pause between two looks at a clock that may have been mended meanwhile."""

Send = Callable[[], bool]
"""Sends one request that is ready; False where there is more to do than to send."""


@dataclass(kw_only=True)
class _Ticket:
    """One that waits. Its thread sleeps at `bar` until it is sent, refused, or left to it."""

    claim: Claim
    send: Send
    bar: Lock = field(default_factory=Lock)
    sent: bool = False
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.bar.acquire()

    def go(self, refused: PlatformError | None) -> None:
        """Send it. Whatever goes wrong is raised in its own thread."""
        self.error = refused
        try:
            self.sent = refused is None and self.send()
        except BaseException as error:  # noqa: BLE001
            self.error = error

    def outcome(self) -> bool:
        """Whether it was sent, when its bar is lifted."""
        self.bar.acquire()
        if self.error is not None:
            raise self.error
        return self.sent


class Departures:
    """The gates of this process, one an instant. Whoever comes first to one keeps it for the others."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._gates: dict[datetime, list[_Ticket]] = {}
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

    def too_early(self, claim: Claim) -> PlatformError | None:
        """Why it may not leave although its instant has come by our clock: the platforms say that it has not."""
        now, entry = self._journal.now(), claim.entry
        if not held_to_the_plan(entry, self._journal):
            return None
        if WITNESS.stepped():
            return Embargoed("a clock was set meanwhile; nothing was sent", until=now, hour=False)
        told = WITNESS.time()
        if told is None or told + _SKEW >= entry.planned_for:
            return None
        said = f"this machine's clock is {words(now - told)} ahead of the platforms', by which its time has not come"
        again = now + min(entry.planned_for - told, _LOOKS)
        return Embargoed(f"{said}; nothing was sent", until=again, hour=False, fix="set the clock")

    def leave(self, claim: Claim, send: Send) -> bool:
        """Send it at its instant; False where that is left to the caller.

        Raises PlatformError where it is not wanted any more by then, and what `send` raises.
        """
        ticket = _Ticket(claim=claim, send=send)
        with self._lock:
            leads = claim.entry.due_at not in self._gates
            self._gates.setdefault(claim.entry.due_at, []).append(ticket)
        if leads:
            self._keep(claim.entry.due_at)
        return ticket.outcome()

    def _keep(self, instant: datetime) -> None:
        """Open the gate at its instant. Whatever fails, nobody waits for ever, and nothing leaves unasked."""
        asked, refused, tickets = False, dict[int, PlatformError](), list[_Ticket]()
        try:
            while self._journal.now() < instant:
                self._journal.clock.wait(instant, Event())
            tickets = self._close(instant)
            refused = unwanted(self._journal, [each.claim for each in tickets])
            asked = True
        finally:
            tickets = tickets or self._close(instant)
            for each in tickets:
                each.go((refused.get(each.claim.entry.id) or self.too_early(each.claim)) if asked else _unasked())
            for each in tickets:
                each.bar.release()

    def _close(self, instant: datetime) -> list[_Ticket]:
        """All that waits there. Whoever comes from now on finds another gate, and its instant past."""
        with self._lock:
            return self._gates.pop(instant)


def held_to_the_plan(entry: Entry, journal: Journal) -> bool:
    """Whether it is to leave at an instant that the plan names, by the world's time."""
    return entry.kind in PUNCTUAL and not entry.condition and journal.clock.is_real


def _unasked() -> PlatformError:
    told = "the journal cannot be asked whether it is still wanted; nothing was sent"
    return Unavailable(told, code="journal")


class Departure:
    """One action's way through its gate."""

    def __init__(self, departures: Departures, claim: Claim, *, asks: bool) -> None:
        self._departures, self._claim, self._asks = departures, claim, asks

    def leave(self, send: Send) -> bool:
        """As `Departures.leave`; False where its instant is past.

        What a slow line brings here after its instant is asked for all the same: it was claimed before.
        """
        asks, self._asks = self._asks, False
        if not self._departures.is_past(self._claim):
            return self._departures.leave(self._claim, send)
        if error := self._departures.too_early(self._claim):
            raise error
        if asks:
            self._departures.ask(self._claim)
        return False
