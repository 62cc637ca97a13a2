"""The contract suite on the stage: the two hosts and the three feeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.platforms.base import Draft
from launcher.platforms.keys import VimeoKeys, YouTubeKeys
from tests.platforms.contract import FeedContract, HostContract, film_file
from tests.platforms.stage import Stage, on_stage

__all__ = ["film_file"]

LINK = "https://www.youtube.com/watch?v=IpbDHxCV29A"


class TestYouTube(HostContract):
    """YouTube keeps the contract."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """A channel."""
        with on_stage("youtube", tmp_path) as place:
            place.keys = YouTubeKeys(category="Film & Animation")
            yield place


class TestVimeo(HostContract):
    """Vimeo keeps the contract."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """An account."""
        with on_stage("vimeo", tmp_path) as place:
            place.keys = VimeoKeys()
            yield place


class TestVimeoUnlisted(HostContract):
    """Vimeo keeps the contract for a film that only its address shows."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """An account."""
        with on_stage("vimeo", tmp_path) as place:
            place.keys = VimeoKeys(privacy="unlisted")
            yield place


class TestFacebook(FeedContract):
    """Facebook keeps the contract."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """A Page."""
        with on_stage("facebook", tmp_path) as place:
            place.draft = Draft(text="First Kiss is out.", link=LINK)
            yield place


class TestX(FeedContract):
    """X keeps the contract."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """An account."""
        with on_stage("x", tmp_path) as place:
            place.draft = Draft(text=f"First Kiss is out. {LINK}")
            yield place


class TestReddit(FeedContract):
    """Reddit keeps the contract."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Stage]:
        """An account."""
        with on_stage("reddit", tmp_path) as place:
            place.draft = Draft(title="First Kiss", link=LINK, destination="Filmmakers", flair="Film")
            yield place
