"""What was sent and never confirmed: look for it before anything is sent again."""

import random
from datetime import timedelta

from launcher.errors import PlatformError, Refused
from launcher.journal.records import Outcome
from launcher.run import verdicts
from launcher.run.handlers import FINDERS
from launcher.run.work import Work

_HOPELESS = timedelta(hours=1)
"""How long the platform may be unable to tell whether something landed before a person is asked."""


def reconcile(work: Work, draw: random.Random) -> Outcome | None:
    """Done where the unconfirmed try landed; None where it is proved absent, and may be sent again."""
    if work.claim.doubt_since is None or work.entry.kind not in FINDERS:
        return None
    try:
        found = FINDERS[work.entry.kind](work)
    except PlatformError as error:
        return _cannot_tell(work, error, draw)
    return found or _absent(work, draw)


def adopt(work: Work) -> Outcome | None:
    """The platform calls it a duplicate: after an unconfirmed try that is evidence. Find it, or None."""
    if work.claim.doubt_since is None or work.entry.kind not in FINDERS:
        return None
    try:
        return FINDERS[work.entry.kind](work)
    except PlatformError:
        return None


def _absent(work: Work, draw: random.Random) -> Outcome | None:
    """Not found: believe it only after the platform's search had time to show it."""
    proved_at = (work.claim.doubt_since or work.now) + work.grace
    if work.now >= proved_at:
        return None
    due_at = min(proved_at, work.now + verdicts.pause(work.entry.attempts + 1, draw))
    return verdicts.unknown(work.entry, "not found yet", due_at)


def _cannot_tell(work: Work, error: PlatformError, draw: random.Random) -> Outcome:
    hopeless = work.now - (work.claim.doubt_since or work.now) > max(_HOPELESS, work.grace)
    if hopeless or isinstance(error, Refused):
        return verdicts.doubtful(work.entry, verdicts.said(error))
    return verdicts.unknown(work.entry, verdicts.said(error), work.now + verdicts.pause(work.entry.attempts, draw))
