"""`poster`, `caption`, `playlist`, `comment`: what the film's page has besides the film."""

from pathlib import Path
from tempfile import TemporaryDirectory

from launcher.cutting.poster import Fitting, fitted
from launcher.journal.records import Outcome, State
from launcher.plan.action import Kind
from launcher.plan.specs import FileSpec, TextSpec
from launcher.platforms.base import AddsCaptions, AddsToPlaylist, Comments, Receipt, SetsPoster
from launcher.run.context import context
from launcher.run.work import Work
from launcher.text.templates import render


def poster(work: Work) -> Outcome:
    """Set the poster, made to fit where the plan says so."""
    spec = work.spec(FileSpec)
    with TemporaryDirectory(prefix="poster-") as folder:
        image = Path(spec.path)
        if spec.width:
            image = fitted(image, Fitting(width=spec.width, height=spec.height, most=spec.most), Path(folder))
        work.on(SetsPoster).set_poster(_film(work), image)
    return Outcome(state=State.DONE)


def caption(work: Work) -> Outcome:
    """Add captions in one language, unless there are some; the intent is committed first."""
    spec = work.spec(FileSpec)
    work.intend(f"captions {spec.language}")
    work.on(AddsCaptions).add_captions(_film(work), spec.language, Path(spec.path), spec.name)
    return Outcome(state=State.DONE)


def playlist(work: Work) -> Outcome:
    """Put the film in a playlist, unless it is there; the intent is committed first."""
    title = work.spec(TextSpec).text
    work.intend(f"playlist {title}")
    work.on(AddsToPlaylist).add_to_playlist(_film(work), title)
    return Outcome(state=State.DONE)


def comment(work: Work) -> Outcome:
    """Comment under the released film; the intent is committed first."""
    text = render(work.spec(TextSpec).text, context(work.journal, work.entry.launch))
    work.intend(text)
    return Outcome(state=State.DONE, receipt=work.on(Comments).comment(_film(work), text))


def find_comment(work: Work) -> Outcome | None:
    """Done where the unconfirmed comment is there."""
    text = work.claim.doubt_draft or ""
    found = work.on(Comments).find_comment(_film(work), text, work.since(), work.known())
    return Outcome(state=State.DONE, receipt=found) if found else None


def _film(work: Work) -> Receipt:
    return work.receipt_of(Kind.UPLOAD, work.entry.platform)
