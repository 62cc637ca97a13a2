"""`run_action`: one action through claim, reconciliation, handler and settlement. All drivers call just this."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from launcher.clock import ZERO, Stopwatch
from launcher.engagement.news import tell_low
from launcher.errors import JournalError, LauncherError, LoginExpired, Lost, PlatformError, Refused
from launcher.journal import allowances, claims, doubts
from launcher.journal.database import Journal
from launcher.journal.owner import this_owner
from launcher.journal.records import Claim, Entry, Outcome
from launcher.plan.action import Kind, Lane, lane
from launcher.platforms.base import Metered, Platform
from launcher.platforms.permit import Permit, in_force
from launcher.platforms.witness import WITNESS
from launcher.run import verdicts
from launcher.run.adapters import Adapters, Place
from launcher.run.departures import Departures, held_to_the_plan
from launcher.run.films import Films
from launcher.run.handlers import HANDLERS
from launcher.run.observer import Observer
from launcher.run.receipts import sound
from launcher.run.reconcile import adopt, reconcile
from launcher.run.valve import Valve
from launcher.run.work import Work
from launcher.settings import Settings

log = structlog.get_logger()


class Runner:
    """Runs single actions of one journal. Any number of runners may work beside it, here or on other machines."""

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        observer: Observer,
        draw: random.Random,
        films: Films | None = None,
    ) -> None:
        self._journal = journal
        self._settings = settings
        self._observer = observer
        self._draw = draw
        self._films = films
        self._adapters = Adapters(settings, journal)
        self._departures = Departures(journal)
        self._works: dict[int, Work] = {}
        self._valve = Valve(settings.limit_rate, journal.now)

    def run_action(self, action_id: int, ahead: timedelta = ZERO) -> bool:
        """Claim the action, do it, settle it; whether it was claimed: it may not be due, or another's.

        What falls due within `ahead` is got ready, and held back at the wire until its instant.

        Raises JournalError where the journal cannot be written; whatever was sent is found again by the next try.
        """
        since = Stopwatch()
        claim = claims.claim(self._journal, action_id, this_owner(), ahead=ahead)
        if claim is None:
            return False
        claim = self._here(claim)
        self._observer.began(claim.entry)
        try:
            outcome = self._settled(claim, self._attempt(claim, self._permit(claim, since, ahead)))
        except Lost as error:
            log.info("lost", action=claim.entry.key, why=error.message)
            return True
        finally:
            self._finish(claim)
        self._observer.settled(claim.entry, outcome)
        return True

    def _permit(self, claim: Claim, since: Stopwatch, ahead: timedelta) -> Permit:
        departure = self._departures.departure(claim, ahead=bool(ahead))
        return Permit(claims.LEASE.total_seconds(), since, begins=claim.entry.due_at, departure=departure)

    def _here(self, claim: Claim) -> Claim:
        """With this machine's paths; where it does not see the film the planned ones stay, and the handler tells."""
        entry = self._films and self._films.here(claim.entry)
        return replace(claim, entry=entry) if entry else claim

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
            self._pace(entry, platform)

    def login_now(self, platform: str, account: str) -> str:
        """The account's login as it is now, as a hash."""
        return self._adapters.login((platform, account, Lane.WRITE))

    def _attempt(self, claim: Claim, permit: Permit) -> Outcome:
        """One try. Whatever goes wrong becomes an outcome, so that no action hangs until its lease ends."""
        try:
            try:
                return self._tried(claim, permit)
            except PlatformError as error:
                return self._verdict(claim, error)
        except JournalError:
            raise
        except LauncherError as error:
            return self._stopped(claim, error, error.fix)
        except Exception as error:
            log.exception("failed", action=claim.entry.key)
            return self._stopped(claim, error)

    def _tried(self, claim: Claim, permit: Permit) -> Outcome:
        work = self._work(claim, permit)
        self._ask_the_time(work)
        with in_force(permit):
            outcome = reconcile(work, self._draw) or HANDLERS[claim.entry.kind](work)
        return sound(outcome, claim.entry)

    def _ask_the_time(self, work: Work) -> None:
        """Have a platform tell it where a clock was set since it did, and before a release in any case: by one read."""
        unsure = WITNESS.stepped() or (work.entry.kind is Kind.RELEASE and WITNESS.time() is None)
        if unsure and held_to_the_plan(work.entry, self._journal):
            work.platform.account()
            WITNESS.asked()

    def _settled(self, claim: Claim, outcome: Outcome) -> Outcome:
        """The outcome as it was recorded. What cannot be recorded is held, for a person to look at."""
        try:
            claims.settle(self._journal, claim, outcome)
        except JournalError:
            raise
        except Exception as error:
            log.exception("not recorded", action=claim.entry.key)
            outcome = self._stopped(claim, error)
            claims.settle(self._journal, claim, outcome)
        return outcome

    def _work(self, claim: Claim, permit: Permit) -> Work:
        entry = claim.entry
        platform = self._adapters.take(_place(entry))
        work = Work(
            claim=claim,
            journal=self._journal,
            platform=platform,
            heard=self._observer.progressed,
            grace=self._settings.grace_of(platform.name, platform.limits.grace),
            permit=permit,
            home=self._settings.home,
            valve=self._valve,
        )
        self._works[entry.id] = work
        return work

    def _finish(self, claim: Claim) -> None:
        """Give the adapter back, and keep what its platform told of the account's allowances."""
        work = self._works.pop(claim.entry.id, None)
        if work is not None:
            self._adapters.give(_place(work.entry), work.platform)
            self._pace(work.entry, work.platform)

    def _pace(self, entry: Entry, platform: Platform) -> None:
        if isinstance(platform, Metered):
            levels = platform.gauge.take()
            allowances.keep(self._journal, entry.platform, entry.account, levels)
            if levels:
                tell_low(self._journal, entry)

    def _verdict(self, claim: Claim, error: PlatformError) -> Outcome:
        work, entry = self._works.get(claim.entry.id), claim.entry
        login = self._adapters.login(_place(entry), work.platform if work else None)
        if isinstance(error, LoginExpired):
            self._works.pop(entry.id, None)  # not given back: the next try connects anew
        if isinstance(error, Refused) and error.duplicate and work is not None:
            found = adopt(work, error)
            if found is not None:
                return found
        doubt = doubts.in_doubt(self._journal, claim)
        earlier = doubt is not None and doubt == claim.doubt_since
        told: dict[str, Any] = {"unconfirmed": doubt is not None, "earlier": earlier, "login": login}
        return verdicts.verdict(error, entry, self._journal.now(), self._draw, **told)

    def _stopped(self, claim: Claim, error: Exception, fix: str = "") -> Outcome:
        """Not the platform's doing: a person is asked, and what was sent unconfirmed stays in doubt."""
        if doubts.in_doubt(self._journal, claim):
            return verdicts.doubtful(claim.entry, verdicts.said(error))
        return verdicts.stopped(claim.entry, verdicts.said(error), fix)


def _place(entry: Entry) -> Place:
    return entry.platform, entry.account, lane(entry.kind)
