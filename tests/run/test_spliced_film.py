"""A film that is written over while it is on its way."""

import os
from itertools import count
from typing import Any

import pytest

from launcher.journal import decisions
from launcher.journal.records import State
from launcher.platforms.film_body import FilmBody
from tests.run.rig import FILM_MD5, HOUR, Rig, T, X, posts_only
from tests.tiny import film_bytes


@pytest.mark.parametrize("cut", [False, True])
def test_a_film_changed_while_it_is_sent_stays_private(rig: Rig, monkeypatch: pytest.MonkeyPatch, cut: bool) -> None:
    """The upload, cut or not, is held and nothing is released; with the film back, a new upload has it whole."""
    film, times, tell = rig.folder / "film.mp4", count(), FilmBody._tell
    planned = film.stat()

    def overwritten(self: Any, at: int) -> None:
        tell(self, at)
        if next(times) == 0:
            film.write_bytes(b"\0" * len(film_bytes()))

    monkeypatch.setattr(FilmBody, "_tell", overwritten)
    if cut:
        rig.fault("drop_before", "youtube", method="PUT", path="*/upload/youtube/v3/videos*", nth=1)
    rig.launch(posts_only(X), until=T - HOUR)
    entry = rig.entry("upload", "youtube")
    assert entry.state is State.HELD
    assert "changed while it was sent" in str(entry.error)
    assert [each["privacy"] for each in rig.held("youtube")] in ([], ["private"])
    film.write_bytes(film_bytes())
    os.utime(film, ns=(planned.st_atime_ns, planned.st_mtime_ns))
    assert decisions.resume(rig.journal, [entry.key])
    rig.play(T + HOUR)
    assert rig.state("post", "on-x") is State.DONE
    assert [each["md5"] for each in rig.held("youtube") if each["privacy"] == "public"] == [FILM_MD5]
