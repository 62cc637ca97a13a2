"""`post`: one announcement at one destination, never twice."""

from launcher.clock import iso
from launcher.errors import Embargoed
from launcher.journal.reading import launch
from launcher.journal.records import Outcome, State
from launcher.plan.specs import PostSpec
from launcher.platforms.base import Feed
from launcher.run import drafts
from launcher.run.handlers import media
from launcher.run.work import Work


def post(work: Work) -> Outcome:
    """Publish the announcement; the intent, with the very words, is committed first.

    What it shows is there by then; a medium that the platform has forgotten meanwhile is sent anew before that.
    """
    spec = work.spec(PostSpec)
    _require_its_time(work, spec)
    attached = media.shown(work, spec.media) if spec.media else None
    if spec.media and attached is None:
        return media.processing(work)
    draft = drafts.compose(work, spec, attached)
    work.intend(drafts.dump(draft))
    return Outcome(state=State.DONE, receipt=work.on(Feed).post(draft))


def _require_its_time(work: Work, spec: PostSpec) -> None:
    """Raise Embargoed where it would show a piece of the film before the release, and is no teaser."""
    shows = spec.media is not None and spec.media.recipe is not None and not spec.before_release
    recorded = launch(work.journal, work.entry.launch) if shows else None
    if recorded and work.now < recorded.release_at:
        told = f"this shows a piece of the film, which is not to be public before {iso(recorded.release_at)}"
        raise Embargoed(f"{told}; nothing was sent", until=recorded.release_at)


def find(work: Work) -> Outcome | None:
    """Done where the unconfirmed announcement, in the words that were sent, is there."""
    sent = drafts.parse(work.claim.doubt_draft or "{}")
    found = work.on(Feed).find(sent, work.since(), work.known())
    return Outcome(state=State.DONE, receipt=found) if found else None
