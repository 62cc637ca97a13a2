"""YouTube's resumable uploads on the stage, as Google's protocol document says."""

import hashlib
import os
from datetime import timedelta

import pytest
import requests

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import World
from tests.stage.clients import GRANULE, Tube, film, reason

SIZE = 3 * GRANULE + 1000
FILM = os.urandom(SIZE)


@pytest.fixture
def tube(stage: Server) -> Tube:
    """A client with a fresh token."""
    return Tube(stage.world)


def md5(data: bytes) -> str:
    return hashlib.md5(data).hexdigest()


def test_a_film_sent_in_chunks_arrives_whole(tube: Tube, world: World) -> None:
    """Each chunk answers 308 with what is held, the last one answers the video, and its bytes are the film's."""
    uri = tube.open(SIZE, slug="first-kiss.mp4").headers["Location"]
    first = tube.put(uri, FILM[: 2 * GRANULE], 0, SIZE)
    assert (first.status_code, first.headers["Range"]) == (308, f"bytes=0-{2 * GRANULE - 1}")
    assert world.shelves["youtube"]() == []
    last = tube.put(uri, FILM[2 * GRANULE :], 2 * GRANULE, SIZE)
    assert last.status_code == 200
    (held,) = world.shelves["youtube"]()
    assert (held["id"], held["md5"], held["size"], held["public"]) == (last.json()["id"], md5(FILM), SIZE, False)
    details = tube.video(held["id"], "fileDetails")["fileDetails"]
    assert (details["fileName"], details["fileSize"]) == ("first-kiss.mp4", str(SIZE))


def test_a_probe_tells_where_the_session_stands(tube: Tube) -> None:
    """No Range before the first byte, then the last byte held."""
    uri = tube.open(SIZE).headers["Location"]
    empty = tube.probe(uri, SIZE)
    assert (empty.status_code, "Range" in empty.headers) == (308, False)
    tube.put(uri, FILM[:GRANULE], 0, SIZE)
    assert tube.probe(uri, SIZE).headers["Range"] == f"bytes=0-{GRANULE - 1}"


def test_a_broken_chunk_keeps_whole_granules(tube: Tube, world: World) -> None:
    """What arrived of a broken request counts up to the last 256 KiB, and the upload goes on from there."""
    uri = tube.open(SIZE).headers["Location"]
    tube.broken_put(uri, FILM, 0, SIZE, sent=2 * GRANULE + 77)
    assert tube.probe(uri, SIZE).headers["Range"] == f"bytes=0-{2 * GRANULE - 1}"
    assert tube.put(uri, FILM[2 * GRANULE :], 2 * GRANULE, SIZE).status_code == 200
    assert world.shelves["youtube"]()[0]["md5"] == md5(FILM)


def test_bytes_that_come_twice_are_hashed_once(tube: Tube, world: World) -> None:
    """A chunk that begins before the server's offset is taken from the offset on."""
    uri = tube.open(SIZE).headers["Location"]
    tube.put(uri, FILM[: 2 * GRANULE], 0, SIZE)
    assert tube.put(uri, FILM[GRANULE:], GRANULE, SIZE).status_code == 200
    assert world.shelves["youtube"]()[0]["md5"] == md5(FILM)


def test_a_gap_is_refused(tube: Tube, world: World) -> None:
    """A chunk past the server's offset changes nothing."""
    uri = tube.open(SIZE).headers["Location"]
    assert reason(tube.put(uri, FILM[GRANULE:], GRANULE, SIZE)) == "invalidContentRange"
    assert "Range" not in tube.probe(uri, SIZE).headers
    assert world.shelves["youtube"]() == []


@pytest.mark.parametrize("text", ["bytes 0-9/10", "bytes 5-2/100", "items 0-9/100", f"bytes 0-1/{SIZE}"])
def test_a_wrong_range_is_refused(tube: Tube, text: str) -> None:
    """Another total, a backward span, another unit and a span unlike the body are 400."""
    uri = tube.open(SIZE).headers["Location"]
    reply = tube.session.put(uri, data=FILM[:GRANULE], headers={"Content-Range": text}, timeout=10)
    assert (reply.status_code, reason(reply)) == (400, "invalidContentRange")


