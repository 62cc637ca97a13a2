"""What templates may say of film and launch, as plain values that the journal keeps."""

from datetime import datetime
from typing import Any

from launcher.clock import iso
from launcher.manifest.loading import Loaded


def facts(loaded: Loaded, at: datetime) -> dict[str, Any]:
    """`film.title`, `film.description`, `film.language`, `film.tags`, `launch.name`, `launch.premiere`, `launch.at`.

    `notify` has who is told, and the quiet hours: no template may say them.
    """
    film, launch, manifest = loaded.manifest.film, loaded.manifest.launch, loaded.manifest
    people = {"names": list(manifest.notify), "quiet": manifest.quiet_hours or ""}
    return {
        "film": {
            "title": film.title,
            "description": loaded.text_of(film.description),
            "language": film.language or "",
            "tags": list(film.tags),
        },
        "launch": {"name": launch.name, "premiere": launch.premiere or "", "at": iso(at)},
        **({"notify": people} if manifest.notify else {}),
    }
