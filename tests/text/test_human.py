"""Numbers as a person reads them."""

from datetime import timedelta

import pytest

from launcher.text import human


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"), (999_600, "1.0 MB"),
     (23_400_000, "23 MB"), (1_400_000_000, "1.4 GB"), (256 * 2**30, "275 GB"), (5e18, "5000 PB")],
)  # fmt: skip
def test_sizes(count: float, text: str) -> None:
    """Bytes go in powers of 1000, as disks and platforms tell them."""
    assert (human.size(count), human.rate(count)) == (text, f"{text}/s")


@pytest.mark.parametrize(
    ("seconds", "short", "long"),
    [(0, "0 s", "0 seconds"), (0.9, "0 s", "0 seconds"), (1, "1 s", "1 second"), (60, "1 min", "1 minute"),
     (61, "1 min 1 s", "1 minute 1 second"), (7500, "2 h 5 min", "2 hours 5 minutes"), (3601, "1 h", "1 hour"),
     (3 * 86400 + 4 * 3600 + 59, "3 d 4 h", "3 days 4 hours")],
)  # fmt: skip
def test_durations(seconds: float, short: str, long: str) -> None:
    """Two units at most, cut and not rounded."""
    assert (human.duration(seconds), human.duration(timedelta(seconds=seconds))) == (short, short)
    assert human.words(seconds) == long


def test_countdowns() -> None:
    """What is to come, what is now, what is past."""
    assert [human.until(each) for each in (273600, 0.2, -300)] == ["in 3 d 4 h", "now", "5 min ago"]
    assert [human.ago(each) for each in (59, 60, 7500, 86400 * 2)] == [
        "just now",
        "1 minute ago",
        "2 hours ago",
        "2 days ago",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (217, "217"), (9_999, "9,999"), (30_412, "30,000"), (597_999, "597,000"), (999_999, "999,000"),
     (1_000_000, "1 million"), (1_249_999, "1.2 million"), (1_999_999, "1.9 million"), (9_990_000, "9.9 million"),
     (59_400_000, "59 million"), (1_100_000_000, "1.1 billion"), (-12_345, "-12,000"), (0.97, "0")],
)  # fmt: skip
def test_compact_never_claims_more_than_there_is(value: float, text: str) -> None:
    """Counts for prose are rounded towards zero."""
    assert human.compact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.6, "1"), (9_999, "9,999"), (30_612, "31,000"), (999_700, "1 million"), (4_492_626, "4.5 million"),
     (9_960_000, "10 million"), (59_600_000, "60 million"), (-12_645, "-13,000")],
)  # fmt: skip
def test_a_report_rounds_to_the_nearest(value: float, text: str) -> None:
    """As many figures as a post has."""
    assert human.rounded(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1.00k"), (30_149, "30.1k"), (999_700, "1.00M"), (16_167_529, "16.2M")],
)
def test_narrow_tables(value: float, text: str) -> None:
    """Three digits and a letter, rounded to the nearest, never cut off."""
    assert human.brief(value) == text


def test_ordinals_and_separators() -> None:
    """English ordinals, and commas between thousands."""
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1003)
    assert " ".join(map(human.ordinal, numbers)) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 1,003rd"
    assert human.number(1234567) == "1,234,567"
