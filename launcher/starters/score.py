"""The music of the sample film: two notes that ask one another, and a chord once the two meet."""

import math
from array import array
from dataclasses import dataclass
from functools import cache

from launcher.starters.story import MEETING, SECONDS

RATE = 8_000
"""Samples a second: a sixth of what the film carries, and enough for notes this low."""

_C4, _E4, _G4, _B4, _D4, _F4, _C5, _G3, _C3, _E5 = (
    261.63, 329.63, 392.00, 493.88, 293.66, 349.23, 523.25, 196.00, 130.81, 659.26,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Note:
    """One struck note. `pan` is -1 for the left ear, 1 for the right; `seconds` is how long it takes to die away."""

    start: float
    pitch: float
    pan: float
    loud: float = 0.16
    seconds: float = 2.6


def notes() -> list[Note]:
    """His note is to the left, hers to the right; they come nearer, stop, and sound together when they meet."""
    calls = [(3.6, _G4), (5.6, _G4), (7.4, _G4), (8.8, _B4), (11.6, _G4)]
    replies = [(4.5, _F4), (6.5, _F4), (8.1, _F4), (9.5, _D4), (12.3, _B4)]
    asking = [
        Note(start=start, pitch=pitch, pan=side * (1 - start / 16))
        for side, phrase in ((-1, calls), (1, replies))
        for start, pitch in phrase
    ]
    chord = [_C3, _G3, _C4, _E4, _G4, _C5]
    meeting = [
        Note(start=MEETING + 0.05 * i, pitch=pitch, pan=0.15 * (-1) ** i, loud=0.12, seconds=5.0)
        for i, pitch in enumerate(chord)
    ]
    opening = [Note(start=0.6, pitch=_G3, pan=0, loud=0.12, seconds=4.0)]
    after = [
        Note(start=15.2, pitch=_E5, pan=0.1, loud=0.07, seconds=4.0),
        Note(start=17.4, pitch=_C4, pan=0, seconds=3.0),
    ]
    return [*opening, *asking, *meeting, *after]


def stereo() -> bytes:
    """The whole score: signed 16-bit samples, left and right by turns, `RATE` a second."""
    left, right = array("d", bytes(8 * int(SECONDS * RATE))), array("d", bytes(8 * int(SECONDS * RATE)))
    for note in notes():
        add(note, left, right)
    return interleaved(left, right)


def add(note: Note, left: "array[float]", right: "array[float]") -> None:
    """Sound `note` into both channels, as far as the film is long."""
    angle = (note.pan + 1) * math.pi / 4
    to_left, to_right = math.cos(angle) * note.loud, math.sin(angle) * note.loud
    first = int(note.start * RATE)
    tone = struck(note.pitch, min(note.seconds, SECONDS - note.start))
    last = first + len(tone)
    left[first:last] = array("d", [old + new * to_left for old, new in zip(left[first:last], tone, strict=True)])
    right[first:last] = array("d", [old + new * to_right for old, new in zip(right[first:last], tone, strict=True)])


@cache
def struck(pitch: float, seconds: float) -> "array[float]":
    """A soft mallet on metal: a sine with a twelfth that dies sooner, and no click at either end."""
    count = int(seconds * RATE)
    tone = ringing(pitch, count, decay=4.0)
    for i in range(RATE // 60):
        tone[i] *= i * 60 / RATE
    for i in range(1, RATE // 4):
        tone[-i] *= i * 4 / RATE
    return array("d", [value * (0.7 + 0.5 * value * value) for value in tone])


def ringing(pitch: float, count: int, *, decay: float) -> "array[float]":
    """`count` samples of a sine that falls by `decay` e-folds over them, by the recurrence of a damped resonator."""
    fall = math.exp(-decay / count)
    turn = 2 * math.pi * pitch / RATE
    near, far = 2 * fall * math.cos(turn), -fall * fall
    before, last = 0.0, fall * math.sin(turn)
    samples = array("d", [before, last])
    for _ in range(count - 2):
        before, last = last, near * last + far * before
        samples.append(last)
    return samples


def interleaved(left: "array[float]", right: "array[float]") -> bytes:
    """Both channels as 16-bit samples by turns, the loudest at four fifths of what fits."""
    peak = max(max(map(abs, left)), max(map(abs, right)))
    gain = 0.8 * 32767 / peak
    both = array("h", bytes(4 * len(left)))
    both[0::2] = array("h", [round(value * gain) for value in left])
    both[1::2] = array("h", [round(value * gain) for value in right])
    return both.tobytes()
