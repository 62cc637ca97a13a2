"""Rehearsals: the whole launch on a stage of its own, the same every time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from launcher.errors import ManifestError
from launcher.rehearsal import Rehearsed, rehearse
from tests.run.rig import HOUR, PAGE, REDDIT, T, X, launched, manifest
from tests.tiny import film_bytes, poster_bytes, write_manifest

THANKS = {"name": "thanks", "on": "x", "reply_to": "on-x", "when": {"views": 100}, "within": "2d", "text": "Thank you."}
WANTED = manifest(
    launch=launched(exclusive="1h"),
    film={**manifest()["film"], "poster": "poster.jpg"},
    hosts={"youtube": {"playlist": "Short films", "first_comment": "Tell us."}, "vimeo": {}},
    posts=[X, PAGE, REDDIT],
    follow_ups=[THANKS],
    engagement=[{"every": "30m", "for": "4h"}],
)


def rehearsed(folder: Path, wanted: dict[str, Any], **options: Any) -> Rehearsed:
    """Rehearse the manifest in that folder."""
    (folder / "film.mp4").write_bytes(film_bytes())
    (folder / "poster.jpg").write_bytes(poster_bytes())
    return rehearse(write_manifest(folder / "launch.yaml", wanted), **options)


def story(seen: Rehearsed) -> dict[str, Any]:
    """All that a rehearsal shows, but for the time that it took."""
    actions = [
        (each.key, each.state, each.settled_at, each.error, each.receipt and (each.receipt.id, each.receipt.url))
        for each in seen.entries
    ]
    return {"actions": actions, "samples": seen.samples, "shelves": seen.shelves, "ended": seen.ended_at}


def test_a_rehearsal_is_the_same_every_time(tmp_path: Path) -> None:
    """Two rehearsals of one manifest with one seed tell the same instants, ids, addresses and figures."""
    first, second = (story(rehearsed(tmp_path, WANTED, seed=3, lasting=HOUR)) for _ in range(2))
    for part, said in first.items():
        assert second[part] == said, part


def test_a_rehearsal_shows_the_whole_launch(tmp_path: Path) -> None:
    """Everything is done by the end, nothing was public early, and the milestone's thanks went out."""
    seen = rehearsed(tmp_path, WANTED, lasting=5 * HOUR)
    undone = [each.key for each in seen.entries if each.state != "done"]
    assert undone == []
    assert seen.early == []
    assert seen.launch.release_at == T + HOUR
    assert [len(seen.shelves[name]) for name in ("vimeo", "facebook", "x", "reddit")] == [1, 1, 2, 1]
    assert {each.metric for each in seen.samples} >= {"views", "likes"}


def test_a_rehearsal_leaves_nothing_behind(tmp_path: Path) -> None:
    """A rehearsal writes nothing beside the manifest: no journal, no report."""
    rehearsed(tmp_path, manifest(engagement=[]), lasting=timedelta(hours=1))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["film.mp4", "launch.yaml", "poster.jpg"]


def test_a_bad_manifest_is_not_rehearsed(tmp_path: Path) -> None:
    """What could not be launched cannot be rehearsed; the problems are told."""
    with pytest.raises(ManifestError, match="nowhere"):
        rehearsed(tmp_path, manifest(posts=[{**X, "on": "nowhere"}]))
