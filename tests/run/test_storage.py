"""Storage that fails in the middle of a launch: nothing goes out that cannot be recorded, nothing goes out twice."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Lock

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from launcher.errors import JournalError
from launcher.journal import claims
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import history
from launcher.journal.recording import record
from launcher.plan.action import Kind
from launcher.run.launching import prepare
from tests.run.rig import HOUR, PAGE, REDDIT, Rig, T, X, manifest, posts_only, rigged
from tests.tiny import write_manifest

WORDS = {"text": "A film of first kisses.", "link": "", "at": "release + 2m"}
POSTS = [{**X, **WORDS}, {**PAGE, **WORDS}, {**REDDIT, "link": "https://example.org/film", "at": "release + 2m"}]
MADE = {"x": ("POST", "/2/tweets"), "facebook": ("POST", "/feed"), "reddit": ("POST", "/api/submit")}
KEYS = {"x": "film/post/on-x", "facebook": "film/post/on-page", "reddit": "film/post/on-reddit"}
PAGE_SIZE = 4096


def record_posts(rig: Rig) -> None:
    """Three posts due at one instant, and nothing else."""
    write_manifest(rig.path, manifest(hosts={"youtube": {}}, posts=POSTS, engagement=[]))
    plan = prepare(rig.path, rig.journal, rig.clock.now()).plan
    record(rig.journal, replace(plan, actions=tuple(each for each in plan.actions if each.kind is Kind.POST)))
    rig.clock.jump(T + timedelta(minutes=2))


@contextmanager
def disk_full_from(journal: Journal, nth: int) -> Iterator[None]:
    """From the nth commit on the system takes no more bytes, by the limit on a file's size."""
    path = Path(f"{journal.where}-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    left, turn = [nth], Lock()

    def committing(connection: sa.Connection) -> None:
        with turn:
            left[0] -= bool(connection.get_execution_options().get("write"))
            if left[0] == 0:
                resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))

    event.listen(journal.engine, "commit", committing)
    try:
        yield
    finally:
        event.remove(journal.engine, "commit", committing)
        with turn:  # a thread that the executor left behind may be about to commit: the limit is the whole process's
            left[0] = -1
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fails_from(rig: Rig, nth: int, play: Callable[[], object]) -> bool:
    """Whether the run ended with the error that tells of the disk."""
    with disk_full_from(rig.journal, nth):
        error = raised(play)
    if error is not None:
        assert "disk" in error.message
        assert "nothing was sent that is not recorded" in error.fix
    return error is not None


def raised(play: Callable[[], object]) -> JournalError | None:
    """The error with which it ended, if any."""
    try:
        play()
    except JournalError as error:
        return error
    return None


def intents(rig: Rig, key: str) -> int:
    """How often the journal holds that the action was about to be sent."""
    return [line["event"] for line in history(rig.journal, key)].count("sent")


def tick(rig: Rig) -> None:
    """Do what is due now."""
    with rig.executor() as executor:
        executor.tick()


def test_the_disk_is_full_at_any_commit_of_three_posts(tmp_path: Path) -> None:
    """For every commit: no request without its intent in the journal; with room again, each post once, none lost."""
    failing, nth = True, 0
    while failing:
        nth += 1
        with rigged(tmp_path / str(nth)) as rig:
            record_posts(rig)
            failing = fails_from(rig, nth, lambda rig=rig: tick(rig))  # type: ignore[misc]
            for name, (method, path) in MADE.items():
                assert len(rig.requests(name, method, path)) <= intents(rig, KEYS[name]), (nth, name)
            rig.clock.jump(rig.clock.now() + claims.LEASE)
            rig.play(T + HOUR)
            assert set(rig.states().values()) == {"done"}, nth
            assert [len(rig.created(name)) for name in MADE] == [1, 1, 1], nth
    assert nth > 9  # claim, intent and settlement of each


@pytest.mark.parametrize("nth", range(2, 8))
def test_the_disk_is_full_during_an_upload(tmp_path: Path, nth: int) -> None:
    """Whether before the upload's session is kept or after: one film in the end, and one post."""
    with rigged(tmp_path / "launch") as rig:
        rig.record(posts_only(X))
        assert fails_from(rig, nth, lambda: rig.play(T + HOUR))
        assert len(rig.requests("youtube", "POST", "/upload/")) <= intents(rig, "film/upload/youtube")
        rig.clock.jump(rig.clock.now() + claims.LEASE)
        rig.play(T + HOUR)
        assert set(rig.states().values()) == {"done"}
        assert (len(rig.held("youtube")), len(rig.held("x"))) == (1, 1)


def test_the_journal_is_deleted_while_it_runs(rig: Rig) -> None:
    """The executor stops with one error, and no request was made: nobody would have known of it."""
    record_posts(rig)
    with rig.executor() as executor:
        Path(rig.journal.where).unlink()
        with pytest.raises(JournalError, match="deleted or replaced"):
            executor.tick()
    assert _asked(rig) == [0, 0, 0]


def test_the_journal_is_replaced_between_two_posts(rig: Rig) -> None:
    """An older copy put in its place knows nothing of what was sent since: nothing more goes out."""
    later = {**PAGE, **WORDS, "at": "release + 10m"}
    rig.record(manifest(hosts={"youtube": {}}, posts=[{**X, **WORDS}, later], engagement=[]))
    path = Path(rig.journal.where)
    with rig.executor() as executor:
        copy = path.read_bytes()
        rig.clock.jump(T + timedelta(minutes=2))
        executor.tick()
        path.unlink()
        path.write_bytes(copy)
        rig.clock.jump(T + timedelta(minutes=10))
        with pytest.raises(JournalError, match="deleted or replaced"):
            executor.tick()
    assert rig.requests("facebook", "POST", "/feed") == []


def _asked(rig: Rig) -> list[int]:
    return [len(rig.requests(name, *what)) for name, what in MADE.items()]


def test_garbage_in_any_page(rig: Rig) -> None:
    """Page by page: a post goes out once and the journal knows it, or that it may have; else there is an error."""
    record_posts(rig)
    rig.journal.close()
    path = Path(rig.journal.where)
    sound = path.read_bytes()
    told = 0
    for page in range(1, len(sound) // PAGE_SIZE):
        start = page * PAGE_SIZE
        path.write_bytes(sound[:start] + bytes(range(256)) * 16 + sound[start + PAGE_SIZE :])
        before = _asked(rig)
        error = raised(lambda: _tick_anew(rig))
        assert error is None or error.fix
        told += error is not None
        _known(path, [after - earlier for earlier, after in zip(before, _asked(rig), strict=True)])
    assert told > 2


def _tick_anew(rig: Rig) -> None:
    """Open the journal as another process would, and do what is due."""
    journal = open_journal(f"sqlite:///{rig.journal.where}", rig.clock)
    try:
        tick(replace(rig, journal=journal))
    finally:
        journal.close()


def _known(path: Path, asked: list[int]) -> None:
    """What was asked for was asked for once, and is recorded: settled (by now as a duplicate), or in doubt.

    Read row by row: an index, or the receipts beside it, may be what is damaged.
    """
    query = "SELECT state IN ('done', 'refused') OR doubt_since IS NOT NULL FROM actions NOT INDEXED WHERE key = ?"
    for (name, key), count in zip(KEYS.items(), asked, strict=True):
        assert count <= 1, name
        if count:
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute(query, (key,)).fetchone() == (1,), name
