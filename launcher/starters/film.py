"""The worked example's film, encoded on the spot: 20 s, 1280 by 720, black and white, H.264 and AAC in an MP4."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from launcher.starters import frames, score
from launcher.starters.story import MEETING, SECONDS

if TYPE_CHECKING:
    import av

FPS = 24
_DRAWINGS = 12
"""Pictures a second, each shown twice, as in an animation made "on twos"."""
_PIECE = 1024
_VIDEO = {"preset": "ultrafast", "crf": "28", "threads": "2", "g": str(FPS * 2)}
_BLACK, _WHITE = 16, 235
_LEVELS = [round(_BLACK + v * (_WHITE - _BLACK) / 255) for v in range(256)]


def encode(path: Path) -> None:
    """Write the film to `path`, in some seconds; the same build of ffmpeg writes the same bytes."""
    import av

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        video = film.add_stream("libx264", rate=FPS, options=_VIDEO)
        video.width, video.height, video.pix_fmt = frames.WIDTH, frames.HEIGHT, "yuv420p"
        audio = film.add_stream("aac", rate=48_000, layout="stereo", options={"aac_coder": "fast"})
        audio.bit_rate = 128_000
        for picture in pictures():
            film.mux(video.encode(picture))
        film.mux(video.encode(None))
        for sound in sounds():
            film.mux(audio.encode(sound))
        film.mux(audio.encode(None))


def poster(path: Path) -> None:
    """Write the moment when they meet as a JPEG of 1280 by 720."""
    frames.picture(MEETING + 0.5).convert("RGB").save(path, quality=88, optimize=True)


def pictures() -> "Iterator[av.VideoFrame]":
    """Every frame of the film, in order."""
    import av

    shown = FPS // _DRAWINGS
    for drawing in range(int(SECONDS * _DRAWINGS)):
        frame = av.VideoFrame(frames.WIDTH, frames.HEIGHT, "yuv420p")
        fill(frame, frames.picture(drawing / _DRAWINGS))
        frame.time_base = Fraction(1, FPS)
        for again in range(shown):
            frame.pts = drawing * shown + again
            yield frame


def fill(frame: "av.VideoFrame", grey: Image.Image) -> None:
    """Put the greys into the frame's brightness, within video's narrower range, and no colour into the rest."""
    brightness, *colours = frame.planes
    brightness.update(rows(grey.point(_LEVELS), brightness.line_size))
    for plane in colours:
        plane.update(bytes([128]) * plane.buffer_size)


def rows(grey: Image.Image, stride: int) -> bytes:
    """The picture's bytes, every row padded to `stride`."""
    packed = grey.tobytes()
    if stride == grey.width:
        return packed
    padding = bytes(stride - grey.width)
    return b"".join(packed[at : at + grey.width] + padding for at in range(0, len(packed), grey.width))


def sounds() -> "Iterator[av.AudioFrame]":
    """The score in pieces, at the rate that the film carries."""
    import av

    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000, frame_size=_PIECE)
    samples = score.stereo()
    for start in range(0, len(samples) // 4, _PIECE):
        piece = samples[start * 4 : (start + _PIECE) * 4]
        frame = av.AudioFrame(format="s16", layout="stereo", samples=len(piece) // 4)
        frame.planes[0].update(piece)
        frame.sample_rate, frame.pts, frame.time_base = score.RATE, start, Fraction(1, score.RATE)
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
