"""The page: one file that needs nothing else, whatever the texts in it are, and however many readings."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from launcher.clock import CompressedClock
from launcher.journal.database import Journal
from launcher.report import picture
from launcher.report.page import comparison
from launcher.report.page.report import page
from launcher.report.story import comparing, story
from launcher.report.story.story import Story
from tests.journal.conftest import MINUTE, T
from tests.report.told import HOUR, LOCAL, grown, happened

pytestmark = LOCAL

HOSTILE = "</title><script>alert(1)</script>'\"&{{ 7*7 }} \u202egnp.\u202c \x1b[31mred\x07 مرحبا"


def told(journal: Journal, clock: CompressedClock, title: str = "First Kiss", hours: int = 48) -> Story:
    launch = happened(journal, clock, title=title, late=3 * MINUTE)
    grown(journal, hours)
    clock.jump(T + hours * HOUR)
    return story.of_journal(journal, launch)


class Tags(HTMLParser):
    """Every element with its attributes, and the words outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self.found and self.found[-1][0] not in ("style", "script"):
            self.words += data


def test_the_page_needs_nothing_else(journal: Journal, clock: CompressedClock) -> None:
    """Nothing is loaded from anywhere, no style stands in an attribute, and the policy allows our own script alone."""
    tags = Tags(page(told(journal, clock))).found
    loaded = [value for name, attrs in tags for key, value in attrs.items() if key in ("src", "srcset", "poster")]
    assert not [each for each in loaded if not str(each).startswith("data:")]
    assert not [name for name, _ in tags if name in ("link", "iframe", "object", "embed", "base", "form")]
    assert not [attrs for _, attrs in tags if any(key == "style" or key.startswith("on") for key in attrs)]
    policy = next(str(attrs["content"]) for _, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_tells_the_launch(journal: Journal, clock: CompressedClock) -> None:
    """Lateness, addresses, what was reached, curves for every range and axis."""
    text = page(told(journal, clock))
    words = " ".join(Tags(text).words.split())
    for said in (
        "3 min late",
        "48,000 after 2 days",
        "10,000 views",
        "best rank",
        "days",
        "first week",
        "–",
        "No reading is",
    ):
        assert said in words
    assert text.count("https://www.reddit.com/r/Filmmakers/comments/rs1/first_kiss/") >= 2
    for css in ("r-day s-log", "r-day s-linear", "r-all s-log", "r-all s-linear"):
        assert len(re.findall(f'class="chart (?:wide|narrow) {css}"', text)) == 2


def test_hostile_words_stay_words(journal: Journal, clock: CompressedClock) -> None:
    """A title cannot bring elements, run as a template, command a terminal or turn the text around."""
    plain = told(journal, clock)
    loud = page(replace_title(plain, HOSTILE))
    assert [name for name, _ in Tags(loud).found] == [name for name, _ in Tags(page(replace_title(plain, "x"))).found]
    assert "{{ 7*7 }}" in loud
    assert not re.search("[\u202a-\u202e\x07\x1b]", loud)


def replace_title(told: Story, title: str) -> Story:
    """The same launch of a film of that name, with hostile addresses and errors besides."""
    facts = {"film": {"title": title}, "launch": {"premiere": "javascript:alert(1)"}}
    entries = tuple(replace(each, error=title, name=title) for each in told.entries)
    return replace(told, launch=replace(told.launch, facts=facts, timezone="UTC"), entries=entries)


def test_an_address_that_runs_something_is_no_link(journal: Journal, clock: CompressedClock) -> None:
    """Only http, https and mail are."""
    links = [attrs["href"] for name, attrs in Tags(page(replace_title(told(journal, clock), "x"))).found if name == "a"]
    assert links
    assert all(str(link).startswith("https://") for link in links)


def test_a_page_without_a_reading(journal: Journal, clock: CompressedClock) -> None:
    """Says so in place of a curve."""
    launch = happened(journal, clock)
    assert "No views have been read yet" in page(story.of_journal(journal, launch))


def test_launches_beside_each_other(journal: Journal, clock: CompressedClock) -> None:
    """Each in its own colour, from its own release, and one that has just begun among them; no title an element."""
    one = told(journal, clock)
    two = replace_title(replace(one, columns=one.columns[:2]), HOSTILE)
    three = replace(one, columns=(), latest=())
    made = comparison.page([one, two, three])
    plain = comparison.page([one, replace_title(two, "x"), three])
    assert [name for name, _ in Tags(made).found] == [name for name, _ in Tags(plain).found]
    words = " ".join(Tags(made).words.split())
    for said in ("First Kiss (film)", "24,000", "48,000", "10,000", "10 h"):
        assert said in words
    assert picture.of_stories([one, two, three]).startswith(b"\x89PNG")
    assert comparing.as_json([one, three])["launches"][1]["seconds_to"] == {"1000": None, "10000": None}


def test_the_picture(journal: Journal, clock: CompressedClock) -> None:
    """A PNG, whatever the title is."""
    hostile = replace_title(told(journal, clock), "$\\frac$ 初吻 " + HOSTILE)
    assert picture.of_story(hostile, overlay=True).startswith(b"\x89PNG")
