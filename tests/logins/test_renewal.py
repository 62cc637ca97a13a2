"""Refresh tokens that can be used once, and several processes that need an access token at the same time."""

import os
import subprocess
import sys
from pathlib import Path

from launcher.clock import SystemClock
from launcher.logins.files import FileStore
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.logins.conftest import login

ASK = """
from launcher.clock import SystemClock
from launcher.platforms import registry
from launcher.settings import load
print(registry.open_platform("reddit", "default", load(), SystemClock()).account().name)
"""


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
