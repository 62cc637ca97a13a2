"""Making a starter's folder, and telling how long its film takes."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from launcher.cli import output

if TYPE_CHECKING:
    from launcher.starters.folder import Starter


def make(starter: "Starter", folder: Path, *, at: str, force: bool = False) -> Path:
    """Make the folder, and return its manifest's path. Raises ManifestError where a file stands in the way."""
    from launcher.starters import folder as starters
    from launcher.text.human import size

    film, began, console = starters.film_name(starter), time.monotonic(), output.talk()
    with console.status(f"Making {film} … (drawing, scoring and encoding it takes some seconds)"):
        manifest = starters.write(starter, folder, at=at, force=force)
    bytes_made = (manifest.parent / film).stat().st_size
    output.say(f"Made {film}: twenty seconds, {size(bytes_made)}, in {time.monotonic() - began:.0f} s.")
    return manifest
