"""`notify`: people are told, never twice."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from launcher.engagement.digest import digest
from launcher.errors import Refused, Unavailable
from launcher.journal.notices import URGENT
from launcher.journal.reading import entry, launch
from launcher.journal.records import Launch, Outcome, State
from launcher.plan.specs import NoticeSpec
from launcher.platforms.base import Tells
from launcher.run.context import context
from launcher.run.work import Work
from launcher.text.templates import render

MOST_TRIES = 12
"""How often a service that does not answer is asked: over half an hour or so."""


def notify(work: Work) -> Outcome:
    """Tell them, after quiet hours where it can wait; not at all where it is over. The intent is committed first."""
    spec, recorded = work.spec(NoticeSpec), launch(work.journal, work.entry.launch)
    if recorded is None or is_over(work, spec):
        return Outcome(state=State.SKIPPED, error="it was over before anybody was told")
    wakes_at = quiet_until(recorded, work.now)
    if wakes_at and spec.event not in URGENT:
        return Outcome(state=State.PLANNED, due_at=wakes_at, counts=False)
    people, body = work.on(Tells), _body(work, spec, recorded)
    work.intend(spec.title)
    try:
        people.tell(spec.title, body)
    except Unavailable as error:
        if work.entry.attempts >= MOST_TRIES:
            raise Refused(f"nobody was told: {error.message}", code=error.code) from error
        raise
    return Outcome(state=State.DONE)


def find(_work: Work) -> Outcome:
    """What was sent and not confirmed is not told again: it went out, or all but surely."""
    return Outcome(state=State.DONE, error="sent, not confirmed; not told twice")


def is_over(work: Work, spec: NoticeSpec) -> bool:
    """Whether what it tells of is no longer so."""
    return bool(spec.of) and entry(work.journal, spec.of).state != spec.state


def _body(work: Work, spec: NoticeSpec, recorded: Launch) -> str:
    if spec.event == "digest":
        return digest(work.journal, recorded)
    return render(spec.body, context(work.journal, work.entry.launch)) if spec.event == "alert" else spec.body


def quiet_until(recorded: Launch, now: datetime) -> datetime | None:
    """When the launch's quiet hours end, or None outside of them."""
    said = recorded.facts.get("notify", {}).get("quiet", "")
    if not said:
        return None
    start, end = (time.fromisoformat(each) for each in said.split("-"))
    local = now.astimezone(ZoneInfo(recorded.timezone))
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1) if clock >= end else local.date()
    return datetime.combine(day, end, ZoneInfo(recorded.timezone)).astimezone(now.tzinfo)
