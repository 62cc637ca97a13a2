"""A film that takes no time, where the film itself is not the matter."""

from pathlib import Path

import pytest

from launcher.starters import film


@pytest.fixture(scope="session")
def film_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film, encoded once."""
    path = tmp_path_factory.mktemp("once") / "film.mp4"
    film.encode(path)
    return path


@pytest.fixture
def quick_film(film_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every starter's film is a copy of one that was encoded once."""
    monkeypatch.setattr(film, "encode", lambda path: path.write_bytes(film_once.read_bytes()))
