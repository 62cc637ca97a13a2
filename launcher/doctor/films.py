"""The film and what goes with it: there, the same as it was launched, and readable for whoever uploads it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from launcher.doctor.finding import LAUNCH, MACHINE, Finding, bad, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.journal.records import State
from launcher.manifest.media import fingerprint, probe
from launcher.manifest.times import Unreadable
from launcher.plan.specs import FilmSpec
from launcher.text.human import duration, size


def check_film(subject: Subject) -> Iterator[Finding]:
    """Whether it can be read whole, here and now. One that is uploaded everywhere is needed no more."""
    planned = [each for each in subject.plan.actions if isinstance(each.spec, FilmSpec)] if subject.plan else []
    recorded = {each.key: each for each in subject.entries}
    left = [each for each in planned if each.kind == "upload" and not _is_up(recorded.get(each.key))]
    if not left:
        return
    spec = left[0].spec
    assert isinstance(spec, FilmSpec)  # noqa: S101 (picked above)
    known = getattr(getattr(recorded.get(left[0].key), "spec", None), "fingerprint", spec.fingerprint)
    yield _film(Path(spec.path), known)
    if os.access(spec.path, os.R_OK):
        yield from _place(Path(spec.path))


def check_reader(subject: Subject) -> Iterator[Finding]:
    """Whether the user whose journal it is, and whose cron ticks, may read the film, where that is somebody else."""
    journal = subject.journal
    specs = [each.spec for each in subject.plan.actions if isinstance(each.spec, FilmSpec)] if subject.plan else []
    if journal is None or journal.is_shared or not specs:
        return
    owner, film = Path(journal.where).stat().st_uid, Path(specs[0].path)
    if owner in (os.getuid(), 0):
        return
    shut = next((each for each in (film, *film.parents) if not _open_to(each, owner)), None)
    if shut is not None:
        said = f"the owner of the journal (user {owner}), whose cron ticks, may not read {shut}"
        yield bad(LAUNCH, "reader", said, f"chmod o+rX {shut}")


def _open_to(path: Path, user: int) -> bool:
    """Whether that user may read the file, or go through the folder; a group's right is not looked at."""
    status = path.stat()
    wanted = stat.S_IXOTH if stat.S_ISDIR(status.st_mode) else stat.S_IROTH
    return bool(status.st_mode & (wanted << 6 if status.st_uid == user else wanted))


def _is_up(entry: object) -> bool:
    return getattr(entry, "state", None) in (State.DONE, State.CANCELLED, State.SKIPPED)


def _film(path: Path, planned: str) -> Finding:
    try:
        media, found = probe(path), fingerprint(path)
    except Unreadable as error:
        return bad(LAUNCH, "film", error.message, error.fix, blocks=True)
    except OSError as error:
        return bad(LAUNCH, "film", f"{path.name} cannot be read: {error.strerror}", "put it back", blocks=True)
    if found != planned:
        fix = "put the first film back, or launch again to plan with this one"
        return bad(LAUNCH, "film", f"{path.name} has changed since it was launched: it is not uploaded so", fix)
    codecs = " and ".join(filter(None, (media.video_codec, media.audio_codec)))
    said = f"{path.name}, {size(media.size)}, {duration(media.duration)}, {media.width}x{media.height}, {codecs}"
    return fine(LAUNCH, "film", said)


def _place(path: Path) -> Iterator[Finding]:
    """Whether the folder is one that lasts, and cron may look into."""
    if any(path.is_relative_to(each) for each in ("/tmp", "/var/tmp", "/run", "/dev/shm")):  # noqa: S108 (named, not used)
        fix = "keep film and manifest where nothing is cleaned up, such as a folder of your home"
        yield doubtful(LAUNCH, "folder", f"{path.parent} may be emptied by the system before the launch", fix)


def check_codecs() -> Finding:
    """Whether FFmpeg's libraries are there and know what films are made of."""
    try:
        import av
        from av.codec import Codec

        known = [name for name in ("h264", "hevc", "prores", "aac") if Codec(name, "r")]
    except (ImportError, ValueError, OSError) as error:
        said = f"PyAV cannot be used: {error}"
        return bad(MACHINE, "codecs", said, "make install (or: pip install --force-reinstall av)")
    return fine(MACHINE, "codecs", f"PyAV {av.__version__} with {', '.join(known)}")
