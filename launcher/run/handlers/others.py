"""`schedule`, `premiere`: the film is made public by the host's own clock, or by a person's hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from launcher.clock import utc
from launcher.journal.reading import launch
from launcher.journal.records import Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import InstantSpec
from launcher.platforms.base import SchedulesRelease, TellsPremiere
from launcher.run.work import Work

TOO_CLOSE = timedelta(minutes=1)
"""An instant as near as this is not told to the host any more: one that is past would publish at once."""

LOOK_AGAIN = timedelta(minutes=5)
"""How often it is looked whether the person has set the Premiere."""


def schedule(work: Work) -> Outcome:
    """Have the host release the film by itself, should this machine be asleep then; the release goes on besides."""
    at = utc(work.spec(InstantSpec).at)
    if work.now + TOO_CLOSE < at:
        work.on(SchedulesRelease).schedule(work.receipt_of(Kind.UPLOAD, work.entry.name), at)
    return Outcome(state=State.DONE)


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
