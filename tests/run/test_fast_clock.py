"""A clock that is set on in the middle of a launch: the platforms' dates say that the hour has not come."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from launcher import clock as clocks
from launcher.clock import SystemClock, wall_seconds
from launcher.journal.database import open_journal
from launcher.journal.reading import entry
from launcher.journal.records import State
from launcher.platforms.witness import WITNESS, Witness
from launcher.run.executor import Executor
from launcher.run.launching import commit, prepare
from launcher.settings import fixed
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.tiny import film_bytes, write_manifest

RELEASE = "film/release/youtube"
NOON = "Wed, 25 Nov 2026 12:00:00 GMT"


class Stepped(SystemClock):
    """A machine's clock, which somebody sets."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        """What it shows."""
        return super().now() + self.ahead


def public(world: World) -> list[bool]:
    """Of every video, whether anybody may see it."""
    return [each["public"] for each in world.shelves["youtube"]() if each["kind"] == "video"]


@pytest.fixture(autouse=True)
def unheard(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No platform has told the time yet."""
    monkeypatch.setattr(WITNESS, "_told", {})
    return monkeypatch


def test_a_clock_that_is_set_on_opens_no_film(tmp_path: Path, unheard: pytest.MonkeyPatch) -> None:
    """An hour ahead it says why, asks again within a minute, and sends nothing before the hour; then it does."""
    clock, world = Stepped(), World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0)))
    (tmp_path / "film.mp4").write_bytes(film_bytes())
    hour = clock.now() + timedelta(minutes=30)
    told = {
        "launch": {"name": "film", "at": f"{hour:%Y-%m-%d %H:%M}", "timezone": "UTC"},
        "film": {"file": "film.mp4", "title": "First Kiss"},
        "hosts": {"youtube": {}},
        "posts": [],
        "engagement": [],
    }
    path = write_manifest(tmp_path / "launch.yaml", told)
    with Server(world):
        journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", clock)
        commit(journal, prepare(path, journal, journal.now()))
        settings = fixed({**world.environment(), "LAUNCHER_HOME": str(tmp_path)})
        with Executor(journal, settings) as executor:
            executor.tick()
        clock.ahead = timedelta(hours=1)
        unheard.setattr(WITNESS, "_told", {})  # another process, that asks before it releases
        with Executor(journal, settings) as executor:
            executor.tick()
        release = entry(journal, RELEASE)
        assert public(world) == [False]
        assert (release.state, release.doubt_since) == (State.PLANNED, None)
        assert "clock is" in str(release.error)
        assert "ahead of the platforms'" in str(release.error)
        assert release.due_at <= clock.now() + timedelta(minutes=1)
        clock.ahead += timedelta(minutes=2)
        WITNESS.hear("vimeo", {"date": format_datetime(hour.astimezone(UTC), usegmt=True)})
        with Executor(journal, settings) as executor:
            executor.tick()
        assert public(world) == [True]
        journal.close()


def test_what_was_kept_on_its_way_tells_nothing() -> None:
    """A reply from a cache has an age; one without a date, or with none that can be read, is no witness."""
    told = Witness()
    for headers in ({"date": NOON, "age": "3600"}, {}, {"date": "yesterday"}):
        told.hear("youtube", headers)
    assert told.time() is None


def test_what_was_told_before_a_clock_was_set_counts_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor before a machine stood still without counting: a platform is asked anew, and only once for it."""
    told, ahead = Witness(), [0.0]
    monkeypatch.setattr(clocks, "wall_seconds", lambda: wall_seconds() + ahead[0])
    told.hear("youtube", {"date": NOON})
    assert (told.stepped(), told.time() is None) == (False, False)
    ahead[0] = 3600.0
    assert (told.time(), told.stepped(), told.stepped()) == (None, True, True)
    told.asked()
    told.hear("youtube", {"date": NOON})
    assert (told.stepped(), told.time() is None) == (False, False)
