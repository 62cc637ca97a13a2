"""Texts are counted as the platforms count them."""

import pytest

from launcher.text.counting import count, count_tags, measure, measure_tags


@pytest.mark.parametrize(
    ("text", "characters", "size", "units"),
    [
        ("", 0, 0, 0),
        ("kiss", 4, 4, 4),
        ("e\u0301", 1, 3, 2),
        ("\u00e9", 1, 2, 1),
        ("初吻", 2, 6, 2),
        ("💋", 1, 4, 2),
        ("👩\u200d❤\ufe0f\u200d💋\u200d👩", 8, 27, 11),
        ("\ud800", 1, 3, 1),
    ],
)
def test_units_of_text(text: str, characters: int, size: int, units: int) -> None:
    """Characters are composed code points, bytes are UTF-8's, units are UTF-16's."""
    assert [count(text, unit) for unit in ("characters", "bytes", "UTF-16 units")] == [characters, size, units]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("A first kiss", 12),
        ("Café", 4),
        ("Cafe\u0301", 4),
        ("初吻", 4),
        ("💋", 2),
        ("👩\u200d❤\ufe0f\u200d💋\u200d👩", 2),
        ("👍🏽", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("https://www.youtube.com/watch?v=IpbDHxCV29A", 23),
        ("http://a.co", 23),
        ("youtu.be/IpbDHxCV29A", 23),
        ("A film: https://vimeo.com/1", 31),
        ("https://vimeo.com/1 https://vimeo.com/2", 47),
        ("one\ntwo", 7),
        ("“quoted”", 8),
        ("film.notatld", 12),
        ("\ud83d", 2),
    ],
)
def test_weighted_characters(text: str, weight: int) -> None:
    """X counts an address 23, CJK and a whole emoji 2, most of the rest 1."""
    assert count(text, "weighted characters") == weight


def test_a_text_of_dots_does_not_stall_the_count() -> None:
    """A run that looks like a host of thousands of labels is counted in passing."""
    assert count("a." * 3000, "weighted characters") == 6000


def test_tags_count_their_commas_and_quotes() -> None:
    """A comma stands between tags, and quotes around a tag with a space."""
    assert [count_tags(each) for each in ([], ["film"], ["film", "kiss"], ["short film", "kiss"])] == [0, 4, 9, 17]


def test_a_count_reads_as_used_of_allowed() -> None:
    """What `plan` prints beside a post, and whether the post fits."""
    inside, outside = measure("x" * 143, 280, "weighted characters"), measure_tags(["x" * 501], 500)
    assert (str(inside), inside.fits, str(outside), outside.fits) == ("143/280", True, "501/500", False)


def test_an_unknown_unit_is_refused() -> None:
    """A unit that is none of text names those that are."""
    with pytest.raises(ValueError, match="'USD' is not a unit of text: characters, bytes"):
        count("text", "USD")
