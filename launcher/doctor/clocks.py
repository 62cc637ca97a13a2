"""This machine's clock beside the platforms', and the zones that it knows.

A clock that is off opens a film too early or too late; X refuses signatures that are off by minutes.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from zoneinfo import ZoneInfo

from launcher.clock import Clock
from launcher.doctor.finding import MACHINE, Finding, bad, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.platforms.preflights import Weight
from launcher.text.human import duration

PATIENCE = 5.0
"""Seconds for a platform to tell the time."""

MOST, SOME = timedelta(minutes=1), timedelta(seconds=5)
"""Off by more than `MOST` nothing may go out; off by more than `SOME` a person should know."""

FIX = "set the clock by the network: timedatectl set-ntp true"

_ROOTS = {
    "youtube": "YOUTUBE_API_ROOT",
    "vimeo": "VIMEO_API_ROOT",
    "facebook": "FACEBOOK_API_ROOT",
    "x": "X_API_ROOT",
    "reddit": "REDDIT_API_ROOT",
}


def check_clock(subject: Subject) -> Iterator[Finding]:
    """The middle of what the platforms' Date headers say of this machine's clock. One HEAD each, without a token."""
    if subject.plan and not subject.places:
        return
    names = list(dict.fromkeys(name for name, _ in subject.places if name in _ROOTS)) or list(_ROOTS)
    roots = [subject.settings.root(_ROOTS[name]) for name in names]
    with ThreadPoolExecutor(max_workers=len(roots)) as pool:
        asked = [*pool.map(lambda root: offset(root, subject.clock), roots)]
    told = [each for each in asked if each is not None]
    if not told:
        said, fix = "no platform could be asked what time it is", "mind the network, and ask again"
        yield Finding(group=MACHINE, name="clock", weight=Weight.WARN, said=said, fix=fix, unreachable=True)
    else:
        yield _judged(told)


def _judged(told: Sequence[timedelta]) -> Finding:
    seconds = median(each.total_seconds() for each in told)
    off, whose = timedelta(seconds=abs(seconds)), f"by {len(told)} platform{'s' if len(told) > 1 else ''}"
    if off < timedelta(seconds=2):
        return fine(MACHINE, "clock", f"right, {whose}")
    said = f"{duration(off)} {'fast' if seconds > 0 else 'slow'}, {whose}"
    if off > MOST:
        return bad(MACHINE, "clock", said, FIX, blocks=True)
    return doubtful(MACHINE, "clock", said, FIX) if off > SOME else fine(MACHINE, "clock", said)


def offset(root: str, clock: Clock) -> timedelta | None:
    """How far this machine's clock is ahead of the one at `root`, or None where that does not tell. Sends no token."""
    import requests

    from launcher.platforms.oembed import anonymous

    before = clock.now()
    try:
        reply = requests.head(root, timeout=PATIENCE, allow_redirects=False, auth=anonymous)
        told: datetime = parsedate_to_datetime(reply.headers["date"])
        return before + (clock.now() - before) / 2 - told - timedelta(seconds=0.5)
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return None


def check_zones(subject: Subject) -> Iterator[Finding]:
    """The launch's zone, and how old the rules are by which its clocks change."""
    import tzdata  # type: ignore[import-untyped]

    version, name = str(tzdata.IANA_VERSION), subject.plan.timezone if subject.plan else "UTC"
    try:
        here = ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        yield bad(MACHINE, "zone data", f"{name} is not known", "pip install --upgrade tzdata")
        return
    then = f"{subject.until.astimezone(here):%Z, UTC%z}"
    said = f"{version}; {name} is {then} then" if subject.plan and name != "UTC" else version
    if int(version[:4]) < subject.now.year - 1:
        yield doubtful(
            MACHINE, "zone data", f"{said}; countries have changed their clocks since", "pip install --upgrade tzdata"
        )
    else:
        yield fine(MACHINE, "zone data", said)
