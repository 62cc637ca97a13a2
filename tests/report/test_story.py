"""What a report tells: sums, gaps, lateness, what was reached, the first hour, day and week."""

from array import array
from datetime import timedelta

import numpy as np
import pytest

from launcher.clock import CompressedClock
from launcher.journal.columns import Column
from launcher.journal.database import Journal
from launcher.plan.specs import Step
from launcher.report.story import as_json, moments, story, summary, windows
from launcher.report.story.lines import Line, gained, summed, thinned
from launcher.report.story.pace import Pace, of_ladder
from launcher.report.story.story import Story
from tests.journal.conftest import MINUTE, T
from tests.report.told import HOUR, LOCAL, grown, happened, read


@pytest.fixture
def told(journal: Journal, clock: CompressedClock) -> Story:
    """A launch whose posts went out three minutes late, read every hour for two days."""
    launch = happened(journal, clock, late=3 * MINUTE)
    grown(journal)
    clock.jump(T + 48 * HOUR)
    return story.of_journal(journal, launch)


def column(*readings: tuple[float, float], key: str = "a") -> Column:
    """Readings by the hour."""
    at = array("q", [int(hour * 3_600_000_000) for hour, _ in readings])
    return Column(key=key, platform="x", metric="views", at=at, values=array("d", [value for _, value in readings]))


@LOCAL
def test_the_whole_story(told: Story) -> None:
    """Views of both hosts together; every action late; ranks by their best; a week is still to come."""
    assert told.views.last == 48_000
    assert {name: line.last for name, line in told.by_host.items()} == {"youtube": 43_200, "vimeo": 4_800}
    assert told.by_platform["reddit"]["rank"] == 12
    late = {each.what: each.late for each in moments.moments(told) if each.public}
    assert set(late.values()) == {timedelta(minutes=3)}
    assert [(each.value, each.hours) for each in moments.reached(told)] == [(1000, 1), (10_000, 10)]
    first = [windows.amount(told.views, hours, told.seen) for _, hours in windows.FIRST]
    assert [each.value for each in first] == [1000, 24_000, None]
    sentences = " ".join(summary.sentences(told))
    assert "3 min late" in sentences
    assert "12th on r/Filmmakers" in sentences


@LOCAL
def test_minutes_after_release(journal: Journal, clock: CompressedClock) -> None:
    """No window that is still to come, no span without a length; a milestone is reached within a reading's time."""
    launch = happened(journal, clock)
    read(journal, T + 0.01 * MINUTE, {"youtube": {"views": 0}})
    clock.jump(T + MINUTE / 2)
    begun = story.of_journal(journal, launch)
    assert windows.spans(begun) == []
    assert [each.says for each in summary.figures(begun)] == ["views"]
    assert "The first readings told no views yet." in list(summary.sentences(begun))
    read(journal, T + 20 * MINUTE, {"youtube": {"views": 1499}})
    clock.jump(T + 21 * MINUTE)
    later = story.of_journal(journal, launch)
    assert [each.name for each in windows.spans(later)] == ["first 20 min"]
    assert "It had 1,000 views within 20 minutes and 1,499 after 20 minutes." in list(summary.sentences(later))


@LOCAL
def test_the_story_as_json(told: Story) -> None:
    """For a program: what the page says, in numbers."""
    found = as_json.as_json(told)
    assert found["totals"]["views"] == 48_000
    assert found["windows"]["views"]["first_week"] == {"value": None, "at_least": False}
    assert found["reached"][0] == {
        "views": 1000.0, "at": "2026-12-07T18:00:00Z", "since_release": 3600.0, "wanted": False,
    }  # fmt: skip
    assert found["views"][-1] == ["2026-12-09T17:00:00Z", 48_000.0]
    assert sum(each["views"] for each in found["spans"]) == 48_000
    assert found["gaps"] == []


@LOCAL
def test_what_was_not_read_is_a_gap(journal: Journal, clock: CompressedClock) -> None:
    """From the last reading to the next one, where more than two and a half intervals lie between."""
    launch = happened(journal, clock)
    for hour in (0, 1, 2, 4, 9, 10):
        read(journal, T + hour * HOUR, {"youtube": {"views": 10.0 * hour}})
    clock.jump(T + 10 * HOUR)
    found = story.of_journal(journal, launch)
    assert found.views.gaps == [(4.0, 9.0)]
    assert gained(found.views, [0, 2, 4, 6, 9, 10]) == [20, 20, None, None, 10]
    assert [len(part) for part in thinned(found.views, 10, 100)] == [4, 2]


