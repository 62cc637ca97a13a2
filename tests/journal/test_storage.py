"""A journal that cannot be trusted is refused in one sentence with its way on, before anything is sent."""

import ctypes
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.errors import JournalError
from launcher.journal import claims
from launcher.journal.database import Journal, is_there, open_journal
from launcher.journal.reading import entry
from launcher.journal.recording import record
from tests.journal.conftest import T, plan, post

PAGE = 4096
GARBAGE = bytes(range(255, -1, -1)) * (PAGE // 256)
Harm = Callable[[Path], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of some posts, closed: one file."""
    found = tmp_path / "home" / "journal.db"
    opened = open_journal(url(found), CompressedClock(T))
    record(opened, plan(*(post(f"post-{number}", text="A film. " * 20) for number in range(40))))
    opened.close()
    return found


def url(path: Path) -> str:
    """The journal's address."""
    return f"sqlite:///{path}"


def sql(text: str) -> Harm:
    """Say that to the database."""

    def harm(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.executescript(text)
        connection.close()

    return harm


def cut(path: Path) -> None:
    """Lose the second half."""
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def scribble(path: Path) -> None:
    """Garbage in every page but the first."""
    path.write_bytes(path.read_bytes()[:PAGE] + GARBAGE * (path.stat().st_size // PAGE - 1))


def anothers(path: Path) -> None:
    """A database of another program stands there."""
    path.unlink()
    sql("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY)")(path)


def folder(path: Path) -> None:
    """A folder stands there."""
    path.unlink()
    path.mkdir()


NOT_OPENED: dict[str, tuple[Harm, str, str]] = {
    "empty": (lambda path: os.truncate(path, 0), "is empty: it was cut off", "restore a copy"),
    "cut in the header": (
        lambda path: os.truncate(path, 50),
        "malformed",
        "restore a copy",
    ),
    "another kind of file": (
        lambda path: shutil.copy(__file__, path) and None,
        "not a database",
        "another kind of file",
    ),
    "another program's": (anothers, "the database of another program", "another kind of file"),
    "a folder": (folder, "unable to open", "LAUNCHER_HOME"),
    "newer": (
        sql("UPDATE alembic_version SET version_num = '9999'"),
        "newer launcher (schema 9999)",
        "upgrade launcher",
    ),
    "older": (
        sql("UPDATE alembic_version SET version_num = '0000'"),
        "older launcher (schema 0000)",
        "launcher migrate",
    ),
    "garbage": (scribble, "malformed", "restore a copy"),
}


@pytest.mark.parametrize("fault", NOT_OPENED)
@pytest.mark.parametrize("create", [True, False])
def test_it_is_not_opened(path: Path, fault: str, create: bool) -> None:
    """One sentence, and a fix; and the file is as it was, to be looked into."""
    harm, message, fix = NOT_OPENED[fault]
    harm(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(JournalError) as told:
        open_journal(url(path), create=create)
    assert message in told.value.message
    assert str(path) in told.value.message or "schema" in told.value.message
    assert fix in told.value.fix
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("harm", [cut, scribble])
def test_a_damaged_journal_is_found_before_a_launch_goes_on(path: Path, harm: Harm) -> None:
    """All of it is read once, and the damage told with what to do."""
    with pytest.raises(JournalError) as told:
        _through(path, harm)
    assert "restore a copy" in told.value.fix


def _through(path: Path, harm: Harm) -> None:
    harm(path)
    opened = open_journal(url(path))
    try:
        opened.require_whole()
    finally:
        opened.close()


def test_a_sound_journal_is_whole(path: Path) -> None:
    """Nothing is said of it."""
    _through(path, lambda _: None)


def test_no_folder(tmp_path: Path) -> None:
    """Where a journal may be made its folder is made; where it is only looked for, that it is not there is told."""
    found = tmp_path / "one" / "two" / "journal.db"
    assert not is_there(url(found))
    with pytest.raises(JournalError, match="no journal at") as told:
        open_journal(url(found), create=False)
    assert told.value.fix == "launcher launch MANIFEST"
    assert not found.parent.exists()
    open_journal(url(found)).close()
    assert [each.name for each in found.parent.iterdir()] == ["journal.db"]
    assert found.stat().st_mode & 0o777 == 0o600


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """Nothing can be made there; another home is the fix."""
    (tmp_path / "home").write_text("no folder")
    with pytest.raises(JournalError, match="cannot be made") as told:
        open_journal(url(tmp_path / "home" / "journal.db"))
    assert "LAUNCHER_HOME" in told.value.fix


@pytest.fixture
def opened(path: Path) -> Iterator[Journal]:
    """A journal in use, at an instant when its posts are due."""
    journal = open_journal(url(path), CompressedClock(T))
    claims.due(journal)
    yield journal
    journal.close()


def refused(journal: Journal) -> JournalError:
    """What a worker hears that wants an action."""
    with pytest.raises(JournalError) as told:
        claims.claim(journal, 1, "me")
    return told.value


@pytest.mark.parametrize("instead", ["nothing", "another journal"])
def test_deleted_while_in_use(opened: Journal, path: Path, instead: str) -> None:
    """SQLite alone would go on writing into nowhere; here nothing more is claimed, and no new file is made."""
    path.unlink()
    if instead != "nothing":
        open_journal(url(path)).close()
    error = refused(opened)
    assert "deleted or replaced while it was in use" in error.message
    assert "look at what is posted already" in error.fix
    with pytest.raises(JournalError):
        claims.due(opened)
    assert path.exists() == (instead != "nothing")


def test_a_full_database(opened: Journal, path: Path) -> None:
    """An intent that finds no room is not there, and what was there stays."""
    claim = claims.claim(opened, 1, "me")
    assert claim is not None
    opened.close()
    with opened.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(JournalError, match="full") as told:
        claims.hold(opened, claim, draft="words " * 10_000)
    assert "free some space" in told.value.fix
    assert entry(opened, "film/post/post-0").doubt_since is None


def test_a_disk_that_takes_no_more(opened: Journal, path: Path) -> None:
    """The same where the system refuses the write: the limit on a file's size stands for the disk's end."""
    wal = path.with_name("journal.db-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, before[1]))
    try:
        error = refused(opened)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "full" in error.fix
    assert claims.claim(opened, 1, "me") is not None


@pytest.mark.usefixtures("every_journal_is_migrated")
def test_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where there is no room for a new journal none is left behind, nor a part of one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * PAGE, before[1]))
    try:
        with pytest.raises(JournalError) as told:
            open_journal(url(tmp_path / "journal.db"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "full" in told.value.fix
    assert list(tmp_path.iterdir()) == []


def as_a_user() -> None:
    """Let the new process be bound by the modes of files, also where root runs the tests."""
    drop, past_modes = 24, (1, 2)  # PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    for capability in past_modes:
        ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0)


READ_ONLY: dict[str, tuple[dict[str, int], str]] = {
    "the file": ({"home/journal.db": 0o400}, "writable for this user"),
    "the folder": ({"home": 0o500}, "writable for this user"),
    "file and folder": ({"home/journal.db": 0o400, "home": 0o500}, "writable for this user"),
    "the folder, closed": ({"home": 0o000}, "LAUNCHER_HOME"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("where", READ_ONLY)
def test_read_only(path: Path, tmp_path: Path, where: str) -> None:
    """A tick with nothing due says so too, long before something is: one error, one fix.

    The exit code is 1, or 2 where not even settings are found.
    """
    modes, fix = READ_ONLY[where]
    for name, mode in modes.items():
        (tmp_path / name).chmod(mode)
    environment = {**os.environ, "LAUNCHER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "launcher", "tick"]
    try:
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, preexec_fn=as_a_user, capture_output=True, text=True, check=False
        )
    finally:
        for name in sorted(modes):
            (tmp_path / name).chmod(0o700)
    assert (done.returncode, done.stdout) == (2 if where == "the folder, closed" else 1, "")
    assert done.stderr.count("Error:") == done.stderr.count("fix:") == 1
    assert fix in done.stderr
