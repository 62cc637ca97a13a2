"""`run_action`: one action through claim, reconciliation, handler and settlement. All drivers call just this."""

import random

import structlog

from launcher.clock import Stopwatch
from launcher.errors import JournalError, LauncherError, LoginExpired, Lost, PlatformError, Refused
from launcher.journal import claims
from launcher.journal.database import Journal
from launcher.journal.owner import this_owner
from launcher.journal.records import Claim, Entry, Outcome
from launcher.plan.action import lane
from launcher.platforms.permit import Permit, in_force
from launcher.run import verdicts
from launcher.run.adapters import Adapters, Place
from launcher.run.handlers import HANDLERS
from launcher.run.observer import Observer
from launcher.run.reconcile import adopt, reconcile
from launcher.run.work import Work
from launcher.settings import Settings

log = structlog.get_logger()


class Runner:
    """Runs single actions of one journal. Any number of runners may work beside it, here or on other machines."""

    def __init__(self, journal: Journal, settings: Settings, observer: Observer, draw: random.Random) -> None:
        self._journal = journal
        self._settings = settings
        self._observer = observer
        self._draw = draw
        self._adapters = Adapters(settings, journal.clock)
        self._works: dict[int, Work] = {}

    def run_action(self, action_id: int) -> None:
        """Claim the action, do it, settle it. Does nothing where it is not due or another holds it.

        Raises JournalError where the journal cannot be written; whatever was sent is found again by the next try.
        """
        since = Stopwatch()
        claim = claims.claim(self._journal, action_id, this_owner())
        if claim is None:
            return
        self._observer.began(claim.entry)
        try:
            outcome = self._attempt(claim, Permit(claims.LEASE.total_seconds(), since))
            claims.settle(self._journal, claim, outcome)
        except Lost as error:
            log.info("lost", action=claim.entry.key, why=error.message)
            return
        finally:
            self._finish(action_id)
        self._observer.settled(claim.entry, outcome)

    def beat(self) -> None:
        """Prolong the lease of everything under way."""
        for work in list(self._works.values()):
            work.beat()

    def warm(self, entry: Entry) -> None:
        """Connect the account of an action that falls due soon, so that nothing but the request is left to do.

        An action that comes meanwhile does not wait for this: it connects by itself.
        """
        place = _place(entry)
        try:
            platform = self._adapters.take(place)
            platform.account()
        except PlatformError as error:
            log.info("not warmed", action=entry.key, why=verdicts.said(error))
        else:
            self._adapters.give(place, platform)

    def _attempt(self, claim: Claim, permit: Permit) -> Outcome:
        """One try. Whatever goes wrong becomes an outcome, so that no action hangs until its lease ends."""
        try:
            work = self._work(claim, permit)
            with in_force(permit):
                return reconcile(work, self._draw) or HANDLERS[claim.entry.kind](work)
        except JournalError:
            raise
        except PlatformError as error:
            return self._verdict(claim, error)
        except LauncherError as error:
            return self._stopped(claim, error, error.fix)
        except Exception as error:
            log.exception("failed", action=claim.entry.key)
            return self._stopped(claim, error)

    def _work(self, claim: Claim, permit: Permit) -> Work:
        entry = claim.entry
        platform = self._adapters.take(_place(entry))
        work = Work(
            claim=claim,
            journal=self._journal,
            platform=platform,
            heard=self._observer.progressed,
            grace=self._settings.grace or platform.limits.grace,
            permit=permit,
        )
        self._works[entry.id] = work
        return work

    def _finish(self, action_id: int) -> None:
        work = self._works.pop(action_id, None)
        if work is not None:
            self._adapters.give(_place(work.entry), work.platform)

    def _verdict(self, claim: Claim, error: PlatformError) -> Outcome:
        work = self._works.get(claim.entry.id)
        if isinstance(error, LoginExpired):
            self._works.pop(claim.entry.id, None)  # not given back: the next try connects anew
        if isinstance(error, Refused) and error.duplicate and work is not None:
            found = adopt(work, error)
            if found is not None:
                return found
        in_doubt = claims.in_doubt(self._journal, claim)
        return verdicts.verdict(error, claim.entry, self._journal.now(), self._draw, unconfirmed=in_doubt)

    def _stopped(self, claim: Claim, error: Exception, fix: str = "") -> Outcome:
        """Not the platform's doing: a person is asked, and what was sent unconfirmed stays in doubt."""
        if claims.in_doubt(self._journal, claim):
            return verdicts.doubtful(claim.entry, verdicts.said(error))
        return verdicts.stopped(claim.entry, verdicts.said(error), fix)


def _place(entry: Entry) -> Place:
    return entry.platform, entry.account, lane(entry.kind)
