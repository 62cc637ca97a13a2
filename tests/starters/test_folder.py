"""Starters: each makes a folder that can be launched, and none overwrites what is there."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from launcher.errors import ManifestError
from launcher.manifest.checks import check
from launcher.manifest.loading import load
from launcher.starters import folder as starters

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = list(starters.starters())


def test_the_starters_are_these() -> None:
    """Three, each with a manifest."""
    assert NAMES == ["first-kiss", "minimal", "premiere"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("at", ["now", "2026-11-30 09:00"])
@pytest.mark.usefixtures("quick_film")
def test_passes_check(name: str, at: str, tmp_path: Path) -> None:
    """A fresh folder has no error and no warning."""
    manifest = starters.write(starters.starters()[name], tmp_path / "new", at=at)
    assert check(load(manifest), NOW) == []
    assert f"  at: {at} " in manifest.read_text("utf-8")


@pytest.mark.usefixtures("quick_film")
def test_the_editor_finds_the_schema(tmp_path: Path) -> None:
    """The manifest's first line names a schema that lies beside it."""
    manifest = starters.write(starters.starters()["minimal"], tmp_path, at="now")
    first = manifest.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    beside = tmp_path / first.partition("$schema=")[2]
    assert json.loads(beside.read_text("utf-8"))["properties"]["launch"]


@pytest.mark.usefixtures("quick_film")
def test_overwrites_nothing(tmp_path: Path) -> None:
    """Where one file is there already nothing at all is written, unless it is forced."""
    (tmp_path / "film.mp4").write_bytes(b"my film")
    with pytest.raises(ManifestError, match=r"film\.mp4 would be overwritten"):
        starters.write(starters.starters()["minimal"], tmp_path, at="now")
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_bytes() == b"my film"
    starters.write(starters.starters()["minimal"], tmp_path, at="now", force=True)
    assert (tmp_path / "film.mp4").stat().st_size > 1_000_000


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A file in the folder's place is refused."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(ManifestError, match="is not a folder"):
        starters.write(starters.starters()["minimal"], tmp_path / "taken", at="now")


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("2026-11-22", "2026-11-30"),  # a Sunday: tomorrow is too soon
        ("2026-11-23", "2026-11-30"),  # a Monday
        ("2026-11-28", "2026-11-30"),  # a Saturday
        ("2026-12-29", "2027-01-04"),
    ],
)
def test_next_monday(today: str, monday: str) -> None:
    """Nine o'clock on the first Monday at least two days away."""
    now = datetime.fromisoformat(f"{today}T12:00:00+00:00")
    assert starters.next_monday(now) == f"{monday} 09:00"


def test_an_installed_package_has_its_own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates inside the package are found before those of a checkout."""
    shipped = tmp_path / "launcher" / "_templates" / "minimal"
    shipped.mkdir(parents=True)
    (shipped / "launch.yaml").write_text("launch: {}\n")
    monkeypatch.setattr(starters, "_HERE", tmp_path / "launcher")
    assert starters.templates_folder() == shipped.parent
    assert list(starters.starters()) == ["minimal"]
