"""The sample film as fixtures: encoded once for all processes, and copied where the film itself is not the matter."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import av
import pytest
from filelock import FileLock

from launcher.starters import film

_KEPT = Path(__file__).parent.parent / ".pytest_cache" / "films"
_encode = film.encode


@cache
def film_bytes() -> bytes:
    """The film as the present code encodes it; kept beside pytest's own cache until that code changes."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    path = _KEPT / f"{_made_by()}.mp4"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            draft = path.with_suffix(".new.mp4")
            _encode(draft)
            draft.rename(path)
    return path.read_bytes()


def _made_by() -> str:
    """A hash of all that the film comes from."""
    sources = sorted(Path(film.__file__).parent.glob("*.py"))
    return sha256(b"".join([av.__version__.encode(), *(each.read_bytes() for each in sources)])).hexdigest()[:16]


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
