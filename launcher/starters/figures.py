"""The two people of the sample film, as outlines: points on a smooth curve, in thousandths of a figure's height."""

import math

Point = tuple[float, float]
Outline = list[Point]

LIPS: Point = (603.0, 500.0)
"""Where a figure's mouth is: figures are placed, turned and mirrored about it."""

_HIS = [
    (-300, 1400), (-240, 1010), (-130, 860), (60, 775), (185, 722), (232, 655), (236, 600), (206, 545),
    (186, 520), (158, 430), (142, 330), (160, 215), (222, 120), (318, 62), (420, 42), (515, 62),
    (560, 108), (552, 140), (566, 190), (580, 250), (583, 300), (574, 330), (594, 374), (628, 424),
    (621, 441), (590, 450), (587, 466), (605, 485), (592, 500), (602, 514), (586, 532), (598, 566),
    (584, 598), (545, 612), (480, 606), (424, 632), (404, 690), (416, 760), (470, 826), (520, 920),
    (545, 1040), (560, 1400),
]  # fmt: skip
_HERS = [
    (-140, 1400), (-90, 1000), (-20, 880), (100, 800), (190, 745), (230, 670), (236, 600), (212, 548),
    (180, 528), (120, 520), (62, 470), (48, 400), (86, 338), (146, 322), (150, 262), (205, 164),
    (300, 104), (405, 92), (495, 122), (548, 186), (566, 252), (572, 304), (566, 332), (590, 378),
    (626, 418), (621, 434), (592, 446), (589, 463), (608, 484), (594, 500), (604, 515), (588, 533),
    (594, 562), (578, 590), (538, 600), (472, 592), (424, 616), (396, 690), (402, 770), (440, 850),
    (480, 940), (500, 1050), (500, 1400),
]  # fmt: skip


def smooth(points: list[tuple[int, int]], steps: int = 8) -> Outline:
    """A Catmull-Rom curve through `points`, with `steps` pieces between each two."""
    curve: Outline = []
    for i in range(len(points) - 1):
        before, here, there = points[max(i - 1, 0)], points[i], points[i + 1]
        after = points[min(i + 2, len(points) - 1)]
        curve += [_between(before, here, there, after, step / steps) for step in range(steps)]
    return [*curve, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """The point at `t` (0 to 1) of the way from `b` to `c`."""

    def along(i: int) -> float:
        return 0.5 * (
            2 * b[i]
            + (c[i] - a[i]) * t
            + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
            + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
        )

    return along(0), along(1)


HIM = smooth(_HIS)
HER = smooth(_HERS)


def placed(outline: Outline, lips: Point, *, scale: float, turn: float, mirrored: bool = False) -> Outline:
    """`outline` with its mouth at `lips`, in pixels, turned by `turn` degrees (positive: chin up)."""
    cos, sin = math.cos(math.radians(-turn)) * scale, math.sin(math.radians(-turn)) * scale
    way = -1.0 if mirrored else 1.0
    return [
        (
            lips[0] + way * ((x - LIPS[0]) * cos - (y - LIPS[1]) * sin),
            lips[1] + (x - LIPS[0]) * sin + (y - LIPS[1]) * cos,
        )
        for x, y in outline
    ]
