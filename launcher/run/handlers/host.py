"""`ready`, `release`, `visible`: from an uploaded film to one that anybody can play."""

from datetime import timedelta

from launcher.errors import Refused
from launcher.journal.records import Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.platforms.base import Host, Processing
from launcher.run.handlers.settings import at_the_end
from launcher.run.handlers.uploading import film_of
from launcher.run.work import Work

_PROCESSING = (timedelta(seconds=5), timedelta(minutes=5))
_APPEARING = (timedelta(seconds=1), timedelta(minutes=1))
"""Shortest and longest pause between two looks; each look waits a tenth of the time that has passed so far."""


def ready(work: Work) -> Outcome:
    """Look whether the host has processed the film. Raises Refused where it failed or rejected it."""
    uploaded = work.receipt_of(Kind.UPLOAD, work.entry.name)
    found = work.on(Host).readiness(uploaded)
    if found.processing is Processing.FAILED:
        told = f"{work.entry.platform} could not process the film: {found.reason}"
        raise Refused(told, code="processing", fix=f"look at it on {work.entry.platform}, and upload it anew")
    if found.processing is Processing.RUNNING:
        return _look_again(work, _PROCESSING)
    return Outcome(state=State.DONE)


def release(work: Work) -> Outcome:
    """Make the film public. The platform's call is idempotent, so this may be repeated after any error."""
    uploaded = work.receipt_of(Kind.UPLOAD, work.entry.name)
    receipt = work.on(Host).release(uploaded, film_of(work.spec(FilmSpec)))
    return Outcome(state=State.DONE, receipt=receipt)


def visible(work: Work) -> Outcome:
    """Look whether an anonymous visitor can play it; what differs from the manifest is told, and holds up nothing."""
    uploaded = work.receipt_of(Kind.UPLOAD, work.entry.name)
    if not work.on(Host).visible(uploaded):
        return _look_again(work, _APPEARING)
    found = at_the_end(work)
    told = f"{work.entry.platform} holds it otherwise than the manifest: {found}" if found else ""
    return Outcome(state=State.DONE, error=told, counts=False)


def _look_again(work: Work, bounds: tuple[timedelta, timedelta]) -> Outcome:
    shortest, longest = bounds
    waited = work.now - work.entry.planned_for
    return Outcome(state=State.PLANNED, due_at=work.now + max(shortest, min(longest, waited / 10)), counts=False)
