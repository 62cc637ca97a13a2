"""The stage's Vimeo account: videos, their privacy, and what hangs on them."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.stage.clients import Vimeo


@pytest.fixture
def vimeo(stage: Server) -> Vimeo:
    """A client with the account's token."""
    return Vimeo(stage.world)


def test_a_wrong_token_is_401(vimeo: Vimeo, world: World) -> None:
    """With Vimeo's error body, with or without a token."""
    for headers in ({}, {"Authorization": "bearer made-up"}):
        reply = requests.get(f"{world.root}/vimeo/me", headers=headers, timeout=10)
        assert reply.status_code == 401
        assert {"error", "developer_message", "error_code"} <= reply.json().keys()


def test_a_missing_scope_is_403(clock: CompressedClock) -> None:
    """A token that may only read cannot make a video; verify says what it may."""
    world = World(clock=clock, settings=StageSettings(vimeo_scopes="public private"))
    with Server(world):
        vimeo = Vimeo(world)
        assert vimeo.call("GET", "/oauth/verify").json()["scope"] == "public private"
        refused = vimeo.call("POST", "/me/videos", {"upload": {"approach": "tus", "size": 1}})
        assert (refused.status_code, world.shelves["vimeo"]()) == (403, [])


def test_release_makes_the_video_visible(vimeo: Vimeo, clock: CompressedClock, world: World) -> None:
    """oEmbed is 404 while private or transcoding, 200 once it may be played; a PATCH leaves the rest alone."""
    video = vimeo.upload(description="Strangers kiss.")
    assert vimeo.oembed(video["link"]) == 404
    clock.jump(clock.now() + timedelta(minutes=3))
    assert vimeo.oembed(video["link"]) == 404
    edited = vimeo.call("PATCH", video["uri"], {"privacy": {"view": "anybody"}}).json()
    assert (edited["privacy"]["view"], edited["description"], edited["name"]) == (
        "anybody",
        "Strangers kiss.",
        "First Kiss",
    )
    assert vimeo.oembed(video["link"]) == 200
    assert world.shelves["vimeo"]()[0]["public_at"] == clock.now()
    vimeo.call("PATCH", video["uri"], {"privacy": {"view": "nobody"}})
    assert vimeo.oembed(video["link"]) == 404


def test_privacy_not_named_is_anybody(vimeo: Vimeo, world: World) -> None:
    """An upload that does not say nobody is public."""
    vimeo.call("POST", "/me/videos", {"upload": {"approach": "tus", "size": 1}})
    assert world.shelves["vimeo"]()[0]["public"] is True


def test_an_unlisted_video_is_seen_by_its_whole_link_only(vimeo: Vimeo, clock: CompressedClock) -> None:
    """The link carries a hash; without it the page is not there."""
    video = vimeo.upload()
    clock.jump(clock.now() + timedelta(minutes=3))
    link = vimeo.call("PATCH", video["uri"], {"privacy": {"view": "unlisted"}}).json()["link"]
    assert link.startswith(f"{video['link']}/")
    assert (vimeo.oembed(link), vimeo.oembed(video["link"])) == (200, 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "x" * 129}, "name"),
        ({"description": "x" * 5001}, "description"),
        ({"privacy": {"view": "everyone"}}, "privacy.view"),
        ({"privacy": {"view": "password"}}, "password"),
        ({"license": "mine"}, "license"),
    ],
)
def test_what_vimeo_refuses_is_refused(vimeo: Vimeo, change: dict[str, Any], field: str) -> None:
    """A 400 names the parameter, and the video stays as it was."""
    video = vimeo.upload()
    reply = vimeo.call("PATCH", video["uri"], change)
    assert (reply.status_code, reply.json()["invalid_parameters"][0]["field"]) == (400, field)
    assert vimeo.call("GET", video["uri"]).json()["privacy"] == video["privacy"]


def test_an_upload_without_size_or_tus_is_refused(vimeo: Vimeo, world: World) -> None:
    """Nothing is made."""
    for upload in ({"approach": "tus"}, {"approach": "post", "size": 5}, {}):
        assert vimeo.call("POST", "/me/videos", {"upload": upload}).status_code == 400
    assert world.shelves["vimeo"]() == []


def test_transcoding_takes_its_time(vimeo: Vimeo, clock: CompressedClock) -> None:
    """in_progress after the last byte, complete after the stage's transcoding time; status says it in words."""
    uri = vimeo.upload()["uri"]
    video = vimeo.call("GET", uri).json()
    assert (video["upload"]["status"], video["transcode"]["status"]) == ("complete", "in_progress")
    assert video["status"] == "transcoding"
    clock.jump(clock.now() + timedelta(minutes=3))
    video = vimeo.call("GET", uri).json()
    assert (video["transcode"]["status"], video["status"], video["is_playable"]) == ("complete", "available", True)


def test_transcoding_may_say_complete_before_the_film_is_there(vimeo: Vimeo) -> None:
    """Only together with upload.status does transcode.status mean anything."""
    video = vimeo.make(10)
    assert (video["upload"]["status"], video["transcode"]["status"]) == ("in_progress", "complete")
    assert video["is_playable"] is False


