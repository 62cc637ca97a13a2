"""`schedule`, `premiere`: the film is made public by the host's own clock, or by a person's hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from launcher.clock import utc
from launcher.journal.decisions import TAKEN_BACK
from launcher.journal.reading import entry, launch
from launcher.journal.records import OPEN, Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import InstantSpec
from launcher.platforms.base import SchedulesRelease, TellsPremiere
from launcher.run.verdicts import withdrawn
from launcher.run.work import Work

TOO_CLOSE = timedelta(minutes=1)
"""An instant as near as this is not told to the host any more: one that is past would publish at once."""

_SAME = timedelta(seconds=1)

LOOK_AGAIN = timedelta(minutes=5)
"""How often it is looked whether the person has set the Premiere."""


def schedule(work: Work) -> Outcome:
    """Have the host release the film by itself, should this machine be asleep then; the release goes on besides.

    A release that is held, withdrawn or moved is not told; where that happens meanwhile, it is taken back.
    """
    at, host = utc(work.spec(InstantSpec).at), work.on(SchedulesRelease)
    film = work.receipt_of(Kind.UPLOAD, work.entry.name)
    if not _stops(work, at):
        if work.now + TOO_CLOSE < at:
            host.schedule(film, at)
        elif work.now < at:  # once it is past, launcher's own release must not be crossed
            host.unschedule(film)
    stops = _stops(work, at)
    if stops is None:
        return Outcome(state=State.DONE)
    host.unschedule(film)
    work.note(TAKEN_BACK, stops.error)
    return stops


def _stops(work: Work, at: datetime) -> Outcome | None:
    """Why the host is not to do it: the release has moved, or does not go on. None where it does."""
    recorded = launch(work.journal, work.entry.launch)
    if recorded is None or abs(recorded.release_at - at) >= _SAME:
        return withdrawn()
    release = entry(work.journal, f"{work.entry.launch}/{Kind.RELEASE}/{work.entry.name}")
    if release.state in {*OPEN, State.DONE}:
        return None
    return Outcome(
        state=State.HELD,
        error=f"the release is {release.state}: {work.entry.platform} is not to publish the film by itself",
        next=f"launcher resume {release.key} {work.entry.key}",
        counts=False,
    )


def premiere(work: Work) -> Outcome:
    """Done once a person has set the Premiere for the release; held, with what to do, for as long as it is not."""
    at = utc(work.spec(InstantSpec).at)
    film = work.receipt_of(Kind.UPLOAD, work.entry.name)
    starts = work.on(TellsPremiere).premiere(film)
    if starts is not None and abs(starts - at) < TOO_CLOSE:
        return Outcome(state=State.DONE)
    if work.now >= at:
        return Outcome(state=State.SKIPPED, error="no Premiere was set before the release")
    return Outcome(
        state=State.HELD,
        error=guide(film.id, _place(work, at), _place(work, starts) if starts else ""),
        next=f"launcher resume {work.entry.key}   (or wait: it looks again every {LOOK_AGAIN.seconds // 60} minutes)",
        look_at=min(work.now + LOOK_AGAIN, at),
        counts=False,
    )


def guide(video: str, at: str, starts: str) -> str:
    """What a person does in YouTube Studio: there is no API (support.google.com/youtube/answer/9080341, 2026-11)."""
    wrong = f"the Premiere starts {starts}, and the release is {at}. " if starts else ""
    return (
        f"{wrong}Set the Premiere by hand: open https://studio.youtube.com/video/{video}/edit, Visibility, Schedule, "
        f'{at}, tick "Set as Premiere", Done, Save'
    )


def _place(work: Work, instant: datetime) -> str:
    """The instant in the launch's zone."""
    recorded = launch(work.journal, work.entry.launch)
    zone = recorded.timezone if recorded else "UTC"
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
