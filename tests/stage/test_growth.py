"""Engagement grows as the film's did."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from launcher.stage.growth import FIRST_KISS, Curve, Growth

BORN = datetime(2014, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "views"), [(2, 200), (4, 30_000), (15, 600_000), (24, 5_000_000), (8760, 59_000_000)]
)
def test_the_curve_goes_through_the_day_of_first_kiss(hours: float, views: int) -> None:
    """200 views in the first hours, 30,000 at +4 h, 600,000 at +15 h, 5 million at +24 h, 59 million in the end."""
    assert Curve().at(hours) == pytest.approx(views)


def test_the_curve_never_falls_and_has_no_jump() -> None:
    """Five minutes never lose a view, and never bring more than the steepest stretch of the day."""
    views = [Curve().at(minutes / 60) for minutes in range(0, 60 * 24 * 40, 5)]
    assert all(a <= b for a, b in pairwise(views))
    assert all(b <= 1.5 * a + 10 for a, b in pairwise(views))


def test_the_hosts_views_add_up_to_the_film() -> None:
    """YouTube and Vimeo together have what the curve says."""
    growth, now = Growth(), BORN + timedelta(hours=24)
    views = [growth.read(host, "some id", BORN, now)["views"] for host in ("youtube", "vimeo")]
    assert sum(views) == 5_000_000
    assert views[0] > views[1]


def test_nothing_grows_before_it_is_public() -> None:
    """A private item, and one that becomes public later, count zero."""
    growth = Growth()
    assert set(growth.read("youtube", "id", None, BORN).values()) == {0}
    assert set(growth.read("youtube", "id", BORN, BORN - timedelta(hours=5)).values()) == {0}


def test_the_same_seed_gives_the_same_numbers() -> None:
    """A seed, an id and an age fix every number; another seed gives others."""
    now = BORN + timedelta(hours=30)
    assert Growth(seed=3).read("x", "id", BORN, now) == Growth(seed=3).read("x", "id", BORN, now)
    assert Growth(seed=3).read("x", "id", BORN, now) != Growth(seed=4).read("x", "id", BORN, now)


def test_reddit_reaches_the_front_page_and_leaves_it() -> None:
    """No rank in the first hours, the first page by bedtime, none two days later."""
    growth = Growth()
    ranks = [growth.read("reddit", "id", BORN, BORN + timedelta(hours=hours)).get("rank") for hours in (2, 8, 15, 48)]
    assert ranks[0] is None
    assert ranks[1] is not None
    assert ranks[2] is not None
    assert ranks[1] > ranks[2] == 1
    assert ranks[3] is None


def test_a_curve_that_falls_is_refused() -> None:
    """Views cannot be taken back."""
    with pytest.raises(ValueError, match="rising"):
        Curve([*FIRST_KISS, (9000, 5)])
