"""The sample film as fixtures: encoded once a process, and copied where the film itself is not the matter."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from launcher.starters import film

_encode = film.encode


@cache
def film_bytes() -> bytes:
    """The film as it is encoded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        _encode(path)
        return path.read_bytes()


@pytest.fixture
def sample_film(tmp_path: Path) -> Path:
    """The film in a folder of the test's own."""
    path = tmp_path / "sample-film.mp4"
    path.write_bytes(film_bytes())
    return path


@pytest.fixture
def quick_film(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every starter's film is a copy of one that was encoded once."""
    monkeypatch.setattr(film, "encode", lambda path: path.write_bytes(film_bytes()))
