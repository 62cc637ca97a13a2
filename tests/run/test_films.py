"""Which films a machine sees: by name and fingerprint, and what lies beside them."""

import os
import shutil
from pathlib import Path

import pytest

from launcher.journal.records import Entry
from launcher.plan.action import Kind
from launcher.plan.specs import FileSpec, FilmSpec
from launcher.run.films import Films
from tests.run.rig import Rig, manifest
from tests.tiny import padded


@pytest.fixture
def moved(rig: Rig) -> tuple[Rig, Path]:
    """A launch whose film and poster lie in another place than the plan names; that place's top."""
    rig.record(manifest(film={**manifest()["film"], "poster": "poster.jpg"}))
    there = rig.folder / "films" / "first-kiss"
    there.mkdir(parents=True)
    for name in ("film.mp4", "poster.jpg"):
        shutil.move(rig.folder / name, there / name)
    return rig, there


def seen(rig: Rig, kind: Kind, folder: Path | None = None) -> Entry | None:
    return Films(rig.journal, folder).here(rig.entry(kind, "youtube"))


def path(entry: Entry | None) -> str:
    assert entry is not None
    assert isinstance(entry.spec, FilmSpec | FileSpec)
    return entry.spec.path


def test_the_planned_path_is_seen(rig: Rig) -> None:
    """Where the film is as it was planned, nothing changes."""
    rig.record(manifest())
    assert seen(rig, Kind.UPLOAD) == rig.entry(Kind.UPLOAD, "youtube")


def test_a_copy_elsewhere_is_seen_with_what_lies_beside_it(moved: tuple[Rig, Path]) -> None:
    """Without a folder nothing is seen; with one, the film anywhere in it, and the poster beside the film."""
    rig, there = moved
    assert (seen(rig, Kind.UPLOAD), seen(rig, Kind.POSTER)) == (None, None)
    assert path(seen(rig, Kind.UPLOAD, rig.folder / "films")) == str(there / "film.mp4")
    assert path(seen(rig, Kind.POSTER, rig.folder / "films")) == str(there / "poster.jpg")


def test_what_needs_no_film_is_for_all(moved: tuple[Rig, Path]) -> None:
    """A release, or a post, needs none."""
    rig, _ = moved
    assert seen(rig, Kind.RELEASE) == rig.entry(Kind.RELEASE, "youtube")


def test_another_film_of_that_name_is_not_seen(moved: tuple[Rig, Path]) -> None:
    """Other bytes with the same time, or the same bytes with another time, are another film."""
    rig, there = moved
    film = there / "film.mp4"
    time, whole = film.stat().st_mtime_ns, film.read_bytes()
    for content, at in ((padded(whole, 50_000), time), (whole, time + 1_000_000_000)):
        film.write_bytes(content)
        os.utime(film, ns=(at, at))
        assert seen(rig, Kind.UPLOAD, there) is None
    os.utime(film, ns=(time, time))
    assert seen(rig, Kind.UPLOAD, there) is not None
