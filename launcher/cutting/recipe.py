"""How a video becomes what a platform takes: sent as it is, copied from key frame on, or encoded anew.

Quick for a film of any length: it reads the container's index and the first packets at the cut.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from launcher.manifest.media import FORMATS, Media, pictures
from launcher.platforms.limits import Limits

LONGEST_SIDE = 1920
"""Pixels of what is encoded for a platform that names no most."""

AUDIO_RATE = 128_000
"""Bits a second of the sound that is encoded."""

_DENSITY = 0.25
"""Bits for each pixel of each picture, at the most: 5.5 Mbit/s at 1280 × 720 and 24 pictures a second."""

_ROOM = 0.9
"""How much of the platform's largest file an encoded one may fill: rates are kept on average only."""


class Way(StrEnum):
    """What is done to a video before it is sent."""

    AS_IS = "as it is"
    COPIED = "copied"
    ENCODED = "encoded"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What is made of a video: `start` and `length` in seconds, `size` in bytes (about), `rate` in bits a second.

    `box` is width and height of the whole picture, with black bars where it is more than `width` and `height`.
    `turn` is by how many degrees an encoded picture is turned to the left, so that it is upright without a flag.
    `why` says why it is not just copied.
    """

    way: Way
    start: float
    length: float
    width: int
    height: int
    size: int
    rate: int = 0
    box: tuple[int, int] = (0, 0)
    fps: float = 0
    turn: int = 0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class _Looks:
    """What only the streams tell: formats, a pixel's shape, a phone's turn, whether a key frame stands at the cut."""

    pixels: str
    channels: int
    shape: float
    turn: int
    at_key: bool


def recipe(path: Path, media: Media, limits: Limits, start: float | None, length: float | None) -> Recipe:
    """How the video at `path`, or `length` seconds of it from `start` on, becomes what the platform takes."""
    whole = start is None and length is None
    begins, lasts = start or 0.0, media.duration if length is None else length
    looks = _look(path, begins)
    size = round(media.size * lasts / media.duration)
    why = _unfit(media, looks, limits) or _too_large(size, limits)
    if not why and whole and media.container.startswith("mov,mp4"):
        return Recipe(way=Way.AS_IS, start=0, length=lasts, width=media.width, height=media.height, size=media.size)
    if not why and looks.at_key:
        return Recipe(way=Way.COPIED, start=begins, length=lasts, width=media.width, height=media.height, size=size)
    return _encoded(media, looks, limits, begins, lasts, why or "it begins between two key frames")


def _look(path: Path, start: float) -> _Looks:
    import av

    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    with av.open(str(path.absolute()), options=options) as container:
        video, sounds = pictures(container)[0], container.streams.audio
        ratio = video.codec_context.sample_aspect_ratio
        return _Looks(
            pixels=video.codec_context.pix_fmt or "",
            channels=sounds[0].codec_context.channels if sounds else 0,
            shape=float(ratio) if ratio else 1.0,
            turn=_turn(container, video),
            at_key=_at_key(container, video, start),
        )


def _turn(container: Any, video: Any) -> int:
    """By how many degrees a player turns the picture to the left: phones tell it with every picture."""
    import av

    try:
        turned: int = next(container.decode(video)).rotation
    except (StopIteration, av.error.FFmpegError):
        return 0
    return round(turned / 90) * 90 % 360


def _at_key(container: Any, video: Any, start: float) -> bool:
    """Whether a key frame stands at that second, by half a picture more or less."""
    begins = float((video.start_time or 0) * video.time_base)
    half = 0.5 / float(video.average_rate or 25)
    container.seek(round((begins + start + half) / video.time_base), stream=video, backward=True)
    for packet in container.demux(video):
        if packet.is_keyframe and packet.pts is not None:
            return abs(float(packet.pts * packet.time_base) - begins - start) <= half
    return False


def _unfit(media: Media, looks: _Looks, limits: Limits) -> str:
    """What the platform would not take about the video, or ""."""
    numbers = {name: limit.value for name, limit in limits.numbers.items()}
    long, short = max(media.width, media.height), min(media.width, media.height)
    if media.video_codec != "h264" or media.audio_codec not in ("aac", ""):
        return f"it is {media.video_codec.upper()} and {media.audio_codec.upper() or 'silent'}"
    if looks.pixels not in ("yuv420p", "yuvj420p"):
        return f"its pixels are {looks.pixels}"
    if long > numbers.get("video_long_side", long) or short > numbers.get("video_short_side", short):
        return f"it has {media.width} × {media.height}"
    if media.fps > numbers.get("video_fps", media.fps):
        return f"it has {media.fps:.0f} pictures a second"
    if looks.channels > 2:
        return f"it has {looks.channels} channels of sound"
    crooked = looks.shape != 1 or long > short * numbers.get("video_aspect", long)
    return "of its shape" if crooked else ""


def _too_large(size: int, limits: Limits) -> str:
    return "it is too large" if size > limits["file"].value else ""


def _encoded(media: Media, looks: _Looks, limits: Limits, start: float, length: float, why: str) -> Recipe:
    width, height = _scaled(media, looks, limits)
    box = _boxed(width, height, limits)
    fps = min(media.fps, limits.numbers["video_fps"].value if "video_fps" in limits.numbers else media.fps)
    most = limits["file"].value * 8 * _ROOM / length - AUDIO_RATE
    rate = round(min(_DENSITY * box[0] * box[1] * max(fps, 24), most))
    return Recipe(
        way=Way.ENCODED,
        start=start,
        length=length,
        width=width,
        height=height,
        box=box,
        fps=fps,
        turn=looks.turn,
        rate=rate,
        size=round((rate + AUDIO_RATE) * length / 8),
        why=why,
    )


def _scaled(media: Media, looks: _Looks, limits: Limits) -> tuple[int, int]:
    """Width and height within the platform's sides, upright, with square pixels; even numbers, as H.264 wants them."""
    width, height = media.width * looks.shape, float(media.height)
    if looks.turn in (90, 270):
        width, height = height, width
    sides = limits.numbers
    long = sides["video_long_side"].value if "video_long_side" in sides else LONGEST_SIDE
    short = sides["video_short_side"].value if "video_short_side" in sides else LONGEST_SIDE
    factor = min(1.0, long / max(width, height), short / min(width, height))
    return _even(width * factor), _even(height * factor)


def _boxed(width: int, height: int, limits: Limits) -> tuple[int, int]:
    """The size with bars, where the picture alone is too wide or too tall for the platform."""
    widest = limits.numbers["video_aspect"].value if "video_aspect" in limits.numbers else width + height
    return max(width, _even(height / widest + 1)), max(height, _even(width / widest + 1))


def _even(side: float) -> int:
    return max(2, 2 * round(side / 2))
