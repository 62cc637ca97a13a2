"""Refresh tokens that can be used once, and several processes that need an access token at the same time."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from launcher.clock import SystemClock
from launcher.logins.files import FileStore
from launcher.logins.reddit import RedditLogin
from launcher.logins.renewal import renewing
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.logins.conftest import login

ASK = """
from launcher.clock import SystemClock
from launcher.platforms import registry
from launcher.settings import load
print(registry.open_platform("reddit", "default", load(), SystemClock()).account().name)
"""


def test_a_new_login_is_not_undone_by_a_renewal(tmp_path: Path) -> None:
    """Whoever logs in while a token is renewed waits for that: the renewal cannot put the old login back."""
    store = FileStore(tmp_path / "tokens")
    store.write(login("reddit", values={"refresh_token": "old-token"}))
    old = RedditLogin(refresh_token="old-token", store=store)
    with ThreadPoolExecutor() as pool:
        with renewing(old) as token:
            later = pool.submit(log_in_again, store)
            assert not wait([later], timeout=0.1).done
            token.value = "older-token"
        later.result()
    with renewing(old) as token:
        assert token.value == "new-token"


def log_in_again(store: FileStore) -> None:
    """What `launcher login` does at its end."""
    with store.locked("reddit", "default"):
        store.write(login("reddit", values={"refresh_token": "new-token"}))


def test_two_processes_use_a_single_use_token_once(tmp_path: Path) -> None:
    """Each takes the token that the one before it was given: none is used twice, which would end them all."""
    world = World(clock=SystemClock(), settings=StageSettings(single_use=True))
    store, prefix = FileStore(tmp_path / "tokens"), "REDDIT_"
    own = {name: text for name, text in world.credentials.items() if name.startswith(prefix)}
    store.write(
        login("reddit", id="5ta6e", values={name.removeprefix(prefix).lower(): text for name, text in own.items()})
    )
    with Server(world):
        roots = {name: text for name, text in world.environment().items() if name not in world.credentials}
        world.faults.add("delay", platform="reddit", path="/api/v1/access_token", seconds=0.3, times=0)
        environment = {**os.environ, **roots, "LAUNCHER_HOME": str(tmp_path)}
        command = [sys.executable, "-c", ASK]
        asking = [
            subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        names = [process.communicate(timeout=60)[0].strip() for process in asking]
    assert names == ["stage_director"] * 2
    assert [each.status for each in world.ledger.entries("reddit", "POST")] == [200, 200]
    kept = store.read("reddit", "default")
    assert kept is not None
    assert kept.values["refresh_token"] == own["REDDIT_REFRESH_TOKEN"] + "-2"
