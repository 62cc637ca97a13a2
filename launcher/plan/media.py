"""What a post shows, as it is planned: which file, and what is made of it for the platform."""

from pathlib import Path

from launcher.cutting.recipe import Way, recipe
from launcher.manifest.loading import Loaded
from launcher.manifest.media import fingerprint, probe
from launcher.manifest.model import Announcement, MediaEntry
from launcher.manifest.posters import read_poster
from launcher.plan.specs import MediaSpec
from launcher.platforms.limits import ALL

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", ".mov": "video/quicktime"}
"""MIME types; every other video is made an MP4."""


def media_of(loaded: Loaded, post: Announcement, entry: MediaEntry) -> MediaSpec:
    """The picture, video or clip of a checked post. Raises Unreadable for a file that `check` would have told."""
    path = loaded.folder / (entry.file or loaded.manifest.film.file)
    return _image(path, post.alt) if entry.is_image else _video(path, post.on, entry)


def _image(path: Path, alt: str) -> MediaSpec:
    found = read_poster(path)
    same = {"width": found.width, "height": found.height, "size": found.size}
    return MediaSpec(path=str(path), fingerprint=fingerprint(path), kind=KINDS[found.kind], alt=alt, **same)


def _video(path: Path, platform: str, entry: MediaEntry) -> MediaSpec:
    start, length = (
        (entry.clip.start.total_seconds(), entry.clip.lasting.total_seconds()) if entry.clip else (None, None)
    )
    found = recipe(path, probe(path), ALL[platform], start, length)
    width, height = found.box if found.way is Way.ENCODED else (found.width, found.height)
    kind = KINDS.get(path.suffix.lower(), "video/mp4") if found.way is Way.AS_IS else "video/mp4"
    return MediaSpec(
        path=str(path),
        fingerprint=fingerprint(path),
        kind=kind,
        width=width,
        height=height,
        size=found.size,
        recipe=found,
    )
