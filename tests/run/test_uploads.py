"""An upload over a line that breaks: gone on with at once, in one try, and nothing sent twice that the host kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.journal.records import State
from tests.platforms.stage import UPLOADS
from tests.run.rig import BEGINS, Rig, manifest, rigged
from tests.tiny import film_bytes

HOSTS = ("youtube", "vimeo")
PADDING = 6 * 2**20


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A stage, and a film of some size: an MP4 may end in free space."""
    with rigged(tmp_path) as made:
        free = (PADDING + 8).to_bytes(4) + b"free" + bytes(PADDING)
        (made.folder / "film.mp4").write_bytes(film_bytes() + free)
        yield made


@pytest.mark.parametrize("host", HOSTS)
def test_a_line_that_breaks_again_and_again_is_one_try(rig: Rig, host: str) -> None:
    """Three breaks, each after more has arrived: no pause between, one session, and each byte that was kept once."""
    method, path = UPLOADS[host]
    for nth in (1, 3, 5) if host == "youtube" else (1, 2, 3):  # youtube's questions are of the same method
        rig.fault("cut_body", host, method=method, path=path, nth=nth, after_bytes=2 * 2**20)
    rig.record(manifest(hosts={host: {}}, posts=[], engagement=[]))
    rig.play(BEGINS)
    assert rig.state("upload", host) is State.DONE
    events = [each.partition(":")[0] for each in rig.events("upload", host)]
    assert [each for each in events if each != "holds"] == ["planned", "claimed", "sent", "done"]
    assert events.count("holds") == 4
    parts = [each.received for each in rig.requests(host, method, path.rstrip("*")) if each.received]
    size = (rig.folder / "film.mp4").stat().st_size
    assert len(parts) == 4
    assert sum(parts) <= size + 3 * 256 * 2**10


def test_a_try_that_came_further_is_no_failed_one(rig: Rig) -> None:
    """The host does not answer after a break: the next try comes after the first pause, however often that happens."""
    method, path = UPLOADS["youtube"]
    rig.fault("cut_body", "youtube", method=method, path=path, nth=1, after_bytes=2 * 2**20)
    rig.fault("cut_body", "youtube", method=method, path=path, nth=3, after_bytes=2 * 2**20)
    rig.fault("drop_before", "youtube", method=method, path=path, nth=4)
    rig.record(manifest(hosts={"youtube": {}}, posts=[], engagement=[]))
    rig.play()
    assert rig.state("upload", "youtube") is State.DONE
    assert rig.entry("upload", "youtube").attempts == 0
