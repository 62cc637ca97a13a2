"""Vimeo's upload links on the stage speak tus 1.0."""

import hashlib
import os

import pytest
import requests

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import World
from tests.stage.clients import Vimeo

SIZE = 700_001
FILM = os.urandom(SIZE)


@pytest.fixture
def vimeo(stage: Server) -> Vimeo:
    """A client with the account's token."""
    return Vimeo(stage.world)


def test_the_entry_exists_before_its_bytes(vimeo: Vimeo, world: World) -> None:
    """POST /me/videos makes the video; its bytes make it whole."""
    video = vimeo.make(SIZE)
    held = world.shelves["vimeo"]()
    assert [(each["id"], each["complete"], each["size"]) for each in held] == [
        (video["uri"].rpartition("/")[2], False, 0)
    ]
    assert video["upload"]["status"] == "in_progress"
    link = video["upload"]["upload_link"]
    assert vimeo.patch(link, FILM[:400_000], 0).headers["Upload-Offset"] == "400000"
    last = vimeo.patch(link, FILM[400_000:], 400_000)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(SIZE))
    held = world.shelves["vimeo"]()
    assert (held[0]["md5"], held[0]["complete"]) == (hashlib.md5(FILM).hexdigest(), True)
    assert vimeo.call("GET", video["uri"]).json()["upload"] | {"size": SIZE} == {
        **video["upload"],
        "status": "complete",
        "upload_link": None,
    }


def test_head_tells_offset_and_length(vimeo: Vimeo) -> None:
    """Never cached, also when the upload is complete."""
    link = vimeo.make(SIZE)["upload"]["upload_link"]
    for offset in (0, SIZE):
        told = vimeo.head(link)
        assert told.status_code == 200
        assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == (str(offset), str(SIZE))
        assert (told.headers["Cache-Control"], told.headers["Tus-Resumable"]) == ("no-store", "1.0.0")
        vimeo.patch(link, FILM[offset:], offset)


def test_a_broken_patch_keeps_every_byte(vimeo: Vimeo, world: World) -> None:
    """The offset is the number of bytes that arrived, and the upload goes on from there."""
    link = vimeo.make(SIZE)["upload"]["upload_link"]
    vimeo.broken_patch(link, FILM, 0, sent=123_457)
    assert vimeo.head(link).headers["Upload-Offset"] == "123457"
    assert vimeo.patch(link, FILM[123_457:], 123_457).status_code == 204
    assert world.shelves["vimeo"]()[0]["md5"] == hashlib.md5(FILM).hexdigest()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Content-Type": "application/octet-stream"}, 415),
        ({"Upload-Offset": "5"}, 409),
        ({"Upload-Offset": "first"}, 400),
    ],
)
def test_what_tus_refuses_changes_nothing(vimeo: Vimeo, headers: dict[str, str], status: int) -> None:
    """Another version, media type or offset leaves the upload as it was."""
    link = vimeo.make(SIZE)["upload"]["upload_link"]
    reply = vimeo.patch(link, FILM[:10], 0, **headers)
    assert (reply.status_code, reply.headers["Tus-Resumable"]) == (status, "1.0.0")
    assert vimeo.head(link).headers["Upload-Offset"] == "0"


def test_the_version_is_asked_for(vimeo: Vimeo) -> None:
    """412 without the header, and the reply names the version; OPTIONS needs none."""
    link = vimeo.make(SIZE)["upload"]["upload_link"]
    refused = requests.head(link, timeout=10)
    assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0")
    assert requests.options(link, timeout=10).headers["Tus-Version"] == "1.0.0"


def test_more_bytes_than_announced_are_refused(vimeo: Vimeo) -> None:
    """413, and none of them is kept."""
    link = vimeo.make(10)["upload"]["upload_link"]
    assert vimeo.patch(link, b"x" * 11, 0).status_code == 413
    assert vimeo.head(link).headers["Upload-Offset"] == "0"


def test_a_link_expires(vimeo: Vimeo, clock: CompressedClock, world: World) -> None:
    """An unfinished upload is 410 after its life, an unknown link 404."""
    video = vimeo.make(SIZE)
    link = video["upload"]["upload_link"]
    clock.jump(clock.now() + world.settings.session_life)
    assert vimeo.head(link).status_code == 410
    assert vimeo.patch(link, FILM, 0).status_code == 410
    assert vimeo.head(link[:-4] + "none").status_code == 404
    assert vimeo.call("GET", video["uri"]).json()["upload"]["status"] == "error"
