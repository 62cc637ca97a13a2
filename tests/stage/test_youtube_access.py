"""Who may call the stage's YouTube, and how often."""

from datetime import timedelta

import pytest
import requests

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.stage.clients import Tube, reason


@pytest.fixture
def tube(stage: Server) -> Tube:
    """A client with a fresh token."""
    return Tube(stage.world)


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"refresh_token": "dead"}, 400, "invalid_grant"),
        ({"client_id": "another"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "https://www.googleapis.com/auth/drive"}, 400, "invalid_scope"),
    ],
)
def test_wrong_credentials_get_no_token(tube: Tube, changes: dict[str, str], status: int, error: str) -> None:
    """The token endpoint answers OAuth's errors."""
    reply = tube.refresh(**changes)
    assert (reply.status_code, reply.json()["error"]) == (status, error)


def test_a_call_without_a_token_is_401(tube: Tube, world: World) -> None:
    """No token, a made-up one and an expired one are told with Google's error body."""
    url = f"{world.root}/youtube/youtube/v3/videos?part=id&id=x"
    for headers in ({}, {"Authorization": "Bearer made-up"}):
        reply = requests.get(url, headers=headers, timeout=10)
        assert (reply.status_code, reason(reply)) == (401, "authError")
        assert reply.json()["error"]["status"] == "UNAUTHENTICATED"


def test_an_access_token_expires(tube: Tube, clock: CompressedClock) -> None:
    """After its hour a token is refused, and a refreshed one is taken."""
    clock.jump(clock.now() + timedelta(minutes=59))
    assert tube.call("GET", "videos", part="id", id="x").status_code == 200
    clock.jump(clock.now() + timedelta(minutes=1))
    assert tube.call("GET", "videos", part="id", id="x").status_code == 401
    tube.login()
    assert tube.call("GET", "videos", part="id", id="x").status_code == 200


def test_the_upload_scope_cannot_update(tube: Tube) -> None:
    """A token of youtube.upload may insert a video and neither read nor change one."""
    tube.login(scope="https://www.googleapis.com/auth/youtube.upload")
    video_id = tube.upload()
    for reply in (
        tube.call("GET", "videos", part="status", id=video_id),
        tube.call("PUT", "videos", {"id": video_id, "status": {"privacyStatus": "public"}}, part="status"),
    ):
        assert (reply.status_code, reason(reply)) == (403, "insufficientPermissions")


class TestQuota:
    """A day of 60 units and two uploads."""

    @pytest.fixture
    def world(self, clock: CompressedClock) -> World:
        """A stage with a small quota."""
        return World(clock=clock, settings=StageSettings(youtube_units=60, youtube_inserts=2))

    def test_units_run_out_and_come_back_at_midnight_pacific(self, tube: Tube, clock: CompressedClock) -> None:
        """An update costs 50 and a list 1; the 61st unit is refused until midnight in Los Angeles."""
        video_id = tube.upload()
        update = {"id": video_id, "status": {"privacyStatus": "private"}}
        assert tube.call("PUT", "videos", update, part="status").status_code == 200
        for _ in range(10):
            assert tube.call("GET", "videos", part="id", id=video_id).status_code == 200
        refused = tube.call("GET", "videos", part="id", id=video_id)
        assert (refused.status_code, reason(refused)) == (403, "quotaExceeded")
        clock.jump(clock.now() + timedelta(hours=14, minutes=59))
        tube.login()
        assert tube.call("GET", "videos", part="id", id=video_id).status_code == 403
        clock.jump(clock.now() + timedelta(minutes=1))
        assert tube.call("GET", "videos", part="id", id=video_id).status_code == 200

    def test_inserts_have_a_bucket_of_their_own(self, tube: Tube) -> None:
        """The third insert of the day is refused; going on with a session is no insert."""
        uri = tube.open(6).headers["Location"]
        tube.probe(uri, 6)
        tube.put(uri, b"a film", 0, 6)
        tube.upload()
        refused = tube.open(6)
        assert (refused.status_code, reason(refused)) == (400, "uploadLimitExceeded")