def test_plays_are_null_at_first(vimeo: Vimeo, clock: CompressedClock) -> None:
    """A private or just released video tells no plays; a day later it has Vimeo's share of 5 million."""
    uri = vimeo.upload(privacy={"view": "anybody"})["uri"]
    fields = "uri,stats.plays,metadata.connections.likes.total"
    first = vimeo.call("GET", "/videos", uris=f"{uri},/videos/1", fields=fields).json()["data"]
    assert first == [{"uri": uri, "stats": {"plays": None}, "metadata": {"connections": {"likes": {"total": 0}}}}]
    clock.jump(clock.now() + timedelta(hours=24))
    later = vimeo.call("GET", "/videos", uris=uri, fields=fields).json()["data"][0]
    assert later["stats"]["plays"] == 400_000
    assert later["metadata"]["connections"]["likes"]["total"] > 0


def test_own_videos_are_listed_newest_first_after_the_lag(clock: CompressedClock) -> None:
    """A new video is known by its uri at once, and found in the listing later."""
    world = World(clock=clock, settings=StageSettings(search_lag=timedelta(minutes=2)))
    with Server(world):
        vimeo = Vimeo(world)
        made = []
        for number in range(3):
            made.append(vimeo.make(5, name=f"Film {number}")["uri"])
            clock.jump(clock.now() + timedelta(minutes=1))
        assert vimeo.call("GET", made[2]).status_code == 200
        page = vimeo.call("GET", "/me/videos", sort="date", direction="desc", fields="uri", per_page=1).json()
        assert (page["total"], page["data"]) == (2, [{"uri": made[1]}])
        assert vimeo.call("GET", page["paging"]["next"]).json()["data"] == [{"uri": made[0]}]


def test_a_picture_is_announced_sent_and_made_active(vimeo: Vimeo, world: World) -> None:
    """POST, PUT to its link, PATCH: an empty picture cannot be the poster."""
    uri = vimeo.upload()["uri"]
    picture = vimeo.call("POST", f"{uri}/pictures").json()
    assert vimeo.call("PATCH", picture["uri"], {"active": True}).status_code == 400
    assert requests.put(picture["link"], data=b"\xff\xd8 a picture", timeout=10).status_code == 200
    assert vimeo.call("PATCH", picture["uri"], {"active": True}).json()["active"] is True
    assert vimeo.call("GET", uri).json()["pictures"]["uri"] == picture["uri"]
    assert len(world.shelves["vimeo"]()[0]["pictures"]) == 1


def test_a_text_track_is_announced_sent_and_made_active(vimeo: Vimeo, world: World) -> None:
    """Its type and language are required."""
    uri = vimeo.upload()["uri"]
    assert vimeo.call("POST", f"{uri}/texttracks", {"type": "subtitles"}).status_code == 400
    made = vimeo.call("POST", f"{uri}/texttracks", {"type": "subtitles", "language": "en", "name": "en.srt"})
    assert made.status_code == 201
    requests.put(made.json()["link"], data=b"1\n\nx", timeout=10)
    vimeo.call("PATCH", made.json()["uri"], {"active": True})
    listed = vimeo.call("GET", f"{uri}/texttracks").json()["data"]
    assert [(each["language"], each["active"]) for each in listed] == [("en", True)]
    assert world.shelves["vimeo"]()[0]["captions"] == ["en"]


def test_tags_folders_and_domains_are_kept(vimeo: Vimeo, world: World) -> None:
    """Tags replace those before; a folder takes a video once."""
    uri = vimeo.upload()["uri"]
    vimeo.call("PUT", f"{uri}/tags", [{"name": "kiss"}, {"name": "short film"}])
    assert [tag["name"] for tag in vimeo.call("GET", uri).json()["tags"]] == ["kiss", "short film"]
    folder = vimeo.call("POST", "/me/projects", {"name": "Short films"}).json()["uri"]
    for _ in range(2):
        assert vimeo.call("PUT", f"{folder}{uri}").status_code == 204
    assert [each["uri"] for each in vimeo.call("GET", f"{folder}/videos").json()["data"]] == [uri]
    assert vimeo.call("PUT", f"{uri}/privacy/domains/partner.example").status_code == 204
    assert world.shelves["vimeo"]()[0]["domains"] == ["partner.example"]


def test_too_many_calls_are_429(clock: CompressedClock) -> None:
    """The headers count down; past the limit everything waits for the reset they name."""
    world = World(clock=clock, settings=StageSettings(vimeo_calls=2))
    with Server(world):
        vimeo = Vimeo(world)
        left = [vimeo.call("GET", "/me").headers["X-RateLimit-Remaining"] for _ in range(2)]
        refused = vimeo.call("GET", "/me")
        assert (left, refused.status_code) == (["1", "0"], 429)
        assert refused.json()["error_code"] == 9000
        assert refused.headers["X-RateLimit-Reset"] == (clock.now() + timedelta(minutes=1)).isoformat()
        clock.jump(clock.now() + timedelta(minutes=1))
        assert vimeo.call("GET", "/me").status_code == 200