def test_the_ladder_says_what_a_gap_is() -> None:
    """Minutes in the first hours, hours later; without a ladder the median says."""
    ladder = of_ladder([Step(every=60, until=6 * 3600), Step(every=3600, until=48 * 3600)])
    hours = np.array([0, 1 / 60, 6 / 60, 6, 7, 9, 12])
    assert list(ladder.breaks(hours)) == [1, 2, 5]
    assert list(Pace().breaks(np.array([0, 1, 2, 3, 10]))) == [3]


def test_a_sum_is_of_each_ones_line() -> None:
    """Receipts are not read at the same instant; before its first reading one adds nothing."""
    line = summed([column((0, 1), (2, 5)), column((1, 10), (3, 20), key="b")], 0, Pace())
    assert list(line.values) == [1, 13, 20, 25]
    assert line.at(2.5) == 20
    assert line.at(-1) is None


@LOCAL
def test_news_of_reddit(journal: Journal, clock: CompressedClock) -> None:
    """The front page by the first reading that shows it and the best, and who took a post away."""
    launch = happened(journal, clock)
    for hour, rank in enumerate((80.0, 24.0, 3.0, 40.0)):
        read(journal, T + hour * HOUR, {"two": {"all_rank": rank, "popular_rank": 99.0, "removed": float(hour > 2)}})
    found = moments.news(story.of_journal(journal, launch))
    assert [(each.hours, each.what) for each in found] == [
        (1.0, "On the front page of r/all, at best 3rd"),
        (3.0, "two was taken away"),
    ]


def test_a_round_of_readings_is_one_point() -> None:
    """Two accounts are read at two seconds of one minute: no step stands between them."""
    ladder = of_ladder([Step(every=900, until=86400)])
    youtube, vimeo = column((0, 0), (0.25, 90), (0.5, 180)), column((0.001, 0), (0.258, 10), (0.508, 20), key="b")
    assert [round(each) for each in summed([youtube, vimeo], 0, ladder).values] == [0, 103, 200]
    every_second = np.arange(0, 1, 1 / 3600)
    assert ladder.rounds(every_second).sum() == 60


def test_a_line_that_goes_on_is_drawn_to_the_edge() -> None:
    """The reading behind the edge says how high; a gap ends the line before."""
    line = summed([column((0, 0), (22, 220), (26, 260))], 0, Pace())
    assert thinned(line, 24, 100)[-1][-1] == (24, 240)
    assert (line.height(24), line.at(24)) == (240, 220)


def test_thinning_keeps_every_extreme() -> None:
    """A million readings with one spike up and one down: both are drawn, and few points are."""
    hours = np.linspace(0, 100, 1_000_000)
    values = hours * 10
    values[123_456], values[777_777] = 5000, -1
    points = thinned(Line(hours=hours, values=values, breaks=np.zeros(0, np.intp)), 100, 500)[0]
    assert {5000, -1} <= {value for _, value in points}
    assert len(points) <= 2 * 500 + 2
    assert points == sorted(points)


def test_a_counter_that_was_corrected_is_marked() -> None:
    """Once for each fall; what rises again is no fall."""
    line = summed([column((0, 1), (1, 9), (2, 4), (3, 6), (4, 12), (5, 11))], 0, Pace())
    assert line.fell() == [(2.0, 4.0), (5.0, 11.0)]


def test_at_least_where_nothing_newer_was_read() -> None:
    """A day whose evening was not read says "at least"; one that is not over says nothing."""
    line = summed([column((0, 0), (12, 70))], 0, Pace())
    assert windows.amount(line, 24, seen=30) == windows.Amount(value=70, at_least=True)
    assert windows.amount(line, 24, seen=13) == windows.Amount(value=None)
    assert summary.in_table(windows.amount(line, 24, seen=30)) == "≥ 70"


@LOCAL
def test_a_launch_without_a_reading(journal: Journal, clock: CompressedClock) -> None:
    """Has a story all the same."""
    found = story.of_journal(journal, happened(journal, clock))
    assert moments.reached(found) == []
    assert windows.spans(found) == []
    assert as_json.as_json(found)["views"] == []
