"""The table of limits is complete, sourced, and written down."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.platforms import limits
from launcher.text.counting import count

NEEDED = {
    "youtube": {"title", "description", "tags", "file", "duration", "poster", "captions", "batch", "day_units"},
    "vimeo": {"title", "description", "tag_count", "file", "duration", "poster", "batch"},
    "facebook": {"text", "comment", "batch"},
    "x": {"text", "url_weight", "file", "duration", "batch", "cost_post", "cost_post_url"},
    "reddit": {"title", "text", "comment", "flair", "batch"},
}
UNITS = {
    "pixels", "pictures a second", "times its shorter side",
    "characters", "bytes", "weighted characters", "tag characters", "seconds", "items", "tags", "calls", "units", "USD",
}  # fmt: skip


def test_every_platform_has_what_check_and_the_adapters_ask_for() -> None:
    """Five platforms, each with the numbers that the code looks up."""
    assert set(limits.ALL) == set(NEEDED)
    assert not {(name, key) for name, keys in NEEDED.items() for key in keys - set(limits.ALL[name].numbers)}


@pytest.mark.parametrize("table", limits.ALL.values(), ids=list(limits.ALL))
def test_every_number_has_a_unit_a_source_and_a_date(table: limits.Limits) -> None:
    """A number without them cannot be checked again; one that is only reported has no date."""
    for name, limit in table.numbers.items():
        assert limit.value > 0, name
        assert limit.unit in UNITS, name
        assert limit.source == "measured" or limit.source.startswith("https://"), name
        assert re.fullmatch(r"20\d\d-[01]\d|", limit.checked), name


def test_limits_of_text_are_in_units_that_can_be_counted() -> None:
    """Whatever the table calls a text's unit, the counter knows."""
    for table in limits.ALL.values():
        for name in {"title", "description", "text", "comment"} & set(table.numbers):
            assert count("", table[name].unit) == 0


def test_graces() -> None:
    """Reddit's listing lags longest."""
    assert {name: table.grace for name, table in limits.ALL.items() if table.grace != timedelta(minutes=2)} == {
        "reddit": timedelta(minutes=5)
    }


def test_the_numbers_agree_with_the_discovery_document() -> None:
    """YouTube's upload sizes are what the installed client's own description of the API says."""
    import json

    from googleapiclient import discovery_cache

    resources = json.loads(discovery_cache.get_static_doc("youtube", "v3"))["resources"]
    calls = {"file": ("videos", "insert"), "poster": ("thumbnails", "set"), "captions": ("captions", "insert")}
    told = {key: int(resources[a]["methods"][b]["mediaUpload"]["maxSize"]) for key, (a, b) in calls.items()}
    assert told == {key: limits.YOUTUBE[key].value for key in calls}


def test_the_table_cannot_be_changed() -> None:
    """Code reads limits; only a commit changes them."""
    with pytest.raises(TypeError):
        limits.X.numbers["text"] = limits.X["url_weight"]  # type: ignore[index]


def test_the_page_is_up_to_date() -> None:
    """`python -m launcher.platforms.limits > docs/limits.md` has been run."""
    page = Path(__file__).parents[2] / "docs" / "limits.md"
    assert page.read_text(encoding="utf-8") == limits.markdown()