def test_a_chunk_off_the_granule_is_cut_to_it(tube: Tube) -> None:
    """A middle chunk that is no multiple of 256 KiB keeps its whole granules."""
    uri = tube.open(SIZE).headers["Location"]
    reply = tube.put(uri, FILM[: GRANULE + 5], 0, SIZE)
    assert reply.headers["Range"] == f"bytes=0-{GRANULE - 1}"


def test_a_lost_last_reply_can_be_asked_for_again(tube: Tube, world: World) -> None:
    """After the last byte, a probe and a repeated chunk both answer the one video."""
    uri = tube.open(SIZE).headers["Location"]
    world.faults.add("drop_after", platform="youtube", method="PUT")
    with pytest.raises(requests.ConnectionError):
        tube.put(uri, FILM, 0, SIZE)
    probed, again = tube.probe(uri, SIZE), tube.put(uri, FILM, 0, SIZE)
    assert (probed.status_code, again.status_code) == (200, 200)
    assert probed.json()["id"] == again.json()["id"]
    assert len(world.shelves["youtube"]()) == 1


def test_a_session_expires(tube: Tube, clock: CompressedClock, world: World) -> None:
    """An unfinished session is 410 after its life; an unknown one is 404."""
    uri = tube.open(SIZE).headers["Location"]
    clock.jump(clock.now() + world.settings.session_life)
    tube.login()
    assert tube.probe(uri, SIZE).status_code == 410
    assert tube.probe(uri.replace("upload_id=", "upload_id=no"), SIZE).status_code == 404


def test_a_whole_file_may_be_put_without_a_range(tube: Tube, world: World) -> None:
    """A PUT of the file without Content-Range is the whole upload."""
    uri = tube.open(SIZE).headers["Location"]
    assert tube.session.put(uri, data=FILM, timeout=10).status_code == 200
    assert world.shelves["youtube"]()[0]["md5"] == md5(FILM)


def test_a_size_may_be_told_with_the_last_chunk(tube: Tube, world: World) -> None:
    """`bytes a-b/*` leaves the size open; the last chunk names it."""
    address = f"{world.root}/youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    uri = tube.session.post(address, json=film(), timeout=10).headers["Location"]
    headers = {"Content-Range": f"bytes 0-{GRANULE - 1}/*"}
    assert (
        tube.session.put(uri, data=FILM[:GRANULE], headers=headers, timeout=10, allow_redirects=False).status_code
        == 308
    )
    assert tube.put(uri, FILM[GRANULE:], GRANULE, SIZE).status_code == 200
    assert world.shelves["youtube"]()[0]["md5"] == md5(FILM)


def test_another_media_type_is_refused(tube: Tube, world: World) -> None:
    """A text is no film."""
    address = f"{world.root}/youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    reply = tube.session.post(address, json=film(), headers={"X-Upload-Content-Type": "text/plain"}, timeout=10)
    assert (reply.status_code, reason(reply)) == (400, "badContent")


def test_the_ledger_names_what_a_request_created(tube: Tube, world: World) -> None:
    """Opening a session creates nothing; the last byte does."""
    video_id = tube.upload(FILM)
    assert world.ledger.created("youtube") == [video_id]
    assert world.ledger.entries("youtube", "PUT")[0].received == SIZE


def test_an_expired_token_is_refused_in_mid_upload(tube: Tube, clock: CompressedClock) -> None:
    """401 keeps what the session holds; with a fresh token it goes on."""
    uri = tube.open(SIZE).headers["Location"]
    tube.put(uri, FILM[:GRANULE], 0, SIZE)
    clock.jump(clock.now() + timedelta(hours=1))
    assert tube.put(uri, FILM[GRANULE:], GRANULE, SIZE).status_code == 401
    tube.login()
    assert tube.put(uri, FILM[GRANULE:], GRANULE, SIZE).status_code == 200
