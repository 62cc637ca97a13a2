"""A home with room for logins, and the settings that find it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from launcher.logins.kept import Kept
from launcher.settings import Settings, load

Make = Callable[..., Kept]
SINCE = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty LAUNCHER_HOME, in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> Callable[..., Settings]:
    """The settings of that home, with these variables in the environment."""
    return lambda **environment: load({"LAUNCHER_HOME": str(home), **environment})


def login(platform: str = "x", account: str = "default", **fields: Any) -> Kept:
    """A login as `launcher login` would keep it."""
    values = {"api_key": "k" * 9, "api_secret": "s" * 9, "access_token": "t" * 9, "access_secret": "u" * 9}
    known = {"id": "2244994945", "name": "stagepictures", "since": SINCE, "values": values}
    return Kept(platform=platform, account=account, **{**known, **fields})
