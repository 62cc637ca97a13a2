"""Logins of the store on the launch path: an account is its owner's, and a mended login lets what was held go on."""

from datetime import UTC, datetime

import pytest

from launcher import settings
from launcher.journal.records import State
from launcher.logins.files import FileStore
from launcher.logins.kept import Kept
from launcher.run.executor import Executor
from tests.run.rig import MINUTE, Rig, T, X, posts_only

MINE = "2244994945"


@pytest.fixture
def due(rig: Rig) -> Rig:
    """A launch whose post on X is due, with the film up; no login of X is there yet."""
    rig.record(posts_only({**X, "text": "Now"}))
    rig.clock.jump(T + 2 * MINUTE)
    return rig


def keep(rig: Rig, owner: str = MINE, **changed: str) -> None:
    """Keep a login of X, as `launcher login x` does."""
    known = {name[2:].lower(): text for name, text in rig.world.credentials.items() if name.startswith("X_")}
    login = Kept(
        platform="x",
        account="default",
        id=owner,
        name="stagepictures",
        since=datetime(2026, 11, 25, tzinfo=UTC),
        values={**known, **changed},
    )
    FileStore(rig.folder / "tokens").write(login)


def executor(rig: Rig, **environment: str) -> Executor:
    """An executor that has X's login from the store, or from these variables."""
    told = {name: text for name, text in rig.world.environment().items() if not name.startswith("X_A")}
    roots = {"X_API_ROOT": rig.world.environment()["X_API_ROOT"]}
    loaded = settings.load({**told, **roots, "LAUNCHER_HOME": str(rig.folder), "LAUNCHER_TIMEOUT": "5s", **environment})
    return Executor(rig.journal, loaded)


def test_a_token_of_another_account_sends_nothing(due: Rig) -> None:
    """Whose it is is asked before the post; held with the words, and sent once when the right one is back."""
    keep(due)
    token, secret = due.world.credentials["X_ACCESS_TOKEN"], due.world.credentials["X_ACCESS_SECRET"]
    with executor(due, X_ACCESS_TOKEN=f"{token}-other", X_ACCESS_SECRET=secret) as running:
        running.tick()
    held = due.entry("post", "on-x")
    assert held.state is State.HELD
    assert "x (default): the credentials are of another account: somebody (12)" in (held.error or "")
    assert "launcher login x" in (held.next or "")
    assert [(each.method, each.path.partition("?")[0]) for each in due.requests("x")] == [("GET", "/2/users/me")]
    with executor(due) as running:
        running.tick()
    assert due.state("post", "on-x") is State.DONE
    assert len(due.held("x")) == 1


def test_what_the_login_got_is_not_asked_again(due: Rig) -> None:
    """The platform said whose it is when it was made: the post is the only request."""
    keep(due)
    with executor(due) as running:
        running.tick()
    assert [each.method for each in due.requests("x")] == ["POST"]


def test_a_mended_login_lets_a_running_launch_go_on(due: Rig) -> None:
    """No login, a dead one, and then `launcher login` in another window: the same process sends at once, and once."""
    with executor(due) as running:
        running.tick()
        assert "launcher login x (or put them into secrets.env)" in (due.entry("post", "on-x").next or "")
        keep(due, access_token="dead")
        running.tick()
        assert due.state("post", "on-x") is State.HELD
        running.tick()
        assert len(due.requests("x", "POST")) == 1
        keep(due)
        running.tick()
    assert due.state("post", "on-x") is State.DONE
    assert len(due.held("x")) == 1


def test_a_login_that_others_can_read_is_not_used(due: Rig) -> None:
    """Held with the chmod to type; once that is typed it goes on."""
    keep(due)
    path = due.folder / "tokens" / "x.default.json"
    path.chmod(0o644)
    with executor(due) as running:
        running.tick()
        assert f"chmod 600 {path}" in (due.entry("post", "on-x").next or "")
        assert due.requests("x") == []
        path.chmod(0o600)
        running.tick()
    assert due.state("post", "on-x") is State.DONE
