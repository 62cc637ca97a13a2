"""Journals of older programs, and journals that move to another database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from launcher.clock import CompressedClock
from launcher.errors import JournalError
from launcher.journal import claims, migrations, moving
from launcher.journal.address import parsed
from launcher.journal.database import Journal, open_journal, unchecked
from launcher.journal.glance import nothing_due
from launcher.journal.reading import entries, entry, history, launch
from launcher.journal.recording import record
from launcher.journal.records import Outcome, State
from launcher.journal.samples import add_samples, readings
from launcher.journal.tables import VERSION, metadata
from launcher.platforms.base import Receipt, Sample
from tests.journal.conftest import MINUTE, T, plan, post
from tests.postgresql import Server

ONE = "film/post/one"
REVISIONS = [each.revision for each in ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()]


@pytest.fixture
def old(tmp_path: Path, clock: CompressedClock) -> Iterator[Journal]:
    """A journal on SQLite in which every table but the upload sessions has rows."""
    journal = open_journal(f"sqlite:///{tmp_path / 'old.db'}", clock)
    record(journal, plan(post("one"), post("two", after=(ONE,)), post("three", platform="facebook", text="Grüße 🎬")))
    clock.jump(T)
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None
    claims.hold(journal, claim, draft="the words")
    receipt = Receipt(id="7", url="https://x.com/i/status/7")
    claims.settle(journal, claim, Outcome(state=State.DONE, receipt=receipt))
    found = [Sample(receipt_id="7", metric="views", value=float(number)) for number in (600_000,)]
    for minute in range(30):
        add_samples(journal, [entry(journal, ONE)], found, T + minute * MINUTE)
    yield journal
    journal.close()


@pytest.fixture
def empty(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        yield url


def carry(source: Journal, url: str) -> dict[str, int]:
    """What `launcher migrate --to` does."""
    target = unchecked(url, create=True)
    try:
        return moving.move(source, target)
    finally:
        target.close()


def contents(journal: Journal) -> dict[str, list[tuple[object, ...]]]:
    with journal.read() as connection:
        tables = metadata.sorted_tables
        return {each.name: sorted(map(tuple, connection.execute(sa.select(each))), key=repr) for each in tables}


def test_there_and_back_without_losing_a_row(old: Journal, empty: str, tmp_path: Path, clock: CompressedClock) -> None:
    """From SQLite to PostgreSQL and on to another SQLite: every table holds the same rows, in every column."""
    before = contents(old)
    counts = carry(old, empty)
    assert counts == {name: len(rows) for name, rows in before.items()}
    there = open_journal(empty, clock)
    assert contents(there) == before
    carry(there, f"sqlite:///{tmp_path / 'back.db'}")
    there.close()
    back = open_journal(f"sqlite:///{tmp_path / 'back.db'}", clock)
    assert contents(back) == before
    back.close()


def test_the_moved_journal_goes_on(old: Journal, empty: str, clock: CompressedClock) -> None:
    """In the new database what is left is due, new rows get new numbers, and readings and history are there."""
    carry(old, empty)
    there = open_journal(empty, clock)
    assert claims.due(there) == [2, 3]
    claim = claims.claim(there, 2, "elsewhere/boot/1/1")
    assert claim is not None
    claims.settle(there, claim, Outcome(state=State.DONE, receipt=Receipt(id="8", url="https://x.com/i/status/8")))
    assert [line["event"] for line in history(there, ONE)] == ["planned", "claimed", "sent", "done"]
    assert len(readings(there, "film")) == 30
    record(there, plan(post("one"), post("two", after=(ONE,)), post("four"), source="2"))
    assert entry(there, "film/post/four").id == 4
    there.close()


def test_the_old_journal_is_closed_for_good(old: Journal, empty: str) -> None:
    """A process that still has it open finds nothing due, nobody can open it, and a tick does not pass it over."""
    carry(old, empty)
    assert claims.due(old) == []
    assert {each.state for each in entries(old, "film")} == {State.DONE, State.HELD}
    with pytest.raises(JournalError, match="was moved to another database"):
        open_journal(f"sqlite:///{old.engine.url.database}")
    assert not nothing_due(Path(str(old.engine.url.database)))


def test_a_journal_in_use_is_not_moved(old: Journal, empty: str) -> None:
    """While an action runs it stays where it is, and the new database cannot be opened."""
    assert claims.claim(old, 2, "elsewhere/boot/1/1") is not None
    with pytest.raises(JournalError, match="film/post/two runs"):
        carry(old, empty)
    assert entry(old, "film/post/two").state is State.RUNNING
    with pytest.raises(JournalError, match="not arrived whole"):
        open_journal(empty)


def test_what_was_broken_off_is_begun_again(old: Journal, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off before the old one was closed, it stays as it was, and a second move has every row once."""
    before = contents(old)
    break_off(monkeypatch, "_stamp", old, empty, after=1)
    assert contents(old) == before
    assert carry(old, empty) == {name: len(rows) for name, rows in before.items()}


