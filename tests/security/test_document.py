"""docs/security.md names, for each threat, a test that holds it: each of them is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def named() -> list[tuple[str, str]]:
    """The tests that the page names."""
    return NAMED.findall((ROOT / "docs" / "security.md").read_text("utf-8"))


def test_every_test_that_the_page_names_is_there() -> None:
    """A test that is renamed or taken out is missed here."""
    assert len(named()) > 30
    for file, test in named():
        assert (f"def {test}(" if test else "def test_") in (ROOT / file).read_text("utf-8"), f"{file}::{test}"


def test_every_threat_has_its_test() -> None:
    """No row of the tables of threats goes without."""
    page = (ROOT / "docs" / "security.md").read_text("utf-8").partition("## Threats")[2].partition("## What is left")[0]
    rows = [line for line in page.splitlines() if line.startswith("|") and not line.startswith(("|---", "| threat"))]
    assert len(rows) > 20
    assert not [row for row in rows if not NAMED.search(row)]
