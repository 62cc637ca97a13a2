"""Where logins are kept: for their owner alone, whole or not at all, and second to environment and secrets file."""

import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from launcher.errors import LoginExpired, SettingsError
from launcher.logins import moving, sealing, shared
from launcher.logins.kept import Store
from launcher.logins.store import opened
from launcher.logins.x import XLogin
from launcher.settings import Settings
from tests.logins.conftest import login
from tests.logins.ring import ring_of_this_test
from tests.postgresql import Server

Load = Callable[..., Settings]
KEY = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="


@contextmanager
def made_as(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """The mode with which each file and folder is made, under a umask that hides nothing."""
    modes: dict[str, int] = {}
    real_open, real_mkdir = os.open, os.mkdir

    def opening(path: Any, flags: int, mode: int = 0o777, **rest: Any) -> int:
        if flags & os.O_CREAT:
            modes[Path(path).name] = mode
        return real_open(path, flags, mode, **rest)

    def making(path: Any, mode: int = 0o777, **rest: Any) -> None:
        modes.setdefault(Path(path).name, mode)
        real_mkdir(path, mode, **rest)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "mkdir", making)
    before = os.umask(0)
    yield modes
    os.umask(before)


def test_every_file_is_private_from_its_first_byte(settings: Load, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder 0700, files 0600, made so and not mended afterwards; nothing else stays behind."""
    store = opened(settings())
    with made_as(monkeypatch) as modes:
        store.write(login())
        with store.locked("x", "default"):
            moving.export(store, home / "logins.locked", "a long passphrase")
    assert modes.pop("home")
    assert modes.pop("tokens") == 0o700
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    left = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (home / "tokens").iterdir()}
    assert left.pop(".x.default.lock", 0o600) == 0o600
    assert left == {"x.default.json": 0o600}


def test_a_login_is_read_back_and_forgotten(settings: Load) -> None:
    """As it was written; a second account stands beside it."""
    store = opened(settings())
    store.write(login())
    store.write(login(account="studio", name="studio"))
    assert store.read("x", "default") == store.every()[0]
    assert [each.account for each in store.every()] == ["default", "studio"]
    assert store.forget("x", "default")
    assert not store.forget("x", "default")
    assert store.read("x", "default") is None


def test_environment_and_secrets_file_win(settings: Load) -> None:
    """Variable by variable; and then whose the token is has to be proved before anything is sent."""
    opened(settings()).write(login())
    assert XLogin.load(settings()).access_token == "t" * 9
    assert XLogin.load(settings()).is_proved
    mixed = XLogin.load(settings(X_ACCESS_TOKEN="canary-1"))
    assert (mixed.access_token, mixed.access_secret, mixed.is_proved) == ("canary-1", "u" * 9, False)
    assert mixed.owner == "2244994945"


def test_a_new_login_changes_the_fingerprint(settings: Load) -> None:
    """So that what waits for a login goes on; a renewed token does not."""
    store, first = opened(settings()), login()
    store.write(first)
    before = XLogin.fingerprint(settings())
    store.write(login(stamp=first.stamp, values={**first.values, "access_token": "canary-2"}))
    assert XLogin.fingerprint(settings()) == before
    store.write(login())
    assert XLogin.fingerprint(settings()) != before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.chmod(0o644), "can be read by others (mode 0644)\n  fix: chmod 600"),
        (lambda path: path.write_text("{"), "cannot be read: "),
    ],
)
def test_a_login_that_cannot_be_trusted_is_refused(settings: Load, home: Path, spoil: Any, told: str) -> None:
    """Open to others, or no login at all: told with what to type."""
    opened(settings()).write(login())
    spoil(home / "tokens" / "x.default.json")
    with pytest.raises(LoginExpired) as caught:
        XLogin.load(settings())
    assert told in str(caught.value)


def test_a_folder_that_is_open_to_others_is_refused(settings: Load, home: Path) -> None:
    """Before a token is written there."""
    (home / "tokens").mkdir(parents=True, mode=0o755)
    with pytest.raises(SettingsError, match="is open to others"):
        opened(settings()).write(login())
    assert list((home / "tokens").iterdir()) == []


def test_with_a_keyring_the_file_holds_no_secret(settings: Load, home: Path) -> None:
    """The keyring holds them, gives them, and loses them with the logout."""
    store = opened(settings())
    with ring_of_this_test() as ring:
        store.write(login(in_keyring=True))
        assert "ttttttttt" not in (home / "tokens" / "x.default.json").read_text()
        assert XLogin.load(settings()).access_token == "t" * 9
        assert store.forget("x", "default")
        assert ring.held == {}


def test_logins_travel_under_a_passphrase(settings: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole with the right one, not at all with another; whose an account is does not change unasked."""
    monkeypatch.setattr(sealing, "COST", 2**10)
    store, file = opened(settings()), tmp_path / "logins.locked"
    store.write(login())
    moving.export(store, file, "a long passphrase")
    assert b"ttttttttt" not in file.read_bytes()
    there = opened(settings(LAUNCHER_HOME=str(tmp_path / "server")))
    there.write(login(id="1", name="someone"))
    for passphrase, told in (("a long passphrasf", "passphrase is another"), ("a long passphrase", "is someone here")):
        with pytest.raises(SettingsError, match=told):
            moving.bring(there, file, passphrase)
    assert [each.name for each in there.every()] == ["someone"]
    moving.bring(there, file, "a long passphrase", replace=True)
    assert there.every() == store.every()


def renamed_alone(store: Store) -> str:
    """What another worker finds once it has the login for itself."""
    with store.locked("x", "default"):
        found = store.read("x", "default")
        store.write(login(name="renamed"))
        return found.name if found else ""


def test_workers_share_logins_that_the_database_cannot_read(settings: Load, postgresql: Server) -> None:
    """Sealed with the key of the environment; without the right one they are not to be had."""
    with postgresql.database() as url:
        ours = settings(LAUNCHER_JOURNAL=url, LAUNCHER_TOKENS_KEY=KEY)
        store = opened(ours)
        store.write(login())
        with ThreadPoolExecutor() as pool, store.locked("x", "default"):
            other = pool.submit(renamed_alone, store)
            assert not wait([other], timeout=0.2).done
            store.write(login(name="first"))
        assert XLogin.load(ours).access_token == "t" * 9
        assert [each.name for each in store.every()] == ["renamed"]
        assert other.result() == "first"
        with shared._engine(store._url).connect() as connection:
            rows = connection.exec_driver_sql("SELECT sealed FROM launcher_logins").scalars().all()
        assert len(rows) == 1
        assert b"ttttttttt" not in bytes(rows[0])
        with pytest.raises(LoginExpired, match="sealed with another key"):
            XLogin.load(settings(LAUNCHER_JOURNAL=url, LAUNCHER_TOKENS_KEY="A" * 43 + "="))
        assert store.forget("x", "default")
        shared._engine(store._url).dispose()
    with pytest.raises(SettingsError, match="LAUNCHER_TOKENS_KEY is not a key"):
        opened(settings(LAUNCHER_JOURNAL=url, LAUNCHER_TOKENS_KEY="short"))
