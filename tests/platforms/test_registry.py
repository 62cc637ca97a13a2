"""Which platforms there are, and how third parties join."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from launcher.errors import LauncherError
from launcher.platforms import limits, registry
from launcher.platforms.base import Feed, Host

ALL = ["youtube", "vimeo", "facebook", "x", "reddit"]


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """Entry points of other distributions; a test adds to the list."""
    added: list[EntryPoint] = []
    monkeypatch.setattr(registry, "entry_points", lambda group: [each for each in added if each.group == group])
    registry.entries.cache_clear()
    yield added
    registry.entries.cache_clear()


class Elsewhere:
    """A third party's feed."""

    name = "elsewhere"
    limits = limits.X
    kind = "feed"


def test_five_are_built_in() -> None:
    """Two hosts and three feeds, in this order everywhere."""
    assert registry.names() == ALL
    assert registry.hosts() == ["youtube", "vimeo"]
    assert registry.feeds() == ["facebook", "x", "reddit"]


@pytest.mark.parametrize("name", ALL)
def test_each_is_made_without_a_login_and_keeps_its_contract(name: str) -> None:
    """A made platform has its name and limits, and the methods of its kind."""
    made = registry.make(name)
    assert (made.name, made.limits) == (name, limits.ALL[name])
    assert isinstance(made, Host if name in registry.hosts() else Feed)


def test_names_and_kinds_need_no_sdk() -> None:
    """`--help`, `check` and `plan` start fast: no SDK, and no adapter, is imported for them."""
    code = (
        "import sys; from launcher.platforms import registry; registry.hosts(), registry.feeds()\n"
        "print(*sorted(set(sys.modules) & {'praw', 'tweepy', 'facebook', 'vimeo', 'googleapiclient', 'requests'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b""


@pytest.mark.parametrize("name", ["facebook", "x", "reddit"])
def test_an_adapters_module_needs_no_sdk(name: str) -> None:
    """The SDK is imported when the adapter connects."""
    code = (
        f"import sys, launcher.platforms.{name}.adapter\n"
        "print(*sorted(set(sys.modules) & {'praw', 'prawcore', 'tweepy', 'facebook', 'requests'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b""


def test_a_third_party_joins_by_entry_point(others: list[EntryPoint]) -> None:
    """Its class tells its kind; it is made like the others."""
    others.append(EntryPoint("elsewhere", f"{__name__}:Elsewhere", registry.GROUP))
    assert registry.feeds() == ["facebook", "x", "reddit", "elsewhere"]
    assert isinstance(registry.make("elsewhere"), Elsewhere)


def test_a_name_claimed_twice_fails_naming_both(others: list[EntryPoint]) -> None:
    """Nobody can slip under a platform's name."""
    others.append(EntryPoint("x", "elsewhere:Mallory", registry.GROUP))
    with pytest.raises(LauncherError, match=r"launcher\.platforms\.x\.adapter:X and elsewhere:Mallory"):
        registry.names()


def test_a_broken_third_party_is_named(others: list[EntryPoint]) -> None:
    """The message says which target cannot be loaded."""
    others.append(EntryPoint("gone", "no_such_package:Gone", registry.GROUP))
    with pytest.raises(LauncherError, match="no_such_package:Gone"):
        registry.make("gone")


def test_an_unknown_name_lists_the_known() -> None:
    """A typo is answered with what there is."""
    with pytest.raises(LauncherError, match="one of: youtube, vimeo, facebook, x, reddit"):
        registry.make("twitter")
