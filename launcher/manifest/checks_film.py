"""The film, its poster and its captions: there, readable, whole, and within what each host takes."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from launcher.manifest.captions import read_captions
from launcher.manifest.findings import Findings, Keys
from launcher.manifest.media import Media, probe, regular_size
from launcher.manifest.paths import inside
from launcher.manifest.posters import Poster, read_poster
from launcher.manifest.times import spell
from launcher.platforms.limits import ALL
from launcher.text import human

T = TypeVar("T")
WIDE = 16 / 9


def check_film(findings: Findings) -> None:
    """Check the files that go to the hosts."""
    film = findings.loaded.manifest.film
    media = _read(findings, ("film", "file"), film.file, probe)
    if media:
        _check_size(findings, ("film", "file"), "file", media.size)
        _check_duration(findings, media)
        if not media.audio_codec:
            findings.warn(("film", "file"), "the film has no sound", "is that meant?")
    if film.poster is not None:
        poster = _read(findings, ("film", "poster"), film.poster, read_poster)
        if poster:
            _check_poster(findings, poster, media)
    for number, caption in enumerate(film.captions):
        _check_captions(findings, ("film", "captions", number, "file"), caption.file, media)


def _read(findings: Findings, keys: Keys, name: str, read: Callable[[Path], T]) -> T | None:
    return findings.attempt(keys, lambda: read(inside(findings.loaded.folder, name)))


def _check_size(findings: Findings, keys: Keys, name: str, size: int) -> None:
    for host in findings.loaded.manifest.hosts.named():
        limit = ALL[host].numbers.get(name)
        if limit and size > limit.value:
            what = f"{human.size(size)}, and {host} takes {human.size(limit.value)}"
            findings.error(keys, what, "export a smaller one")


def _check_duration(findings: Findings, media: Media) -> None:
    keys: Keys = ("film", "file")
    for host in findings.loaded.manifest.hosts.named():
        numbers = ALL[host].numbers
        if "duration" in numbers and media.duration > numbers["duration"].value:
            what = (
                f"lasts {human.duration(media.duration)}, and {host} takes {human.duration(numbers['duration'].value)}"
            )
            findings.error(keys, what, "cut it, or take the host out")
        elif "duration_unverified" in numbers and media.duration > numbers["duration_unverified"].value:
            most = human.duration(numbers["duration_unverified"].value)
            findings.warn(
                keys, f"lasts more than {most}: {host} wants a verified account", "verify the account's phone"
            )


def _check_poster(findings: Findings, poster: Poster, media: Media | None) -> None:
    keys: Keys = ("film", "poster")
    for host in findings.loaded.manifest.hosts.named():
        limit = ALL[host].numbers.get("poster")
        if limit and poster.size > limit.value:
            what = f"{human.size(poster.size)}, and {host} takes {human.size(limit.value)}: it is made smaller there"
            findings.warn(keys, what, "launcher plan shows what is made of it; or export a smaller one")
    shape = media.width / media.height if media and media.height else WIDE
    if abs(poster.width / poster.height / shape - 1) > 0.1:
        what = f"{poster.width} × {poster.height} has another shape than the film: it is shown with bars"
        findings.warn(keys, what, "crop it to the film's shape")
    if media and poster.width < min(media.width, 640):
        findings.warn(keys, f"{poster.width} × {poster.height} is smaller than the film", "use a still of full size")


def _check_captions(findings: Findings, keys: Keys, name: str, media: Media | None) -> None:
    size = _read(findings, keys, name, regular_size)
    if size is None:
        return
    before = len(findings.problems)
    _check_size(findings, keys, "captions", size)
    if len(findings.problems) > before:
        return
    cues = _read(findings, keys, name, read_captions)
    if cues and media and cues[-1].start.total_seconds() > media.duration:
        what = f"the last caption comes at {spell(cues[-1].start)}, and the film ends after {media.duration:.0f}s"
        findings.warn(keys, what, "are these the captions of this cut?")
