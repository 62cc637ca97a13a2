"""A database server that is started anew in the middle of a launch."""

import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from launcher.clock import SystemClock
from launcher.errors import JournalError
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entries, entry
from launcher.journal.records import State
from launcher.run import staying
from launcher.run.executor import Executor
from launcher.run.launching import commit, prepare
from launcher.settings import fixed
from launcher.stage.server import Server as Stage
from launcher.stage.world import StageSettings, World
from tests.e2e.processes import eventually, now
from tests.postgresql import Server
from tests.tiny import film_bytes, write_manifest

POST = {"name": "on-x", "on": "x", "at": "T + 10s", "text": "First Kiss is out"}


def record(folder: Path, journal: Journal) -> None:
    """A launch whose post falls due in some seconds."""
    (folder / "film.mp4").write_bytes(film_bytes())
    path = write_manifest(folder / "launch.yaml", now(hosts={"vimeo": {}}, posts=[POST]))
    commit(journal, prepare(path, journal, journal.now()))


def close(server: Server, url: str, *, closed: bool) -> None:
    """Let nobody into the database and throw out who is there, or open it again."""
    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {'false' if closed else 'true'}")
        if closed:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def play(journal: Journal, world: World, folder: Path, failed: list[JournalError]) -> Thread:
    """Stay with the launch in a thread of its own."""
    settings = fixed({**world.environment(), "LAUNCHER_HOME": str(folder)})

    def run() -> None:
        try:
            with Executor(journal, settings) as executor:
                staying.stay(executor, lambda: all(each.state is State.DONE for each in entries(journal, "film")))
        except JournalError as error:
            failed.append(error)

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("patience", [60.0, 0.0])
def test_a_server_that_is_away_for_a_moment(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """While it is away nothing is sent; when it is back the launch goes on and posts once. Without patience it ends."""
    monkeypatch.setattr(staying, "PATIENCE", patience)
    world, failed = World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0))), list[JournalError]()
    with postgresql.journal() as url, Stage(world):
        journal = open_journal(url)
        record(tmp_path, journal)
        thread = play(journal, world, tmp_path, failed)
        eventually(lambda: entry(journal, "film/visible/vimeo").state is State.DONE)
        due_at = entry(journal, "film/post/on-x").due_at
        close(postgresql, url, closed=True)
        time.sleep(max(0.0, (due_at - SystemClock().now()).total_seconds() + 0.5) if patience else 0.0)
        posted = len(world.shelves["x"]())
        if not patience:
            thread.join(20)
        close(postgresql, url, closed=False)
        thread.join(60)
        journal.close()
    assert (posted, len(world.shelves["x"]()), bool(failed)) == ((0, 1, False) if patience else (0, 0, True))
