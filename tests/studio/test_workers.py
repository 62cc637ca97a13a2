"""`launcher worker`: real processes on a real PostgreSQL, together, killed, drained and told to end."""

import shutil
import signal
import subprocess

import psycopg

from launcher.run.transports.procrastinate import SCHEMA
from tests.e2e.processes import Site, eventually, now
from tests.tiny import film_bytes, padded, poster_bytes

POSTS = [{"name": f"post-{number}", "on": "x", "at": "release", "text": f"Words {number}"} for number in range(4)]
PAGE = {"name": "on-page", "on": "facebook", "at": "release", "text": "Today.", "link": "youtube"}


def finished(site: Site) -> None:
    """Wait until every action of the journal is done."""
    with psycopg.connect(site.journal_url, autocommit=True) as connection:
        eventually(
            lambda: (
                connection.execute("SELECT bool_and(state = 'done' OR kind = 'settings') FROM actions").fetchone()
                == (True,)
            )
        )


def end(worker: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> str:
    """Ask it to end; what it said."""
    worker.send_signal(number)
    _, said = worker.communicate(timeout=60)
    return said


def listen(worker: "subprocess.Popen[str]", heard: list[str]) -> str:
    """The next line that it says, kept in `heard`."""
    heard.append(worker.stderr.readline() if worker.stderr else "")
    return heard[-1]


def test_drained_a_worker_does_what_is_due_and_ends(studio: Site) -> None:
    """A whole launch on two hosts and a feed, by one worker that ends by itself; its queue is empty then."""
    studio.record(now(hosts={"youtube": {}, "vimeo": {}}))
    ended = studio.run("worker", "--drain", "--verbose")
    assert ended.returncode == 0, ended.stderr
    assert "film/post/on-x: done" in ended.stderr
    finished(studio)
    assert [len(studio.stage.held(name)) for name in ("youtube", "vimeo", "x")] == [1, 1, 1]
    with psycopg.connect(studio.journal_url) as connection:
        assert connection.execute(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs").fetchone() == (0,)


def test_workers_together_do_everything_once(studio: Site) -> None:
    """Three workers on two launches: every film and post exists once, asked for once; SIGTERM ends each with 0."""
    workers = [studio.start("worker") for _ in range(3)]
    for number in range(2):
        wanted = now(film={"file": "film.mp4", "title": f"Film {number}"}, posts=[*POSTS, PAGE])
        wanted["launch"] = {**wanted["launch"], "name": f"film-{number}"}
        wanted["posts"] = [{**each, "text": f"{number}: {each['text']}"} for each in wanted["posts"]]
        studio.record(wanted, name=f"launch-{number}.yaml")
    finished(studio)
    said = [end(each) for each in workers]
    assert [each.returncode for each in workers] == [0, 0, 0], said
    assert len(studio.stage.held("youtube")) == 2
    assert len({each["text"] for each in studio.stage.held("x")}) == len(studio.stage.held("x")) == 8
    assert len(studio.stage.ledger("x", "POST", "/2/tweets")) == 8
    assert len(studio.stage.ledger("facebook", "POST", "/feed")) == 2


def test_a_killed_workers_actions_are_taken_over(studio: Site) -> None:
    """Killed between sending a post and its reply: another worker finds the post, and does not repeat it."""
    gate = studio.gateway.stop_at("POST", "/x/2/tweets")
    first = studio.start("worker")
    studio.record(now())
    assert gate.reached.wait(60)
    first.kill()
    first.communicate()
    gate.opened.set()
    second = studio.start("worker")
    finished(studio)
    end(second)
    assert len(studio.stage.held("x")) == 1
    assert len(studio.stage.ledger("x", "POST", "/2/tweets")) == 1


def test_a_worker_that_was_taken_for_gone_works_on(studio: Site) -> None:
    """Stopped for so long that the others struck it off their list, it signs in anew and does what is due."""
    worker = studio.start("worker")
    with psycopg.connect(studio.journal_url, autocommit=True) as connection:
        eventually(lambda: queued(connection, "procrastinate_workers"))
        worker.send_signal(signal.SIGSTOP)
        studio.record(now(hosts={"vimeo": {}}, posts=[{**POSTS[0], "at": "T"}]))
        connection.execute(f"DELETE FROM {SCHEMA}.procrastinate_workers")
        worker.send_signal(signal.SIGCONT)
        finished(studio)
    said = end(worker)
    assert worker.returncode == 0, said
    assert [len(studio.stage.held(name)) for name in ("vimeo", "x")] == [1, 1]


def queued(connection: "psycopg.Connection[tuple[int, ...]]", table: str) -> int:
    """How many rows a table of the queue has; none before it is made."""
    if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{table}",)).fetchone() == (None,):
        return 0
    found = connection.execute(f"SELECT count(*) FROM {SCHEMA}.{table}").fetchone()
    return found[0] if found else 0


def test_sigterm_lets_an_upload_finish(studio: Site) -> None:
    """Told to end in the middle of an upload, a worker takes nothing more, finishes the upload, and ends with 0."""
    gate = studio.gateway.stop_at("PUT", "/youtube/upload/*", 500_000)
    worker = studio.start("worker")
    studio.record(now(), film=padded(film_bytes(), 2**20))
    assert gate.reached.wait(60)
    worker.send_signal(signal.SIGTERM)
    gate.opened.set()
    _, said = worker.communicate(timeout=60)
    assert (worker.returncode, "finished first" in said) == (0, True), said
    states = studio.states()
    assert (states["upload/youtube"], states["post/on-x"]) == ("done", "planned")


def test_a_second_signal_ends_at_once(studio: Site) -> None:
    """In the middle of an upload that does not go on, a second Ctrl-C ends the worker with 130."""
    gate = studio.gateway.stop_at("PUT", "/youtube/upload/*", 500_000)
    worker = studio.start("worker")
    studio.record(now(), film=padded(film_bytes(), 2**20))
    assert gate.reached.wait(60)
    worker.send_signal(signal.SIGINT)
    eventually(lambda: "finished first" in listen(worker, []))
    worker.send_signal(signal.SIGINT)
    worker.communicate(timeout=20)
    gate.opened.set()
    assert worker.returncode == 130


def test_an_upload_waits_for_a_worker_that_sees_the_film(studio: Site) -> None:
    """A worker without the film leaves upload and poster alone; one that has a copy elsewhere does both."""
    elsewhere = studio.folder / "elsewhere" / "films" / "first-kiss"
    (studio.folder / "poster.jpg").write_bytes(poster_bytes())
    studio.record(now(film={**now()["film"], "poster": "poster.jpg"}))
    elsewhere.mkdir(parents=True)
    for name in ("film.mp4", "poster.jpg"):
        shutil.move(studio.folder / name, elsewhere / name)
    blind = studio.start("worker", "-v")
    heard: list[str] = []
    eventually(lambda: "left to a worker that sees the film" in listen(blind, heard))
    assert "film/upload/youtube" in heard[-1]
    sees = studio.start("worker", "-v", "--films", str(elsewhere.parent))
    finished(studio)
    told = "".join(heard) + end(blind), end(sees)
    for key in ("film/upload/youtube: done", "film/poster/youtube: done"):
        assert (key in told[0], key in told[1]) == (False, True), told
    assert len(studio.stage.held("youtube")) == len(studio.stage.held("x")) == 1


def test_a_database_that_goes_away_ends_it(studio: Site) -> None:
    """When the database ends its connections, a worker ends with 1 and says why: systemd starts it again."""
    worker = studio.start("worker")
    eventually(lambda: "Working" in (worker.stderr.readline() if worker.stderr else ""))
    with psycopg.connect(studio.journal_url, autocommit=True) as connection:
        eventually(lambda: connection.execute(_OTHERS).fetchall())
        eventually(lambda: connection.execute(_OTHERS) and worker.poll() is not None)
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 1, said


_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
