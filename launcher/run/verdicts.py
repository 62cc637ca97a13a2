"""From an error to the state that follows: the one table of what may be sent again, and when."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from launcher.errors import (
    Embargoed,
    LauncherError,
    LoginExpired,
    OutcomeUnknown,
    PlatformError,
    Refused,
    Throttled,
    Unavailable,
)
from launcher.journal.allowances import LONGEST_WAIT
from launcher.journal.records import Entry, Outcome, State
from launcher.journal.sweeps import LATE
from launcher.logins.base import advice
from launcher.plan.action import CREATES, Kind
from launcher.text.foreign import clean
from launcher.text.redaction import redact

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)

_ENOUGH = 12
"""Tries in a row, over half an hour or more, after which a person is asked about a page that cannot be dressed."""

LOGIN_PAUSE = timedelta(minutes=5)
"""How long after a login failed it is tried again, although nothing about it has changed here."""


def ceiling(attempts: int) -> timedelta:
    """The longest pause after that many failed tries in a row: doubling to five minutes."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts, 12)))


def pause(attempts: int, draw: random.Random) -> timedelta:
    """How long to wait after that many failed tries in a row: any part of the longest (full jitter)."""
    return max(timedelta(milliseconds=200), ceiling(attempts) * draw.random())


def said(error: Exception) -> str:
    """An error as a person may see it: foreign text cleaned, secrets hidden."""
    message = error.message if isinstance(error, LauncherError) else f"{type(error).__name__}: {error}"
    return redact(clean(message, limit=500))


def verdict(
    error: PlatformError,
    entry: Entry,
    now: datetime,
    draw: random.Random,
    *,
    unconfirmed: bool,
    earlier: bool = False,
    login: str = "",
) -> Outcome:
    """What follows from `error`.

    `unconfirmed` says that something was sent which must not be sent twice, and `earlier` that it was by a try
    before this one, of which `error` says nothing. `login` names the login that was used, as a hash.
    """
    if isinstance(error, OutcomeUnknown) and unconfirmed and entry.kind not in CREATES and entry.attempts >= _ENOUGH:
        told = f"look at {entry.platform}; then launcher resume {entry.key}   or   launcher cancel {entry.key}"
        return Outcome(state=State.HELD, error=f"tried {entry.attempts + 1} times: {said(error)}", next=told)
    if isinstance(error, OutcomeUnknown) and unconfirmed:
        return unknown(entry, said(error), now + pause(entry.attempts, draw))
    if isinstance(error, LoginExpired):
        return _without_login(error, entry, now, login, earlier=earlier)
    if isinstance(error, Refused):
        outcome = Outcome(state=State.REFUSED, error=said(error), next=_retry(entry, error.fix), clears_doubt=True)
    elif isinstance(error, Embargoed):
        outcome = _embargoed(error, entry)
    elif isinstance(error, Throttled):
        outcome = _throttled(error, entry, now, draw)
    else:
        outcome = _again(error, entry, now, draw)
    return replace(outcome, clears_doubt=outcome.clears_doubt and not earlier)


def unknown(entry: Entry, error: str, due_at: datetime) -> Outcome:
    """Sent, not confirmed: look for it at `due_at`; meanwhile a person may tell."""
    return Outcome(state=State.UNKNOWN, due_at=due_at, error=f"sent, not confirmed: {error}", next=_resolve(entry))


def doubtful(entry: Entry, error: str, since: datetime | None = None) -> Outcome:
    """Sent (at `since`, where that was an earlier try), and nothing tells whether it landed: a person must look."""
    return Outcome(state=State.HELD, error=f"sent, not confirmed: {error}", next=_resolve(entry), doubt_since=since)


def stopped(entry: Entry, error: str, fix: str = "") -> Outcome:
    """Nothing was sent, and nothing will be before a person has mended something."""
    again = f"launcher resume {entry.key}"
    return Outcome(
        state=State.HELD, error=error, next=redact(f"{fix}; then {again}") if fix else again, clears_doubt=True
    )


def late(entry: Entry) -> Outcome:
    """Not sent, and by now too late to be sent without asking."""
    return Outcome(state=State.HELD, error=LATE["error"], next=LATE["next"].format(key=entry.key))


def withdrawn() -> Outcome:
    """Not sent, and a newer plan has it no more."""
    return Outcome(state=State.CANCELLED, error="no longer in the manifest; it was not sent")


def edited(entry: Entry, manifest: str) -> Outcome:
    """Not sent in the form that it had, and a newer plan has another."""
    told = f"launcher launch {manifest}   (send it as it is there)   or   launcher resume {entry.key}   (as it was)"
    return Outcome(state=State.HELD, error="edited in the manifest while it was under way; it was not sent", next=told)


def _again(error: PlatformError, entry: Entry, now: datetime, draw: random.Random) -> Outcome:
    certain = isinstance(error, Unavailable | OutcomeUnknown)
    return Outcome(
        state=State.PLANNED, due_at=now + pause(entry.attempts, draw), error=said(error), clears_doubt=certain
    )


def _embargoed(error: Embargoed, entry: Entry) -> Outcome:
    moved = error.hour and entry.kind is Kind.RELEASE
    return Outcome(state=State.PLANNED, due_at=error.until, error=said(error), clears_doubt=True, moved=moved)


def _throttled(error: Throttled, entry: Entry, now: datetime, draw: random.Random) -> Outcome:
    """Wait as long as the platform says, but for a day at the most: then ask again.

    A part by chance comes on top, so that workers do not return all at once (equal jitter: at least half is waited).
    """
    told = error.retry_at is not None and error.retry_at > now
    wait = min(error.retry_at - now, LONGEST_WAIT) if told and error.retry_at else ceiling(entry.attempts + 3) / 2
    due_at = now + wait + min(wait, timedelta(seconds=15) if told else wait) * draw.random()
    return Outcome(state=State.PLANNED, due_at=due_at, error=said(error), paused_until=due_at, clears_doubt=True)


def _without_login(error: LoginExpired, entry: Entry, now: datetime, login: str, *, earlier: bool) -> Outcome:
    """Held, and tried again by itself: when the login is another, and every few minutes.

    What an earlier try may have sent stays in doubt: it is looked for once the login works.
    """
    fix = advice(error.fix, entry.platform, entry.account)
    again = f"launcher resume {entry.key}" if not earlier else _resolve(entry)
    told = f"sent, not confirmed: {said(error)}" if earlier else said(error)
    return Outcome(
        state=State.HELD,
        error=told,
        next=redact(f"{fix}; then {again}"),
        clears_doubt=not earlier,
        login=login,
        look_at=now + LOGIN_PAUSE,
    )


def _retry(entry: Entry, fix: str) -> str:
    again = f"launcher retry {entry.key}"
    if not fix:
        return again
    return redact(f"{fix}; after an edit of the manifest: launcher launch {entry.launch}; else: {again}")


def _resolve(entry: Entry) -> str:
    return f"look at {entry.platform}; then launcher resolve {entry.key} --posted URL   or   --not-posted"
