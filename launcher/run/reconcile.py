"""What was sent and never confirmed: look for it before anything is sent again."""

import random
from datetime import datetime, timedelta

from launcher.errors import LoginExpired, PlatformError, Refused, Throttled
from launcher.journal.allowances import LONGEST_WAIT
from launcher.journal.claims import refute
from launcher.journal.doubts import superseded
from launcher.journal.reading import launch
from launcher.journal.records import Outcome, Superseded
from launcher.run import verdicts
from launcher.run.handlers import FINDERS
from launcher.run.work import Work

_HOPELESS = timedelta(hours=1)
_TRIES = 5
"""How long, and how often at the least, the platform may be unable to tell before a person is asked."""


def reconcile(work: Work, draw: random.Random) -> Outcome | None:
    """Done where the unconfirmed try landed; None where nothing is in doubt or it is proved absent: it may be sent.

    What a newer plan edited or withdrew meanwhile is not sent any more. What has no finder looks for itself before it
    makes anything: it only waits until that look can be believed. Raises LoginExpired: the doubt remains, and waits
    for the login.
    """
    if work.claim.doubt_since is None:
        return _superseded(work)
    looked_at = work.now
    try:
        found = FINDERS[work.entry.kind](work) if work.entry.kind in FINDERS else None
    except LoginExpired:
        raise
    except PlatformError as error:
        return _cannot_tell(work, error, draw)
    return found or _absent(work, looked_at, draw)


def adopt(work: Work, refusal: Refused) -> Outcome | None:
    """The platform calls it a duplicate: after an unconfirmed try that is evidence. None where there was no such try.

    What cannot be found is left to a person: it may have landed, and other posts may stand between by now.
    """
    if work.claim.doubt_since is None or work.entry.kind not in FINDERS:
        return None
    try:
        found = FINDERS[work.entry.kind](work)
    except PlatformError:
        found = None
    return found or verdicts.doubtful(work.entry, verdicts.said(refusal), work.claim.doubt_since)


def _absent(work: Work, looked_at: datetime, draw: random.Random) -> Outcome | None:
    """Not found: believe it only where the platform's search had time to show it, and then mind the hour.

    What counts is when the look began: a worker may be stopped for as long as the grace after it.
    """
    proved_at = (work.claim.doubt_until or work.claim.doubt_since or work.now) + work.grace
    if looked_at >= proved_at:
        refute(work.journal, work.claim)
        too_late = work.entry.late_at is not None and work.now > work.entry.late_at
        return _superseded(work) or (verdicts.late(work.entry) if too_late else None)
    due_at = min(proved_at, work.now + verdicts.pause(work.entry.attempts + 1, draw))
    return verdicts.unknown(work.entry, "not found yet", due_at)


def _superseded(work: Work) -> Outcome | None:
    """Not sent: a newer plan says something else of it, or nothing. None where it says the same."""
    found = superseded(work.journal, work.claim)
    if found is Superseded.WITHDRAWN:
        return verdicts.withdrawn()
    if found is None:
        return None
    recorded = launch(work.journal, work.entry.launch)
    return verdicts.edited(work.entry, recorded.manifest if recorded else "MANIFEST")


def _cannot_tell(work: Work, error: PlatformError, draw: random.Random) -> Outcome:
    waited = work.now - (work.claim.doubt_since or work.now)
    hopeless = waited > max(_HOPELESS, work.grace) and work.entry.attempts >= _TRIES
    if hopeless or isinstance(error, Refused):
        return verdicts.doubtful(work.entry, verdicts.said(error))
    due_at = work.now + verdicts.pause(work.entry.attempts, draw)
    if isinstance(error, Throttled) and error.retry_at:
        due_at = max(due_at, min(error.retry_at, work.now + LONGEST_WAIT))
    why = verdicts.said(error).removesuffix("; nothing was sent")
    return verdicts.unknown(work.entry, f"it cannot be looked for: {why}", due_at)
