"""The story of the sample film, as curves over its twenty seconds: who stands where, and how bright it is."""

import math
from dataclasses import dataclass
from itertools import pairwise

SECONDS = 20.0
MEETING = 13.0
"""When they meet, in seconds from the beginning."""

Curve = list[tuple[float, float]]

_GAP: Curve = [(3.0, 660), (7.0, 330), (7.8, 322), (9.4, 104), (10.3, 148), (11.4, 138), (MEETING, -32), (17.5, -36)]
_HIS_CHIN: Curve = [(3.0, 0), (7.0, 0), (9.4, -4), (10.3, 1), (11.4, 0), (MEETING, -9), (17.0, -7)]
_HER_CHIN: Curve = [(3.0, -4), (7.8, 0), (9.4, 4), (10.3, -2), (11.4, 0), (MEETING, 8), (17.0, 9)]
_LIGHT: Curve = [(3.0, 0.25), (9.4, 0.6), (10.6, 0.45), (12.4, 0.6), (13.4, 1.0), (17.0, 0.85)]
_FLARE: Curve = [(12.6, 0.0), (13.2, 1.0), (15.0, 0.45), (17.0, 0.3)]
_PUSH: Curve = [(3.0, 0.97), (17.5, 1.09)]
_FADE: Curve = [
    (0.0, 0), (0.9, 1), (2.5, 1), (3.1, 0), (3.3, 0), (4.4, 1),
    (16.0, 1), (17.0, 0), (17.2, 0), (17.9, 1), (19.2, 1), (20.0, 0),
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One instant of the film. `gap` is in pixels between the mouths, chins in degrees, the rest from 0 to 1."""

    seconds: float
    gap: float = 0.0
    his_chin: float = 0.0
    her_chin: float = 0.0
    light: float = 0.0
    flare: float = 0.0
    push: float = 1.0
    fade: float = 1.0
    words: tuple[str, ...] = ()


def moment(seconds: float) -> Moment:
    """The film at that many seconds from its beginning."""
    fade = at(_FADE, seconds)
    if seconds < 3.2:
        return Moment(seconds=seconds, fade=fade, words=("FIRST KISS", "a very short film"))
    if seconds >= 17.1:
        return Moment(seconds=seconds, fade=fade, words=("THE END",))
    breath = math.sin(seconds * 1.9)
    return Moment(
        seconds=seconds,
        gap=at(_GAP, seconds),
        his_chin=at(_HIS_CHIN, seconds) + 0.5 * breath,
        her_chin=at(_HER_CHIN, seconds) - 0.5 * math.sin(seconds * 1.6 + 1),
        light=at(_LIGHT, seconds),
        flare=at(_FLARE, seconds),
        push=at(_PUSH, seconds),
        fade=fade,
    )


def at(curve: Curve, seconds: float) -> float:
    """The curve's value there, eased in and out between its points and flat outside them."""
    if seconds <= curve[0][0]:
        return curve[0][1]
    for (start, a), (end, b) in pairwise(curve):
        if seconds < end:
            part = (seconds - start) / (end - start)
            return a + (b - a) * part * part * (3 - 2 * part)
    return curve[-1][1]
