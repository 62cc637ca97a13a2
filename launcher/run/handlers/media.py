"""`media`: what a post shows is made and sent ahead of it, and nobody sees it before the post is out."""

import hashlib
from datetime import timedelta
from pathlib import Path

from launcher.cutting.kept import prepared
from launcher.errors import PlanError, Refused
from launcher.journal.reading import entry
from launcher.journal.records import Outcome, State
from launcher.journal.sessions import KeptSession
from launcher.manifest.media import fingerprint
from launcher.plan.action import Kind, key
from launcher.plan.specs import MediaSpec
from launcher.platforms.base import Attached, Medium, Receipt, TakesMedia
from launcher.run.work import Work

_SHORTEST, _LONGEST = timedelta(seconds=5), timedelta(minutes=1)
"""Pauses between two looks at what a platform processes; each look waits a tenth of the time that has passed so far."""

_SPARE = timedelta(hours=1)
"""How much earlier than the platform says a medium counts as forgotten."""


def media(work: Work) -> Outcome:
    """Make it, send it, and wait until the platform has processed it. All of it may be repeated."""
    attached = attach(work, work.spec(MediaSpec))
    if attached is None:
        return processing(work)
    return Outcome(state=State.DONE, receipt=Receipt(id=attached.id, at=work.now))


def processing(work: Work) -> Outcome:
    """Look again soon: the platform works on it."""
    waited = work.now - work.entry.planned_for
    return Outcome(state=State.PLANNED, due_at=work.now + max(_SHORTEST, min(_LONGEST, waited / 10)), counts=False)


def shown(work: Work, spec: MediaSpec) -> Attached | None:
    """What the post shows, as its `media` action sent it; sent anew where the platform keeps that no longer.

    None while the platform processes it. An edit of the manifest may have come after it was sent: then it is sent anew.
    """
    ahead = entry(work.journal, key(work.entry.launch, Kind.MEDIA, work.entry.key.split("/", 2)[2]))
    same = isinstance(ahead.spec, MediaSpec) and _digest(ahead.spec) == _digest(spec)
    if same and ahead.receipt and _is_kept(work, spec, ahead.receipt):
        return Attached(id=ahead.receipt.id, video=spec.recipe is not None)
    return attach(work, spec)


def attach(work: Work, spec: MediaSpec) -> Attached | None:
    """Make the file and send it, or go on with that. Raises PlanError where the source is not the planned one."""
    sessions = KeptSession(work.journal, work.claim, _digest(spec))
    try:
        sessions.kept()
    except Refused:
        sessions.drop()  # of what was planned before an edit
    file = _file(work, spec)
    medium = Medium(path=file, size=file.stat().st_size, kind=spec.kind, alt=spec.alt)
    return work.on(TakesMedia).attach(medium, sessions, work.hear)


def _is_kept(work: Work, spec: MediaSpec, sent: Receipt) -> bool:
    """Whether the platform still has what was sent: those that name no time for it keep it."""
    numbers = work.platform.limits.numbers
    life = numbers.get("media_life") or (numbers.get("image_life") if spec.recipe is None else None)
    return life is None or sent.at is None or work.now < sent.at + timedelta(seconds=life.value) - _SPARE


def _file(work: Work, spec: MediaSpec) -> Path:
    """The file to send, cut where it must be."""
    source = Path(spec.path)
    try:
        if fingerprint(source) != spec.fingerprint:
            raise PlanError(
                f"{source.name} has changed since it was planned",
                fix="put the first file back, or launch again to plan with this one",
            )
        return prepared(work.home / "media", source, spec.fingerprint, spec.recipe)
    except OSError as error:  # FFmpeg's errors are of this kind, too
        raise PlanError(
            f"{source.name} cannot be made ready for {work.entry.platform}: {error.strerror or error}",
            fix="mind that it can be read and that the disk has room; then launch again",
        ) from error


def _digest(spec: MediaSpec) -> str:
    """What tells one medium from another, wherever its file lies."""
    return hashlib.sha256(spec.model_dump_json(exclude={"path"}).encode()).hexdigest()
