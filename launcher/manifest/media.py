"""The film file, probed with FFmpeg's libraries (PyAV) and not guessed from its name.

Probing is quick for a film of any length: it reads the container's index, then seeks to the last key frame and
reads the packets after it. A file that was cut short shows there, or in the boxes of an MP4.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from launcher.manifest.boxes import cut_short
from launcher.manifest.times import Unreadable

FORMATS = "mov,matroska,avi,mpegts,mpeg,flv,asf,mxf,mxf_opatom,ogg,dv,gxf,nut"
"""Demuxers that may open a film. Playlists, images, subtitles and sound files are none, and open nothing else."""

SLACK = 1.0
"""Seconds by which the last picture or sound may end before the container says: rounding, and a shorter sound track."""

_BLOCK = 64 * 1024
_BLOCKS = 16
_MOST_PACKETS = 50_000


@dataclass(frozen=True, kw_only=True)
class Media:
    """What a film file holds. `duration` is in seconds, `size` in bytes; codecs by FFmpeg's names, "" where none."""

    duration: float
    width: int
    height: int
    fps: float
    video_codec: str
    audio_codec: str
    size: int
    container: str


def probe(path: Path) -> Media:
    """What the film at `path` is. Raises Unreadable for whatever cannot be shown to an audience, whole."""
    import av

    size = regular_size(path)
    _whole(path)
    try:
        options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
        with av.open(str(path.absolute()), options=options) as container:
            media = _described(container, size, path.name)
            _reaches_end(container, path.name)
            return media
    except av.error.FFmpegError as error:
        raise Unreadable(_no_film(path, error.strerror or "unknown format"), _EXPORT) from None


def regular_size(path: Path) -> int:
    """The file's size in bytes. Raises Unreadable for a missing, empty or unreadable file, and for what is none."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable(f"{path.name} is a folder", "name the file in it")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{path.name} is no regular file", "name a file")
        if status.st_size == 0:
            raise Unreadable(f"{path.name} is empty (0 bytes)", "export or copy it again")
        with path.open("rb"):
            return status.st_size
    except FileNotFoundError:
        raise Unreadable(f"{path.name}: no such file in {path.parent}", "put it there, or mend the name") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}", f"chmod u+r {path.name}") from None


def fingerprint(path: Path) -> str:
    """`SIZE-MTIME-HASH` of a film: changes when the film does, without reading all of it.

    The hash is of the size and 16 blocks of 64 KiB spread evenly from first to last. Raises OSError.
    """
    with path.open("rb") as stream:
        status = os.fstat(stream.fileno())
        digest = hashlib.sha256(str(status.st_size).encode())
        for block in range(_BLOCKS):
            stream.seek(max(0, status.st_size - _BLOCK) * block // (_BLOCKS - 1))
            digest.update(stream.read(_BLOCK))
    return f"{status.st_size}-{status.st_mtime_ns}-{digest.hexdigest()[:32]}"


_EXPORT = "export it again, as MP4 with H.264 and AAC"
_COPY = "copy or export it again, and compare the sizes"


def _whole(path: Path) -> None:
    with path.open("rb") as stream:
        trouble = cut_short(stream)
    if trouble:
        raise Unreadable(f"{path.name} is not whole: {trouble}", _COPY)


def _described(container: Any, size: int, name: str) -> Media:
    videos = pictures(container)
    if not videos:
        held = ", ".join(stream.type for stream in container.streams) or "nothing"
        raise Unreadable(f"{name} has no video stream, only {held}", "name the film, not its sound")
    video, sounds = videos[0], container.streams.audio
    seconds = (container.duration or 0) / 1_000_000
    if seconds <= 0:
        raise Unreadable(f"{name} has a duration of zero", _EXPORT)
    return Media(
        duration=seconds,
        width=video.codec_context.width,
        height=video.codec_context.height,
        fps=float(video.average_rate or 0),
        video_codec=video.codec_context.name,
        audio_codec=sounds[0].codec_context.name if sounds and sounds[0].codec_context else "",
        size=size,
        container=container.format.name,
    )


def pictures(container: Any) -> list[Any]:
    """The streams of moving pictures, without covers."""
    return [stream for stream in container.streams.video if stream.codec_context and not _is_cover(stream)]


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & type(stream.disposition).attached_pic)


def _reaches_end(container: Any, name: str) -> None:
    """Raises Unreadable where packets end before the container says, or the last ones are holes."""
    promised = (container.duration + (container.start_time or 0)) / 1_000_000
    container.seek(container.duration + (container.start_time or 0), backward=True)
    reached, last = 0.0, b""
    for number, packet in enumerate(container.demux()):
        if number > _MOST_PACKETS:
            return
        if packet.pts is None or packet.size == 0:
            continue
        reached = max(reached, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if packet.stream.type == "video":
            last = bytes(packet)
    if reached < promised - SLACK:
        raise Unreadable(f"{name} is cut short: it says {promised:.1f} s and ends after {reached:.1f} s", _COPY)
    if last and not any(last):
        raise Unreadable(f"{name} ends in a hole: its last picture is all zeros, not yet copied", _COPY)


def _no_film(path: Path, reason: str) -> str:
    with path.open("rb") as stream:
        kind = _kind(stream)
    return f"{path.name} is {kind}, not a film" if kind else f"{path.name} is not a film that can be read: {reason}"


_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"ID3": "a sound file",
    b"RIFF": "a sound file or an image",
    b"fLaC": "a sound file",
}


def _kind(stream: IO[bytes]) -> str:
    head = stream.read(4096)
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "a text file" if text.isprintable() or not set(text) & set(map(chr, [*range(9), *range(14, 32)])) else ""
