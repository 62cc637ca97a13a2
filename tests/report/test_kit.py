"""The cast and crew kit: words, a tracked link, share links and a QR code for everyone, and nothing before its hour."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from launcher.clock import CompressedClock
from launcher.errors import LauncherError
from launcher.journal.database import Journal
from launcher.journal.records import State
from launcher.plan.action import Kind
from launcher.report.kit import clicks, kit, links, people
from launcher.report.story import story
from launcher.report.story.story import Story
from tests.report.test_page import Tags
from tests.report.told import ADDRESSES, LOCAL, happened

PEOPLE = """\ufeffName;Handle;Language;Text
Ana Sousa;@ana;pt;
Ana Sousa;;xx;
王小明;wangxm;zh;I kissed for {{ film.title }}: {{ link }}
<b>Tom</b>;=cmd();;\x1b[31m
"""


@pytest.fixture
def told(journal: Journal, clock: CompressedClock) -> Story:
    return story.of_journal(journal, happened(journal, clock, title="First Kiss"))


def listed(tmp_path: Path, text: str = PEOPLE) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return path


def unreleased(told: Story) -> Story:
    """The same launch before its release."""
    entries = tuple(replace(each, state=State.PLANNED) if each.kind is Kind.RELEASE else each for each in told.entries)
    return replace(told, entries=entries)


@LOCAL
def test_everyone_has_a_part(told: Story, tmp_path: Path) -> None:
    """In their language or in English, with a link of their own, however alike or foreign the names are."""
    found = kit.shares(told, people.read(listed(tmp_path)), kit.address(told))
    assert [each.person.source for each in found] == ["ana-sousa", "ana-sousa-2", "wangxm", "b-tom-b"]
    assert [each.language for each in found] == ["pt", "en", "zh", "en"]
    assert [each.fell_back for each in found] == [False, True, False, False]
    assert found[2].text == "I kissed for First Kiss:"
    for each in found:
        assert parse_qs(urlsplit(each.link).query) == {
            "v": ["5L8LCQ_6YfL"],
            "utm_source": [each.person.source],
            "utm_medium": ["share"],
            "utm_campaign": ["film"],
        }
        assert parse_qs(urlsplit(each.shares["X"]).query) == {"text": [each.text], "url": [each.link]}
        assert parse_qs(urlsplit(each.shares["WhatsApp"]).query) == {"text": [f"{each.text} {each.link}"]}
        assert "+" not in each.shares["Mail"]


@LOCAL
def test_the_page_of_the_kit(told: Story, tmp_path: Path) -> None:
    """Everyone's words, a QR code each, nothing loaded from elsewhere, and no hostile name an element."""
    made = kit.page(told, kit.shares(told, people.read(listed(tmp_path)), kit.address(told)), "clip.mp4")
    tags = Tags(made).found
    assert [attrs["id"] for name, attrs in tags if name == "section"][:2] == ["ana-sousa", "ana-sousa-2"]
    assert sum(attrs.get("class") == "qr" for _, attrs in tags) == 4
    assert "<b>Tom" not in made
    assert "\x1b" not in made
    assert not [attrs for _, attrs in tags if any(key == "style" or key.startswith("on") for key in attrs)]
    assert "Not before" not in made


@LOCAL
def test_nothing_before_its_hour(told: Story, tmp_path: Path) -> None:
    """A kit is refused while no host is out, unless asked for; then page and table say the hour."""
    early = unreleased(told)
    with pytest.raises(LauncherError, match="not out before Monday 7 December 2026"):
        kit.require_out(early, embargoed=False)
    kit.require_out(early, embargoed=True)
    kit.require_out(told, embargoed=False)
    found = kit.shares(early, people.read(listed(tmp_path)), kit.address(early))
    assert "Not before Monday 7 December 2026, 17:00 UTC" in kit.page(early, found)
    assert {row[-1] for row in kit.rows(found, kit.not_before(early))} == {"2026-12-07T17:00:00Z"}


@LOCAL
def test_the_table_holds_no_formula(told: Story, tmp_path: Path) -> None:
    """A handle that a spreadsheet would run is words."""
    found = kit.rows(kit.shares(told, people.read(listed(tmp_path)), kit.address(told)), None)
    assert [row[1] for row in found] == ["ana", "", "wangxm", "'=cmd()"]
    assert len(found[0]) == len(kit.COLUMNS)


def test_what_is_wrong_with_the_people(tmp_path: Path) -> None:
    """Is told with the way to mend it."""
    for text, said in (("who\nAna\n", "no column 'name'"), ("name,handle\nAna,a\n,b\n", "no name in line 3")):
        with pytest.raises(LauncherError, match=re.escape(said)):
            people.read(listed(tmp_path, text))
    with pytest.raises(LauncherError, match="cannot be read"):
        people.read(tmp_path / "none.csv")


def test_a_tracked_link_replaces_older_marks() -> None:
    """What else is in the address stays, the fragment too."""
    assert links.tracked("https://film.example/?a=1&utm_source=x#t", "ana", "film") == (
        "https://film.example/?a=1&utm_source=ana&utm_medium=share&utm_campaign=film#t"
    )
    with pytest.raises(LauncherError, match="no web address"):
        links.tracked("javascript:alert(1)", "ana", "film")
    assert links.tracked(ADDRESSES["vimeo"], "a", "b").startswith("https://vimeo.com/903706952?utm_source=a&")


def test_who_drove_what(tmp_path: Path) -> None:
    """Sources as an analytics page writes them, added up, the greatest first."""
    path = listed(tmp_path, 'utm_source,Sessions\nana,"1,200"\ntom,40\nana,3\n,7\n')
    assert clicks.read(path) == [("ana", 1203), ("tom", 40), ("(none)", 7)]
    with pytest.raises(LauncherError, match="line 2: 'many' is no count"):
        clicks.read(listed(tmp_path, "source,clicks\nana,many\n"))
