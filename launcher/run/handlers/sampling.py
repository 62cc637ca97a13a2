"""`sample`: readings of all that one account published, again and again down the ladder.

Whatever launch's turn it is, the account's other launches that are due are read in the same calls.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from launcher.engagement.milestones import reach
from launcher.engagement.news import has_people, tell_ending, tell_news
from launcher.errors import PlatformError
from launcher.journal import rounds, tokens
from launcher.journal.records import Entry, Outcome, State
from launcher.journal.samples import add_samples
from launcher.plan import ladder
from launcher.plan.specs import SampleSpec
from launcher.platforms.base import Platform, Receipt
from launcher.run.verdicts import said
from launcher.run.work import Work

MOST = 1e15
"""The greatest count that is kept: whole numbers stay whole up to there."""

_AFTER_FAILURE = timedelta(seconds=30)
"""How long the account's other samplers wait after a reading failed."""


def sample(work: Work) -> Outcome:
    """Read, keep, see which milestones are reached, and say when to come back: done after the ladder's last rung."""
    at = work.now
    samplers = [work.entry, *rounds.also_due(work.journal, work.entry)]
    turns = _turns(work, samplers, at)
    _read(work, samplers, at)
    rounds.close_round(work.journal, work.entry, turns, at)
    for launch in dict.fromkeys(each.launch for each in samplers):
        reach(work.journal, launch)
        tell_news(work.journal, launch)
    _look_at_login(work)
    if turns[0].next_at is None:
        return Outcome(state=State.DONE)
    return Outcome(state=State.PLANNED, due_at=turns[0].next_at, counts=False)


def _turns(work: Work, samplers: Sequence[Entry], at: datetime) -> list[rounds.Turn]:
    known = rounds.last_read(work.journal, samplers)
    second = ladder.second_of(work.entry.platform, work.entry.account)
    return [_turn(each, known.get(each.id), second, at) for each in samplers]


def _turn(sampler: Entry, read_at: datetime | None, second: int, at: datetime) -> rounds.Turn:
    spec = sampler.spec
    if not isinstance(spec, SampleSpec):
        raise TypeError(f"expected SampleSpec, found {type(spec).__name__}")
    missed = ladder.missed(spec, second, read_at, at)
    return rounds.Turn(sampler=sampler, next_at=ladder.next_rung(spec, second, at), read_at=read_at, missed=missed)


def _read(work: Work, samplers: Sequence[Entry], at: datetime) -> None:
    """Everything that the samplers' launches have there. Where that fails, the others wait with this one."""
    made = rounds.published(work.journal, samplers)
    receipts: dict[str, Receipt] = {each.receipt.id: each.receipt for each in made if each.receipt}
    if not receipts:
        return
    try:
        found = work.on(Platform).sample(list(receipts.values()))
    except PlatformError as error:
        rounds.put_off(work.journal, samplers[1:], at + _AFTER_FAILURE, said(error))
        raise
    add_samples(work.journal, made, [each for each in found if credible(each.value)], at)


def _look_at_login(work: Work) -> None:
    """Once a day, where people are told: when the account's login ends."""
    place = work.entry.platform, work.entry.account
    if not has_people(work.journal, work.entry.launch) or not tokens.is_due(work.journal, *place):
        return
    with suppress(PlatformError):
        expires_at = work.on(Platform).account().expires_at
        tokens.keep(work.journal, *place, expires_at)
        if expires_at:
            tell_ending(work.journal, work.entry, expires_at)


def credible(value: float) -> bool:
    """Whether a platform may mean that. Nothing on earth was seen so often as the most that is believed."""
    return math.isfinite(value) and abs(value) <= MOST
