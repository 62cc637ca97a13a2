"""Captions: SubRip (.srt) and WebVTT (.vtt), read cue by cue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from launcher.manifest.media import regular_size
from launcher.manifest.times import Unreadable

_CLOCK = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[,.](\d{3})"
_CLOCKS = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(\s.*)?")
MOST_BYTES = 16 * 1024 * 1024
"""A day of captions has a tenth of it; a larger file is none, and is not read."""

_NOT_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One caption: from when to when of the film, and what it says."""

    start: timedelta
    end: timedelta
    text: str


def read_captions(path: Path) -> list[Cue]:
    """The cues, in the order of their start. Raises Unreadable, naming the line, for what no player would show."""
    if regular_size(path) > MOST_BYTES:
        raise Unreadable(f"{path.name} has more than {MOST_BYTES:,} bytes", "name the captions, not the film")
    if path.suffix.lower() not in (".srt", ".vtt"):
        raise Unreadable(f"{path.name} is neither .srt nor .vtt", "save the captions as SubRip or WebVTT")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name} is not UTF-8 text", "save it as UTF-8") from None
    if path.suffix.lower() == ".vtt" and not re.match(r"WEBVTT(\s|$)", text):
        raise Unreadable(f"{path.name} line 1: a WebVTT file begins with WEBVTT", "add that line, or rename it to .srt")
    cues = sorted(_cues(path.name, text), key=lambda cue: cue.start)
    if not cues:
        raise Unreadable(f"{path.name} has no captions in it", "export them again")
    return cues


def _cues(name: str, text: str) -> Iterator[Cue]:
    for number, block in _blocks(text):
        if block[0].startswith(_NOT_CUES):
            continue
        at = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            raise Unreadable(f"{name} line {number}: no time, but {block[0][:40]!r}", _TIME_FIX)
        yield _cue(name, number + at, block[at], block[at + 1 :])


_TIME_FIX = "a caption begins with a line such as 00:01:02,000 --> 00:01:04,500"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(name: str, number: int, line: str, text: list[str]) -> Cue:
    found = _CLOCKS.fullmatch(line)
    if not found:
        raise Unreadable(f"{name} line {number}: {line.strip()[:60]!r} is not a time", _TIME_FIX)
    start, end = _clock(found.groups()[:4]), _clock(found.groups()[4:8])
    if end <= start:
        raise Unreadable(f"{name} line {number}: the caption ends before it begins", "mend its times")
    return Cue(start=start, end=end, text="\n".join(text))


def _clock(parts: tuple[str | None, ...]) -> timedelta:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=thousandths)