def test_what_was_broken_off_at_the_end_is_finished(
    old: Journal, empty: str, monkeypatch: pytest.MonkeyPatch, clock: CompressedClock
) -> None:
    """Broken off when the old one was closed and the new one not yet open: again, it is opened, with every row."""
    before = contents(old)
    break_off(monkeypatch, "_open", old, empty)
    carry(old, empty)
    there = open_journal(empty, clock)
    assert contents(there) == before
    there.close()


def break_off(monkeypatch: pytest.MonkeyPatch, step: str, old: Journal, url: str, after: int = 0) -> None:
    """Begin a move, and break it off at that step, when it was taken so often before."""
    taken, left = getattr(moving, step), iter([True] * after)

    def interrupt(*arguments: object) -> None:
        if not next(left, False):
            raise KeyboardInterrupt
        taken(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(moving, step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            carry(old, url)


def test_a_database_with_a_journal_is_no_target(old: Journal, postgresql: Server, clock: CompressedClock) -> None:
    """Neither journal is changed."""
    with postgresql.journal() as url:
        other = open_journal(url, clock)
        record(other, plan(post("one")))
        before = contents(old), contents(other)
        with pytest.raises(JournalError, match="not empty"):
            moving.move(old, other)
        assert (contents(old), contents(other)) == before
        other.close()


def test_it_is_not_moved_twice(old: Journal, postgresql: Server) -> None:
    """To another database it cannot be moved any more."""
    with postgresql.database() as url, postgresql.database() as another:
        carry(old, url)
        with pytest.raises(JournalError, match="moved before"):
            carry(old, another)


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_journal_is_brought_to_this_schema(revision: str, postgresql: Server, tmp_path: Path) -> None:
    """From every schema there ever was, on both databases: refused before, whole afterwards, its rows kept."""
    (tmp_path / "old.db").touch()
    with postgresql.database() as url:
        for where in (url, f"sqlite:///{tmp_path / 'old.db'}"):
            make_old(where, revision)
            if revision != VERSION:
                with pytest.raises(JournalError, match="launcher migrate"):
                    open_journal(where)
            journal = unchecked(where)
            assert moving.migrate(journal) == revision
            journal.close()
            again = open_journal(where)
            assert launch(again, "film") is not None
            record(again, plan(post("one")))
            again.close()


def make_old(url: str, revision: str) -> None:
    """An old journal with one launch in it."""
    engine = sa.create_engine(parsed(url))
    migrations.upgrade(engine, revision)
    with engine.begin() as connection:
        launches = sa.Table("launches", sa.MetaData(), autoload_with=connection)
        numbers = {"revision": 1, "at": 1, "release_at": 1, "recorded_at": 1}
        words = {"name": "film", "manifest": "launch.yaml", "source": "1", "timezone": "UTC", "facts": "{}"}
        connection.execute(launches.insert().values(**numbers, **words))
    engine.dispose()
