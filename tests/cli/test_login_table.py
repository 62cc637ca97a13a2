"""`launcher login` without a platform, `export`, `import`, `logout`: what is told of logins, never their secrets."""

import io
from pathlib import Path

import pytest

from launcher.logins import sealing
from launcher.logins.files import FileStore
from tests.cli.conftest import Call
from tests.logins.conftest import login


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """The store of the commands' home, with two logins; no credentials in the environment."""
    for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"):
        monkeypatch.delenv(f"X_{name}", raising=False)
    made = FileStore(tmp_path / "home" / "tokens")
    made.write(login())
    made.write(login(account="studio", id="12", name="studio\x1b[31m pictures"))
    return made


def test_nothing_is_kept_yet(call: Call) -> None:
    """That is no failure; it says how the first comes about."""
    told = call("login")
    assert (told.code, told.out) == (0, "")
    assert "launcher login youtube" in told.err
    assert call("login", "--json").json == call("login", "list", "--json").json == []


def test_logins_are_listed_without_their_secrets(call: Call, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Platform, account, who, since; a variable that wins over one is named, and a name cannot paint the screen."""
    monkeypatch.setenv("X_STUDIO_ACCESS_TOKEN", "another-token")
    told = call("login")
    rows = [line.split() for line in told.out.splitlines()]
    assert rows[1] == ["x", "default", "stagepictures", "2026-11-25"]
    assert rows[2] == ["x", "studio", "studio", "pictures", "2026-11-25"]
    assert "X_STUDIO_ACCESS_TOKEN of the environment or secrets file wins over it" in told.err
    listed = call("login", "--json").json
    assert [each["overridden_by"] for each in listed] == [[], ["X_STUDIO_ACCESS_TOKEN"]]
    assert listed[0]["id"] == "2244994945"
    assert "ttttttttt" not in told.out + told.err + str(listed)
    assert len(store.every()) == 2


def test_logins_travel_and_end(call: Call, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exported, forgotten one by one, imported; the passphrase comes by stdin where there is no terminal."""
    monkeypatch.setattr(sealing, "COST", 2**10)

    def typed(*words: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("a long passphrase\n"))
        done = call("login", *words)
        assert done.code == 0, done.err
        return done.out

    before = store.every()
    assert typed("export", "logins.locked").splitlines()[0] == "x (default): stagepictures"
    assert call("login", "export", "logins.locked").code == 2
    assert call("logout", "x").code == 0
    assert call("logout", "x", "--account", "studio").code == 0
    assert call("logout", "x").code == 1
    assert store.every() == []
    assert "x (studio): studio pictures" in typed("import", "logins.locked")
    assert store.every() == before
    assert (tmp_path / "logins.locked").stat().st_mode & 0o777 == 0o600
