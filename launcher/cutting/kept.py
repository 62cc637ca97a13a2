"""Cuts that were made before, in a folder of their own: one is made once for all posts and tries that need it."""

import hashlib
import os
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from threading import get_ident

from launcher.clock import wall_seconds
from launcher.cutting.cut import cut
from launcher.cutting.recipe import Recipe, Way

FORMAT = 1
"""Counts up where the same recipe makes another file."""

_DEAD = 600
"""Seconds after which nobody writes any more to a part that has not grown: its maker was killed."""


def prepared(folder: Path, source: Path, fingerprint: str, recipe: Recipe | None) -> Path:
    """The file to send: `source` itself where nothing is made of it, else its cut in `folder`, made where missing.

    What is there is whole: it is given its name when it is. The folder may be emptied at any time.
    """
    if recipe is None or recipe.way is Way.AS_IS:
        return source
    made = folder / f"{_name(fingerprint, recipe)}.mp4"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder)
        part = made.with_suffix(f".{os.getpid()}.{get_ident()}.part")
        try:
            cut(source, part, recipe)
            part.replace(made)
        finally:
            part.unlink(missing_ok=True)
    return made


def _sweep(folder: Path) -> None:
    """Take away what killed cuts have left."""
    for part in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if wall_seconds() - part.stat().st_mtime > _DEAD:
                part.unlink()


def _name(fingerprint: str, recipe: Recipe) -> str:
    """A hash of the film's content and the recipe; a copy of the film with another date has the same cuts."""
    size, _, content = fingerprint.partition("-")
    said = repr((FORMAT, size, content.partition("-")[2], astuple(recipe)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
