"""Which films this machine sees: an upload waits for a worker that has its film, and is not refused by another."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from launcher.journal.database import Journal
from launcher.journal.reading import entries
from launcher.journal.records import Entry
from launcher.manifest.media import fingerprint
from launcher.plan.action import Kind
from launcher.plan.specs import FileSpec, FilmSpec, MediaSpec, PostSpec, Spec

_WITH_A_FILE = frozenset({Kind.UPLOAD, Kind.POSTER, Kind.CAPTION, Kind.MEDIA})
_LOOK_AGAIN = timedelta(seconds=10)
"""How long what was found in the folder of films is believed."""

log = structlog.get_logger()


class Films:
    """The films of this machine: at the path that the plan names, or anywhere under `folder`.

    A film is known by its name and its fingerprint, so a copy must keep the time of its last change. A poster or
    captions lie to the copy as they lie to the planned film.
    """

    def __init__(self, journal: Journal, folder: Path | None = None) -> None:
        self._journal = journal
        self._folder = folder
        self._prints: dict[tuple[str, int, int], str] = {}
        self._found: dict[str, list[Path]] = {}
        self._looked_at = journal.now() - 2 * _LOOK_AGAIN
        self._told: set[str] = set()

    def here(self, entry: Entry) -> Entry | None:
        """The action with this machine's paths; None where it needs a film or a file that this machine does not see."""
        if isinstance(entry.spec, PostSpec):
            return replace(entry, spec=self._showing(entry.spec))
        if entry.kind not in _WITH_A_FILE:
            return entry
        spec = self._spec(entry)
        if spec is None and entry.key not in self._told:
            self._told.add(entry.key)
            log.warning("left to a worker that sees the film", action=entry.key, path=_path(entry.spec))
        return None if spec is None else replace(entry, spec=spec)

    def _showing(self, spec: PostSpec) -> PostSpec:
        """With this machine's path of what it shows, should that have to be sent anew; any machine can post."""
        found = self._film(spec.media) if spec.media else None
        if spec.media is None or found is None:
            return spec
        return spec.model_copy(update={"media": spec.media.model_copy(update={"path": str(found)})})

    def _spec(self, entry: Entry) -> Spec | None:
        spec = entry.spec
        if isinstance(spec, FilmSpec | MediaSpec):
            film = self._film(spec)
            return None if film is None else spec.model_copy(update={"path": str(film)})
        if isinstance(spec, FileSpec):
            file = Path(spec.path) if Path(spec.path).is_file() else self._beside(entry, spec)
            return None if file is None else spec.model_copy(update={"path": str(file)})
        return spec

    def _film(self, spec: FilmSpec | MediaSpec) -> Path | None:
        planned = Path(spec.path)
        if self._print(planned) == spec.fingerprint:
            return planned
        copies = self._named(planned.name)
        return next((path for path in copies if self._print(path) == spec.fingerprint), None)

    def _beside(self, entry: Entry, spec: FileSpec) -> Path | None:
        """The file beside this machine's copy of the film that it belongs to."""
        upload = f"{entry.launch}/{Kind.UPLOAD}/{entry.name}"
        film = next((each.spec for each in entries(self._journal, entry.launch) if each.key == upload), None)
        if not isinstance(film, FilmSpec) or (found := self._film(film)) is None:
            return None
        file = found.parent / os.path.relpath(spec.path, Path(film.path).parent)
        return file if file.is_file() else None

    def _print(self, path: Path) -> str:
        """The file's fingerprint, read once as long as size and time stay; empty where there is no such file."""
        try:
            status = path.stat()
            known = (str(path), status.st_size, status.st_mtime_ns)
            if known not in self._prints:
                self._prints[known] = fingerprint(path)
        except OSError:
            return ""
        return self._prints[known]

    def _named(self, name: str) -> list[Path]:
        """Every file of that name under the folder."""
        if self._folder is None:
            return []
        if self._journal.now() - self._looked_at > _LOOK_AGAIN:
            self._found, self._looked_at = {}, self._journal.now()
        if name not in self._found:
            folders = os.walk(self._folder)
            self._found[name] = [Path(place) / name for place, _, names in folders if name in names]
        return self._found[name]


def _path(spec: Spec) -> str:
    return spec.path if isinstance(spec, FilmSpec | FileSpec | MediaSpec) else ""
