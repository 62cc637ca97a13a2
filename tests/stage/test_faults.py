"""Faults on purpose: what is processed, and what the client sees."""

import pytest
import requests

from launcher.stage.faults import Faults, Rule
from launcher.stage.server import Server
from launcher.stage.world import World
from tests.stage.clients import Vimeo

BODY = {"name": "First Kiss", "upload": {"approach": "tus", "size": 5}}
LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@pytest.fixture
def vimeo(stage: Server) -> Vimeo:
    """A client whose creations are counted."""
    return Vimeo(stage.world)


@pytest.mark.parametrize(("what", "made"), [("drop_before", 0), ("drop_after", 1), ("drop_middle", 1)])
def test_a_dropped_connection_says_nothing_of_what_was_made(vimeo: Vimeo, world: World, what: str, made: int) -> None:
    """The client sees the same loss, whether the video exists or not."""
    world.faults.add(what, platform="vimeo", method="POST", path="/me/videos")
    with pytest.raises(LOST):
        vimeo.call("POST", "/me/videos", BODY)
    assert len(world.shelves["vimeo"]()) == made
    entry = world.ledger.entries("vimeo")[-1]
    assert (entry.fault, len(entry.created)) == (what, made)
    assert vimeo.call("POST", "/me/videos", BODY).status_code == 200


@pytest.mark.parametrize(("what", "made"), [("status", 0), ("status_after", 1)])
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_status_may_come_before_or_after_the_deed(
    vimeo: Vimeo, world: World, what: str, made: int, status: int
) -> None:
    """A 5xx proves nothing."""
    world.faults.add(what, path="/me/videos", status=status, body="{}", headers={"Retry-After": "7"})
    reply = vimeo.call("POST", "/me/videos", BODY)
    assert (reply.status_code, reply.text, reply.headers["Retry-After"]) == (status, "{}", "7")
    assert len(world.shelves["vimeo"]()) == made


def test_a_truncated_reply_is_no_json(vimeo: Vimeo, world: World) -> None:
    """The status is right, the body stops half way, and the video exists."""
    world.faults.add("truncate", path="/me/videos")
    reply = vimeo.call("POST", "/me/videos", BODY)
    assert reply.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        reply.json()
    assert len(world.shelves["vimeo"]()) == 1


def test_a_reply_that_never_comes(vimeo: Vimeo, world: World) -> None:
    """The video exists at once, and the client waits for nothing."""
    world.faults.add("hang", path="/me/videos", seconds=0.1)
    with pytest.raises(LOST):
        vimeo.call("POST", "/me/videos", BODY)
    assert len(world.shelves["vimeo"]()) == 1


def test_a_body_is_cut_after_so_many_bytes(vimeo: Vimeo, world: World) -> None:
    """The platform keeps what arrived before the connection was closed."""
    link = vimeo.make(100_000)["upload"]["upload_link"]
    world.faults.add("cut_body", method="PATCH", after_bytes=40_000)
    with pytest.raises(LOST):
        vimeo.patch(link, b"x" * 100_000, 0)
    assert vimeo.head(link).headers["Upload-Offset"] == "40000"


def test_a_delay_only_delays(vimeo: Vimeo, world: World) -> None:
    """A client with a shorter timeout gives up; what it asked for is done."""
    world.faults.add("delay", seconds=0.4)
    with pytest.raises(requests.ReadTimeout):
        vimeo.session.post(f"{world.root}/vimeo/me/videos", json=BODY, timeout=0.1)
    assert vimeo.call("GET", "/me").status_code == 200


def test_the_nth_request_is_met_and_no_other() -> None:
    """`nth` counts the requests that match."""
    faults = Faults()
    faults.add("status", method="POST", path="*/videos", nth=2)
    calls = [("POST", "/me/videos"), ("GET", "/me/videos"), ("POST", "/me/videos"), ("POST", "/me/videos")]
    met = [faults.choose("vimeo", method, path) is not None for method, path in calls]
    assert met == [False, False, True, False]


def test_chance_is_the_same_for_a_seed() -> None:
    """A probability meets its share of requests, the same ones each time."""

    def met() -> list[bool]:
        faults = Faults(seed=7)
        faults.put(Rule(what=faults.add("drop_after", platform="none").what, probability=0.3, times=0))
        return [faults.choose("x", "POST", "/2/tweets") is not None for _ in range(200)]

    assert met() == met()
    assert 35 < sum(met()) < 85


def test_rules_are_put_and_cleared_over_http(vimeo: Vimeo, world: World) -> None:
    """A program beside the stage may set faults; what is no rule is refused."""
    address = f"{world.root}/stage/faults"
    assert (
        requests.post(address, json=[{"what": "status", "platform": "vimeo", "times": 0}], timeout=10).status_code
        == 201
    )
    assert vimeo.call("GET", "/me").status_code == 503
    assert requests.delete(address, timeout=10).status_code == 204
    assert vimeo.call("GET", "/me").status_code == 200
    for wrong in ([{"what": "explode"}], [{"what": "status", "colour": "red"}], "rule", [5]):
        assert requests.post(address, json=wrong, timeout=10).status_code == 400
