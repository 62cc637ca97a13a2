"""An account that is pinned: its owner is let in, anybody else is refused by every adapter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.clock import SystemClock
from launcher.errors import LoginExpired
from launcher.platforms import registry
from launcher.settings import Settings, fixed
from launcher.stage.server import Server
from launcher.stage.world import World

OWNERS = {
    "youtube": "UCstage0000000000000kiss",
    "vimeo": "5550001",
    "facebook": "1029384756",
    "x": "2244994945",
    "reddit": "5ta6e",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Those of a stage, with all credentials."""
    world = World(clock=SystemClock())
    home: Path = tmp_path_factory.mktemp("home")
    with Server(world):
        yield fixed({**world.environment(), "LAUNCHER_HOME": str(home)})


@pytest.mark.parametrize("name", OWNERS)
def test_only_the_owner_is_let_in(name: str, settings: Settings) -> None:
    """By the platform's own id; the refusal says who came, who was meant, and what to type."""
    kind = registry.login_class(name)
    said = kind.said(settings, "default")
    platform = registry.make(name)
    platform.connect(kind.of(said, settings, owner=OWNERS[name]), SystemClock())
    owner = platform.account()
    assert owner.id == OWNERS[name]
    platform.connect(kind.of(said, settings, "studio", owner="somebody"), SystemClock())
    with pytest.raises(LoginExpired) as caught:
        platform.account()
    assert f"of another account: {owner.name} ({owner.id}), and this one is pinned to somebody" in caught.value.message
    assert f"launcher logout {name} --account studio" in caught.value.fix
    assert caught.value.code == "other account"
