"""`settings`: what the host holds of the film's settings, read back and set beside the manifest."""

from launcher.errors import PlatformError, Refused
from launcher.journal.records import Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import FilmSpec
from launcher.platforms.base import TellsSettings
from launcher.run.handlers.uploading import film_of
from launcher.run.work import Work
from launcher.text.foreign import clean


def settings(work: Work) -> Outcome:
    """Done where the host holds what the manifest says, or cannot tell. Raises Refused naming every difference."""
    found = differences(work, released=False)
    if found:
        raise Refused(
            f"{work.entry.platform} holds it otherwise than the manifest: {found}",
            code="settings",
            fix=f"mend it on {work.entry.platform}, by hand",
        )
    return Outcome(state=State.DONE)


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
