"""A release in danger is told early: what is left at the present speed, and the host's usual processing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.journal import claims, history
from launcher.journal.owner import this_owner
from launcher.journal.records import Entry, State
from launcher.plan.specs import FilmSpec
from launcher.report.danger import Danger, dangers, processing, usually
from launcher.report.status import status
from launcher.run.standing import standing
from tests.run.rig import BEGINS, HOUR, MINUTE, Rig, T, manifest, rigged

SIZE = 10**10


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A launch of YouTube, recorded two hours before its release, whose upload is under way."""
    with rigged(tmp_path) as made:
        made.record(manifest(hosts={"youtube": {}}, posts=[], engagement=[]))
        yield made


def entries(rig: Rig) -> list[Entry]:
    """The launch's actions, of a film of ten gigabytes."""
    return [
        replace(each, spec=each.spec.model_copy(update={"fingerprint": f"{SIZE}-1-a"}))
        if isinstance(each.spec, FilmSpec)
        else each
        for each in rig.entries()
    ]


def sent(rig: Rig, held: int, after: timedelta, now: int) -> list[Danger]:
    """What is told of an upload that held so much when it began, and `now` after that time."""
    claim = claims.claim(rig.journal, rig.entry("upload", "youtube").id, this_owner())
    assert claim is not None
    with rig.journal.write() as connection:
        history.note(connection, claim.entry.id, claim.fence, rig.clock.now(), "holds", detail=str(held))
    rig.clock.jump(rig.clock.now() + after)
    claims.hold(rig.journal, claim, progress=now)
    return dangers(rig.journal, entries(rig))


def test_a_slow_line_is_told_two_hours_before(rig: Rig) -> None:
    """Two gigabytes came in ten minutes: eight more and the processing end after the release."""
    found = sent(rig, held=10**9, after=10 * MINUTE, now=3 * 10**9 - 10**9)
    assert [each.platform for each in found] == ["youtube"]
    left = timedelta(seconds=8 * 10**9 / (10**9 / 600))
    assert found[0].ready_at == BEGINS + 10 * MINUTE + left + processing("youtube", SIZE)
    assert str(found[0]) == (
        "youtube may not be ready for the release: about 10 min late, at 1.7 MB/s and with its usual processing"
    )
    told = status(rig_launch(rig), standing(rig.entries()), [], dangers=found)
    assert [each["platform"] for each in told["dangers"]] == ["youtube"]


def rig_launch(rig: Rig):  # type: ignore[no-untyped-def]
    """The recorded launch."""
    from launcher.journal.reading import launch

    return launch(rig.journal, "film")


def test_a_quick_line_is_not(rig: Rig) -> None:
    """Nothing is told where both fit, nor while a speed cannot be told yet."""
    assert sent(rig, held=0, after=10 * MINUTE, now=5 * 10**9) == []


def test_a_try_that_has_just_begun_tells_nothing(rig: Rig) -> None:
    """Ten seconds are no speed."""
    assert sent(rig, held=0, after=timedelta(seconds=10), now=10) == []


def test_processing_that_goes_on_too_long_is_told(rig: Rig) -> None:
    """The film is there, and at its usual pace the host is ready only after the release; once ready, nothing is."""
    uploaded = [
        replace(each, state=State.DONE, settled_at=T - 20 * MINUTE) if each.kind == "upload" else each
        for each in entries(rig)
    ]
    rig.clock.jump(T - 10 * MINUTE)
    assert [each.speed for each in dangers(rig.journal, uploaded)] == [0.0]
    ready = [replace(each, state=State.DONE) if each.kind == "ready" else each for each in uploaded]
    assert dangers(rig.journal, ready) == []
    rig.clock.jump(T + HOUR)
    assert dangers(rig.journal, uploaded) == []


def test_the_hosts_own_pace_is_believed(tmp_path: Path) -> None:
    """This journal's earlier film of about the size tells how long processing takes; one of another size does not."""
    with rigged(tmp_path) as rig:
        rig.launch(manifest(hosts={"youtube": {}}, posts=[], engagement=[]))
        ready, upload = rig.entry("ready", "youtube"), rig.entry("upload", "youtube")
        assert ready.settled_at is not None
        assert upload.settled_at is not None
        assert isinstance(upload.spec, FilmSpec)
        took, size = ready.settled_at - upload.settled_at, upload.spec.size
        assert took > timedelta(0)
        assert abs(usually(rig.journal, "youtube", 2 * size) - 2 * took) < timedelta(seconds=1)
        assert usually(rig.journal, "youtube", 10 * size) == processing("youtube", 10 * size)
        assert usually(rig.journal, "vimeo", size) == processing("vimeo", size)
