"""`settings`: what the host holds of the film's settings, read back and set beside the manifest."""

from datetime import timedelta

from launcher.errors import PlatformError, Refused
from launcher.journal.reading import hosts
from launcher.journal.records import Entry, Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.platforms.base import LetsPartnersIn, TellsSettings
from launcher.run.handlers.uploading import film_of
from launcher.run.work import Work
from launcher.text.foreign import clean

SHORTEST, LONGEST = timedelta(seconds=1), timedelta(minutes=1)
"""Pauses between two looks whether the release is over: a tenth of the time since its hour. No host is asked."""

_AHEAD = timedelta(minutes=5)
"""So long before the release nothing that hides the film is begun: a stopped process may end it late."""


def settings(work: Work) -> Outcome:
    """Done where the host holds what the manifest says, or cannot tell. Raises Refused naming every difference.

    While the release is under way, or came in the middle of the look, it looks again.
    """
    seen = _seen_by(work)
    if seen == (False,) and _has_time(work) and differences(work, released=False):
        _let_out(work)
    found = min((differences(work, released=each) for each in seen), key=len, default="")
    if not seen or (found and _seen_by(work) != seen):
        return Outcome(state=State.PLANNED, due_at=work.now + _pause(work), counts=False)
    if found:
        raise Refused(
            f"{work.entry.platform} holds it otherwise than the manifest: {found}",
            code="settings",
            fix=f"mend it on {work.entry.platform}, by hand",
        )
    return Outcome(state=State.DONE)


def _let_out(work: Work) -> None:
    """A partner whom an edit took out of the manifest sees the film no longer."""
    if isinstance(work.platform, LetsPartnersIn):
        uploaded = work.receipt_of(Kind.UPLOAD, work.entry.name)
        work.platform.let_out(uploaded, film_of(work.spec(FilmSpec)))


def _has_time(work: Work) -> bool:
    """Whether what hides the film is over long before the release shows it."""
    release = _release(work)
    return release is not None and work.now + _AHEAD < release.planned_for


def _pause(work: Work) -> timedelta:
    """Short while it is under way; a release may wait for another host for hours."""
    release = _release(work)
    waited = work.now - release.planned_for if release else timedelta(0)
    return max(SHORTEST, min(LONGEST, waited / 10))


def _release(work: Work) -> Entry | None:
    """The release of this film on this host."""
    found = (each for each in hosts(work.journal, work.entry.launch) if each.name == work.entry.name)
    return next((each for each in found if each.kind is Kind.RELEASE), None)


def _seen_by(work: Work) -> tuple[bool, ...]:
    """Whether the film is as it is before its release, or after it; nothing where nobody knows until that is over.

    A try that got no reply may have released it: from its hour on, what has stopped on the way may be either.
    """
    release = _release(work)
    if release is None or release.state is State.DONE:
        return (release is not None,)
    begun = release.planned_for <= work.now
    if release.state in (State.RUNNING, State.UNKNOWN) or (release.state is State.PLANNED and begun):
        return ()
    return (False, True) if begun else (False,)


def differences(work: Work, *, released: bool) -> str:
    """What differs, in words; empty where nothing does. Raises PlatformError."""
    if not isinstance(work.platform, TellsSettings):
        return ""
    uploaded = work.receipt_of(Kind.UPLOAD, work.entry.name)
    found = work.platform.differences(uploaded, film_of(work.spec(FilmSpec)), released=released)
    return "; ".join(clean(each, limit=200) for each in found)


def at_the_end(work: Work) -> str:
    """What differs once the film is visible. A host that does not answer holds up nothing."""
    try:
        return differences(work, released=True)
    except PlatformError:
        return ""
