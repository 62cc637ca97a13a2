"""Making what a recipe says, with FFmpeg's libraries (PyAV): the packets as they are, or encoded to H.264 and AAC.

The same film and recipe give the same bytes with the same build of FFmpeg: threads are counted, and no date is written.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from launcher.cutting.recipe import AUDIO_RATE, Recipe, Way
from launcher.manifest.media import FORMATS, pictures

SOUND_RATE = 48_000
_PIECE = 1024
_INPUT = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
_OUTPUT = {"movflags": "+faststart", "fflags": "+bitexact"}
_X264 = {"preset": "veryfast", "crf": "20", "threads": "2", "profile": "high", "flags": "+cgop+bitexact"}
_COLOURS = ("color_range", "colorspace", "color_primaries", "color_trc")
"""What tells a player how to read the numbers of a picture."""

_TURNS: dict[int, list[tuple[str, str]]] = {
    90: [("transpose", "cclock")],
    180: [("transpose", "clock"), ("transpose", "clock")],
    270: [("transpose", "clock")],
}
"""Filters that turn a picture to the left, by degrees."""


def cut(source: Path, target: Path, recipe: Recipe) -> None:
    """Write to `target` what `recipe` says of `source`: an MP4 that begins to play before it is all there.

    Raises FFmpeg's errors (`av.FFmpegError`) where the source cannot be decoded, and OSError where the disk is full.
    """
    import av

    with (
        av.open(str(source.absolute()), options=_INPUT) as film,
        av.open(str(target), "w", format="mp4", options=_OUTPUT) as made,
    ):
        if recipe.way is Way.ENCODED:
            _encode(film, made, recipe)
        else:
            _copy(film, made, recipe)


def _copy(film: Any, made: Any, recipe: Recipe) -> None:
    """The packets between start and end, moved so that the first picture is at 0."""
    taken = {stream.index: made.add_stream_from_template(stream) for stream in _streams(film)}
    begins = _begins(film) + recipe.start
    _seek(film, recipe.start)
    over: set[int] = set()
    for packet in film.demux(_streams(film)):
        if packet.pts is None or packet.dts is None or packet.stream.index in over:
            continue
        at = float(packet.pts * packet.time_base) - begins
        if at >= recipe.length:
            over.add(packet.stream.index)
        elif at >= -_half(packet.stream):
            made.mux(_moved(packet, taken[packet.stream.index], begins))
        if len(over) == len(taken):
            return


def _moved(packet: Any, stream: Any, seconds: float) -> Any:
    """The packet as one of `stream`, so many seconds earlier."""
    by = round(seconds / packet.time_base)
    packet.pts, packet.dts = packet.pts - by, packet.dts - by
    packet.stream = stream
    return packet


def _encode(film: Any, made: Any, recipe: Recipe) -> None:
    """The pictures and the sound between start and end, encoded anew."""
    video = _video_encoder(made, recipe, _video(film))
    ways: dict[str, tuple[Any, Any]] = {"video": (video, _Pictures(_video(film), recipe))}
    if film.streams.audio:
        ways["audio"] = _audio_encoder(made), _Sounds(recipe)
    for kind, at, frame in _frames(film, recipe):
        encoder, prepared = ways[kind]
        for ready in prepared.take(frame, at):
            made.mux(encoder.encode(ready))
    for encoder, prepared in ways.values():
        for ready in prepared.take(None, 0):
            made.mux(encoder.encode(ready))
        made.mux(encoder.encode(None))


def _video_encoder(made: Any, recipe: Recipe, source: Any) -> Any:
    rate = {"maxrate": str(recipe.rate), "bufsize": str(recipe.rate * 2)}
    stream = made.add_stream("libx264", rate=_rate(recipe, source), options={**_X264, **rate})
    stream.width, stream.height = recipe.box
    stream.pix_fmt, stream.codec_context.gop_size = "yuv420p", round(2 * recipe.fps) or 50
    stream.codec_context.time_base = source.time_base
    for name in _COLOURS:
        setattr(stream.codec_context, name, getattr(source.codec_context, name))
    return stream


def _rate(recipe: Recipe, source: Any) -> Fraction:
    found = source.average_rate or Fraction(25)
    return found if not recipe.fps or float(found) <= recipe.fps else Fraction(recipe.fps).limit_denominator(1001)


def _audio_encoder(made: Any) -> Any:
    stream = made.add_stream("aac", rate=SOUND_RATE, layout="stereo", options={"aac_coder": "fast"})
    stream.bit_rate = AUDIO_RATE
    return stream


class _Pictures:
    """Pictures as the encoder takes them: upright, scaled, with bars where they are needed, from 0 on."""

    def __init__(self, source: Any, recipe: Recipe) -> None:
        import av

        wide, high = recipe.box
        rate = _rate(recipe, source)
        slower = [("fps", f"fps={rate}")] if rate != source.average_rate and source.average_rate else []
        bars = [("pad", f"{wide}:{high}:(ow-iw)/2:(oh-ih)/2")] if recipe.box != (recipe.width, recipe.height) else []
        shaped = [("scale", f"{recipe.width}:{recipe.height}"), *bars, ("setsar", "1"), ("format", "yuv420p")]
        steps = [*slower, *_TURNS.get(recipe.turn, []), *shaped]
        self._graph = av.filter.Graph()
        nodes = [self._graph.add_buffer(template=source, time_base=source.time_base)]
        nodes += [self._graph.add(name, told) for name, told in steps]
        self._graph.link_nodes(*nodes, self._graph.add("buffersink")).configure()

    def take(self, frame: Any, at: float) -> Iterator[Any]:
        """What is ready once `frame`, of second `at`, is there; with None, the rest."""
        if frame is not None:
            frame.pts = max(0, round(at / frame.time_base))
        self._graph.vpush(frame)
        yield from _pulled(self._graph.vpull)


def _pulled(pull: Any) -> Iterator[Any]:
    import av

    while True:
        try:
            frame = pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        frame.pict_type = 0
        yield frame


class _Sounds:
    """Sound as the encoder takes it: stereo of 48 kHz, in pieces, from 0 on."""

    def __init__(self, recipe: Recipe) -> None:
        import av

        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE, frame_size=_PIECE)
        self._began, self._samples, self._most = False, 0, round(recipe.length * SOUND_RATE)

    def take(self, frame: Any, at: float) -> Iterator[Any]:
        """What is ready once `frame`, of second `at`, is there; with None, the rest."""
        if not self._began:
            self._began, self._samples = True, max(0, round(at * SOUND_RATE))
        for ready in self._resampler.resample(frame):
            if self._samples < self._most:
                ready.pts, ready.time_base = self._samples, Fraction(1, SOUND_RATE)
                self._samples += ready.samples
                yield ready


def _frames(film: Any, recipe: Recipe) -> Iterator[tuple[str, float, Any]]:
    """Every picture and piece of sound between start and end: its kind, its second of the cut, and itself, decoded."""
    begins = _begins(film) + recipe.start
    _seek(film, recipe.start)
    streams, over = _streams(film), set[int]()
    for packet in film.demux(streams):
        for frame in packet.decode():
            at = frame.time - begins if frame.pts is not None else -1.0
            if at >= recipe.length - _half(packet.stream):
                over.add(packet.stream.index)
            elif at >= -_half(packet.stream):
                yield packet.stream.type, at, frame
        if len(over) == len(streams):
            return


def _streams(film: Any) -> list[Any]:
    """The picture and the first sound."""
    return [_video(film), *film.streams.audio[:1]]


def _video(film: Any) -> Any:
    return pictures(film)[0]


def _seek(film: Any, start: float) -> None:
    video = _video(film)
    wanted = _begins(film) + start + _half(video)
    film.seek(round(wanted / video.time_base), stream=video, backward=True)


def _begins(film: Any) -> float:
    """The second of the first picture: picture and sound count from it, so that they stay together."""
    video = _video(film)
    return float((video.start_time or 0) * video.time_base)


def _half(stream: Any) -> float:
    """Half a picture, in seconds, so that rounding takes none away; half a piece of sound."""
    if stream.type == "video":
        return 0.5 / float(stream.average_rate or 25)
    return 0.5 * _PIECE / float(stream.rate or SOUND_RATE)
