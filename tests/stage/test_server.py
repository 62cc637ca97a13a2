"""The stage as a server, and its ledger."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from launcher.clock import CompressedClock
from launcher.errors import LauncherError
from launcher.stage.ledger import Ledger
from launcher.stage.server import Server
from launcher.stage.world import World
from tests.stage.clients import Tube, Vimeo


def test_the_environment_points_everything_at_the_stage(stage: Server, world: World) -> None:
    """Each API root is below the stage's own address, and each credential is made up."""
    told = requests.get(f"{stage.root}/stage/environment", timeout=10).json()
    roots = [text for name, text in told.items() if "_ROOT" in name or name.endswith("_URI")]
    assert told == world.environment()
    assert len(roots) == 11
    assert all(root.startswith(f"{stage.root}/") for root in roots)


def test_a_stage_stops_cleanly(world: World) -> None:
    """After the with-block nothing listens."""
    with Server(world) as stage:
        assert requests.get(f"{stage.root}/stage/ledger", timeout=10).json() == []
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{stage.root}/stage/ledger", timeout=10)


def test_a_taken_port_is_told(stage: Server, clock: CompressedClock) -> None:
    """The message names the port and the way out."""
    port = int(stage.root.rpartition(":")[2])
    with pytest.raises(LauncherError, match=f"port {port}"):
        Server(World(clock=clock), port)


def test_the_same_seed_gives_the_same_world(clock: CompressedClock) -> None:
    """Credentials and ids come from the seed."""
    worlds = [World(clock=clock), World(clock=clock)]
    assert worlds[0].credentials == worlds[1].credentials
    assert worlds[0].token() == worlds[1].token()


def test_the_ledger_has_no_secret(stage: Server, world: World, tmp_path: Path) -> None:
    """Neither tokens nor client secrets nor session addresses stand in the written ledger."""
    tube, vimeo = Tube(world), Vimeo(world)
    access = str(tube.session.headers["Authorization"]).removeprefix("Bearer ")
    uri = tube.open(6).headers["Location"]
    tube.put(uri, b"a film", 0, 6)
    vimeo.upload()
    requests.get(f"{stage.root}/facebook/me?access_token=a-page-token&appsecret_proof=abcdef", timeout=10)
    path = tmp_path / "ledger.jsonl"
    world.ledger.write(path)
    written = path.read_text()
    upload_id = uri.rpartition("upload_id=")[2]
    for secret in (*world.secrets(), access, upload_id, "a-page-token", "abcdef"):
        assert secret not in written
    records = [json.loads(line) for line in written.splitlines()]
    assert [each["number"] for each in records] == list(range(1, len(records) + 1))
    assert records == json.loads(json.dumps(world.ledger.records()))


@pytest.mark.parametrize(
    "text",
    [
        'OAuth oauth_consumer_key="SECRET", oauth_signature="SECRET%3D"',
        "fb_exchange_token=1&client_secret=SECRET&access_token=SECRET",
        '{"access_token": "SECRET", "password":"SECRET"}',
        "/2/tweets?oauth_token=SECRET",
    ],
)
def test_values_of_secret_parameters_are_masked(text: str) -> None:
    """In headers, forms, JSON and addresses, also where the stage does not know the secret."""
    assert "SECRET" not in Ledger().masked(text)


def test_a_bearer_is_masked_whatever_it_is() -> None:
    """The scheme stays."""
    assert Ledger().masked_header("Bearer anything-at-all") == "Bearer ***"


def test_many_clients_at_once_are_all_written_down(stage: Server, world: World) -> None:
    """Requests from eight threads each have one line and one number."""

    def ask(_: int) -> int:
        return Vimeo(world).call("GET", "/me").status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(80)))
    assert answers == [200] * 80
    assert sorted(each.number for each in world.ledger.entries("vimeo")) == list(range(1, 81))


def test_shelves_are_told_over_http(stage: Server, world: World) -> None:
    """What each platform holds, as JSON."""
    Vimeo(world).upload()
    held = requests.get(f"{stage.root}/stage/shelves", timeout=10).json()
    assert [each["title"] for each in held["vimeo"]] == ["First Kiss"]
    assert held["youtube"] == []
