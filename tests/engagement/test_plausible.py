"""Readings that are kept and not believed."""

from datetime import UTC, datetime, timedelta

import pytest

from launcher.journal.plausible import Point, mark
from launcher.stage.growth import Curve

T = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def read(metric: str, *values: float, every: timedelta = MINUTE) -> list[str | None]:
    """The marks of these readings, one `every`, of something that was public at T."""
    believed, doubted, marks = Point(value=0, at=T), None, []
    for number, value in enumerate(values, start=1):
        at = T + number * every
        found = mark(metric, believed, doubted, value, at)
        marks.append(found)
        point = Point(value=value, at=at)
        believed, doubted = (believed, point) if found else (point, None)
    return marks


@pytest.mark.parametrize(
    ("metric", "values", "marks"),
    [
        ("views", (900, 5_000_000, 905), [None, "jump", None]),
        ("views", (900, 5_000_000, 5_000_100), [None, "jump", None]),
        ("views", (5_000_000, 12), ["jump", None]),
        ("views", (900, 880, 910), [None, "back", None]),
        ("views", (900, 0, 2), [None, "back", None]),
        ("views", (900, 880, 5, 890), [None, "back", "back", None]),
        ("score", (900, 850, 470, 460), [None, None, None, None]),
        ("score", (900, 100, 890), [None, "back", None]),
        ("likes", (20, 0), [None, None]),
        ("rank", (80, 1, 99), [None, None, None]),
        ("removed", (0, 1, 0), [None, None, None]),
        ("upvote_ratio", (0.99, 0.5), [None, None]),
    ],
)
def test_a_lie_of_one_reading_is_marked(metric: str, values: tuple[float, ...], marks: list[str | None]) -> None:
    """What leaps absurdly or falls back is marked; the next reading confirms it by going on from there, or not."""
    assert read(metric, *values) == marks


@pytest.mark.parametrize("every", [1, 15, 60, 360])
def test_a_film_that_the_world_finds_is_believed(every: int) -> None:
    """No reading of the First Kiss curve is doubted, however seldom it is read."""
    step = timedelta(minutes=every)
    views = [Curve().at(number * every / 60) for number in range(1, 2 + 72 * 60 // every)]
    assert set(read("views", *views, every=step)) <= {None}
