"""A tiny manifest in a folder, and a stage with its environment: for the commands that launch."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from launcher.clock import SystemClock
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.forking import Forked
from tests.tiny import film_bytes, padded, write_manifest

SOON = {"name": "announce", "on": "x", "at": "release", "text": "{{ film.title }} is out: {{ youtube.url }}"}


def manifest(folder: Path, *, size: int = 0, **parts: Any) -> Path:
    """A manifest for now: one host, one post. `size` pads the film with so many bytes; `parts` replace its parts."""
    film = folder / "film.mp4"
    if not film.exists():
        film.write_bytes(padded(film_bytes(), size) if size else film_bytes())
    whole = {
        "launch": {"name": "tiny", "at": "now", "timezone": "Europe/Berlin"},
        "film": {"file": "film.mp4", "title": "A Tiny Film"},
        "hosts": {"youtube": {"made_for_kids": False}},
        "posts": [SOON],
        "engagement": [{"every": "1h", "for": "2h"}],
    }
    return write_manifest(folder / "launch.yaml", {**whole, **parts})


@contextmanager
def stage() -> Iterator[World]:
    """A running stage on this machine's clock, with hosts that process at once."""
    world = World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0)))
    with Server(world):
        yield world


def started(*words: str | Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """The program in a process of its own, its input closed."""
    return Forked(
        ["launcher", *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
