"""The poster as each host gets it."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from launcher.cutting.poster import fitting
from launcher.manifest.posters import read_poster
from launcher.manifest.times import Unreadable
from launcher.plan.specs import FileSpec


def poster_spec(path: Path, host: str) -> FileSpec:
    """The poster as it is, or what is made of it for that host. One that cannot be read is told by `check`."""
    found = None
    with suppress(Unreadable):
        found = fitting(read_poster(path), host)
    return FileSpec(path=str(path), **(asdict(found) if found else {}))
