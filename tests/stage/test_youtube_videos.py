"""The stage's YouTube channel: videos, their privacy, and what hangs on them."""

from datetime import timedelta
from typing import Any

import pytest

from launcher.clock import CompressedClock, iso
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from tests.stage.clients import Tube, film, reason

UPLOADS = "UUstage0000000000000kiss"


@pytest.fixture
def tube(stage: Server) -> Tube:
    """A client with a fresh token."""
    return Tube(stage.world)


def test_only_an_explicit_private_is_private(tube: Tube, world: World) -> None:
    """Since 2026-11-02 an upload that does not name its privacy is public at once."""
    uri = tube.open(1, body={"snippet": {"title": "Leak"}}).headers["Location"]
    tube.put(uri, b"x", 0, 1)
    held = world.shelves["youtube"]()[0]
    assert (held["public"], held["public_at"]) == (True, world.clock.now())
    tube.upload()
    assert world.shelves["youtube"]()[1]["public"] is False


def test_a_status_update_clears_what_it_omits(tube: Tube, clock: CompressedClock) -> None:
    """The whole part is replaced: the schedule is cancelled, embedding and statistics are switched off."""
    at = iso(clock.now() + timedelta(hours=3))
    video_id = tube.upload(embeddable=True, license="creativeCommon", publishAt=at, selfDeclaredMadeForKids=True)
    before = tube.video(video_id)["status"]
    assert (before["publishAt"], before["embeddable"], before["madeForKids"]) == (at, True, True)
    tube.call("PUT", "videos", {"id": video_id, "status": {"privacyStatus": "private"}}, part="status")
    after = tube.video(video_id)["status"]
    assert "publishAt" not in after
    assert (after["embeddable"], after["license"], after["publicStatsViewable"]) == (False, "youtube", False)
    assert after["madeForKids"] is False
    clock.jump(clock.now() + timedelta(minutes=50))
    assert tube.video(video_id)["status"]["privacyStatus"] == "private"


def test_a_status_update_leaves_the_snippet(tube: Tube) -> None:
    """Only the parts that `part` names are replaced."""
    video_id = tube.upload()
    tube.call("PUT", "videos", {"id": video_id, "status": {"privacyStatus": "public"}}, part="status")
    assert tube.video(video_id)["snippet"]["description"] == "Strangers kiss."
    body = {"id": video_id, "snippet": {"title": "Kiss", "categoryId": "24"}}
    tube.call("PUT", "videos", body, part="snippet")
    video = tube.video(video_id)
    assert (video["snippet"]["title"], video["snippet"]["description"]) == ("Kiss", "")
    assert video["status"]["privacyStatus"] == "public"


@pytest.mark.parametrize("snippet", [{"title": "Kiss"}, {"categoryId": "1"}])
def test_a_snippet_update_needs_title_and_category(tube: Tube, snippet: dict[str, str]) -> None:
    """Either missing is 400."""
    reply = tube.call("PUT", "videos", {"id": tube.upload(), "snippet": snippet}, part="snippet")
    assert reply.status_code == 400
    assert reason(reply) in ("invalidTitle", "invalidCategoryId")


def test_a_scheduled_video_is_published_at_its_time(tube: Tube, clock: CompressedClock, world: World) -> None:
    """Private until publishAt, public from then on, whenever one looks."""
    at = clock.now() + timedelta(minutes=30)
    video_id = tube.upload(publishAt=iso(at))
    clock.jump(at - timedelta(seconds=1))
    assert tube.oembed(video_id) == 403
    clock.jump(at + timedelta(minutes=10))
    assert tube.oembed(video_id) == 200
    assert world.shelves["youtube"]()[0]["public_at"] == at
    assert "publishAt" not in tube.video(video_id)["status"]


def test_a_past_schedule_publishes_at_once(tube: Tube, clock: CompressedClock, world: World) -> None:
    """A publishAt that has gone by makes the video public as it is set."""
    tube.upload(publishAt=iso(clock.now() - timedelta(days=1)))
    held = world.shelves["youtube"]()[0]
    assert (held["public"], held["public_at"]) == (True, clock.now())


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"snippet": {"title": "x" * 101}}, "invalidTitle"),
        ({"snippet": {"title": "a < b"}}, "invalidTitle"),
        ({"snippet": {"description": "no title"}}, "invalidTitle"),
        ({"snippet": {"title": "ok", "description": "é" * 2501}}, "invalidDescription"),
        ({"snippet": {"title": "ok", "tags": ["x" * 499, "y"]}}, "invalidTags"),
        ({"snippet": {"title": "ok", "categoryId": "999"}}, "invalidCategoryId"),
        ({"snippet": {"title": "ok", "colour": "red"}}, "badRequest"),
        ({"status": {"privacyStatus": "secret"}, "snippet": {"title": "ok"}}, "badRequest"),
        ({"status": {"privacyStatus": "public", "publishAt": "2027-01-01T00:00:00Z"}, **film()}, "invalidPublishAt"),
        ({"recordingDetails": {}, "snippet": {"title": "ok"}}, "unexpectedPart"),
    ],
)
def test_what_youtube_refuses_is_refused(tube: Tube, changes: dict[str, Any], word: str) -> None:
    """Limits, forbidden characters, unknown names and parts are 400 before any byte of the film."""
    body = {**film(), **changes}
    if word == "invalidPublishAt":
        body["status"] = {"privacyStatus": "public", "publishAt": "2027-01-01T00:00:00Z"}
    reply = tube.open(6, body=body)
    assert (reply.status_code, reason(reply)) == (400, word)


def test_the_limits_themselves_are_allowed(tube: Tube) -> None:
    """100 characters of title, 5,000 bytes of description and 500 of tags pass."""
    snippet = {"title": "ü" * 100, "description": "é" * 2500, "tags": ["x" * 250, "y" * 249]}
    assert tube.open(6, body={**film(), "snippet": snippet}).status_code == 200


def test_processing_takes_its_time(tube: Tube, clock: CompressedClock) -> None:
    """`uploaded` and a progress at first, `processed` after the stage's transcoding time."""
    video_id = tube.upload()
    video = tube.video(video_id, "status,processingDetails")
    assert (video["status"]["uploadStatus"], video["processingDetails"]["processingStatus"]) == (
        "uploaded",
        "processing",
    )
    clock.jump(clock.now() + timedelta(minutes=3))
    video = tube.video(video_id, "status,processingDetails")
    assert (video["status"]["uploadStatus"], video["processingDetails"]["processingStatus"]) == (
        "processed",
        "succeeded",
    )


def test_processing_can_fail(clock: CompressedClock) -> None:
    """With `transcode_fails` the video ends as failed, with the reason."""
    world = World(clock=clock, settings=StageSettings(transcode_fails=True))
    with Server(world):
        tube = Tube(world)
        video_id = tube.upload(privacyStatus="public")
        clock.jump(clock.now() + timedelta(minutes=3))
        status = tube.video(video_id, "status")["status"]
        assert (status["uploadStatus"], status["failureReason"]) == ("failed", "conversion")
        assert tube.oembed(video_id) == 404


def test_a_second_copy_can_be_rejected(clock: CompressedClock) -> None:
    """With `rejects_duplicates` the same bytes again are rejected as duplicate."""
    world = World(clock=clock, settings=StageSettings(rejects_duplicates=True))
    with Server(world):
        tube = Tube(world)
        first, second = tube.upload(), tube.upload()
        assert tube.video(second)["status"]["rejectionReason"] == "duplicate"
        assert "rejectionReason" not in tube.video(first)["status"]


def test_oembed_shows_what_a_visitor_may_see(tube: Tube, clock: CompressedClock) -> None:
    """403 private, 200 public and unlisted, 401 without embedding, 404 unknown or unprocessed."""
    video_id = tube.upload()
    assert tube.oembed(video_id) == 404
    clock.jump(clock.now() + timedelta(minutes=3))
    answers = {}
    for word, embeddable in (("private", True), ("public", True), ("unlisted", True), ("public", False)):
        status = {"privacyStatus": word, "embeddable": embeddable}
        tube.call("PUT", "videos", {"id": video_id, "status": status}, part="status")
        answers[word, embeddable] = tube.oembed(video_id)
    assert answers == {("private", True): 403, ("public", True): 200, ("unlisted", True): 200, ("public", False): 401}
    assert tube.oembed("AAAAAAAAAAA") == 404
    assert tube.oembed("short") == 400


def test_statistics_are_strings_and_grow(tube: Tube, clock: CompressedClock) -> None:
    """A day after it became public the film has YouTube's share of 5 million views."""
    video_id = tube.upload(privacyStatus="public")
    assert tube.video(video_id, "statistics")["statistics"]["viewCount"] == "0"
    clock.jump(clock.now() + timedelta(hours=24))
    tube.login()
    assert tube.video(video_id, "statistics")["statistics"]["viewCount"] == "4600000"
    stats = tube.call("GET", "videos:batchGetStats", part="statistics", id=[video_id, "unknown"]).json()["items"]
    assert [(each["id"], each["statistics"]["viewCount"]) for each in stats] == [(video_id, "4600000")]


def test_fields_choose_a_part_of_the_reply(tube: Tube) -> None:
    """Google's partial replies: nested names by slash or parentheses."""
    video_id = tube.upload()
    reply = tube.call(
        "GET", "videos", part="snippet,status", id=video_id, fields="items(id,snippet/title,status(license))"
    )
    expected = {"id": video_id, "snippet": {"title": "First Kiss"}, "status": {"license": "youtube"}}
    assert reply.json() == {"items": [expected]}


def test_new_uploads_appear_after_the_search_lag(clock: CompressedClock) -> None:
    """videos.list by id knows a video at once; the uploads playlist later, newest first."""
    world = World(clock=clock, settings=StageSettings(search_lag=timedelta(minutes=2)))
    with Server(world):
        tube = Tube(world)
        channel = tube.call("GET", "channels", part="contentDetails", mine="true").json()["items"][0]
        assert channel["contentDetails"]["relatedPlaylists"]["uploads"] == UPLOADS
        made = []
        for _ in range(3):
            made.append(tube.upload())
            clock.jump(clock.now() + timedelta(minutes=1))
        assert tube.video(made[2])["id"] == made[2]
        page = tube.call("GET", "playlistItems", part="contentDetails", playlistId=UPLOADS, maxResults=1).json()
        rest = tube.call(
            "GET", "playlistItems", part="contentDetails", playlistId=UPLOADS, pageToken=page["nextPageToken"]
        ).json()
        listed = [each["contentDetails"]["videoId"] for each in (*page["items"], *rest["items"])]
        assert listed == [made[1], made[0]]


def test_a_playlist_is_made_and_filled(tube: Tube) -> None:
    """An own playlist takes the video and lists it; one that is not there is 404."""
    video_id = tube.upload()
    made = tube.call("POST", "playlists", {"snippet": {"title": "Short films"}}, part="snippet,status").json()
    item = {"snippet": {"playlistId": made["id"], "resourceId": {"kind": "youtube#video", "videoId": video_id}}}
    assert tube.call("POST", "playlistItems", item, part="snippet").status_code == 200
    listed = tube.call("GET", "playlistItems", part="contentDetails", playlistId=made["id"], videoId=video_id).json()
    assert [each["contentDetails"]["videoId"] for each in listed["items"]] == [video_id]
    missing = {"snippet": {**item["snippet"], "playlistId": "PLno"}}
    assert tube.call("POST", "playlistItems", missing, part="snippet").status_code == 404


def test_a_private_video_takes_no_comment(tube: Tube) -> None:
    """Comments come after the release."""
    video_id = tube.upload()
    thread = {
        "snippet": {"videoId": video_id, "topLevelComment": {"snippet": {"textOriginal": "Song: We Might Be Dead"}}}
    }
    refused = tube.call("POST", "commentThreads", thread, part="snippet")
    assert (refused.status_code, reason(refused)) == (403, "forbidden")
    tube.call("PUT", "videos", {"id": video_id, "status": {"privacyStatus": "public"}}, part="status")
    made = tube.call("POST", "commentThreads", thread, part="snippet").json()
    listed = tube.call("GET", "commentThreads", part="snippet", videoId=video_id, searchTerms="dead").json()["items"]
    assert [each["id"] for each in listed] == [made["id"]]


def test_captions_and_poster_are_kept(tube: Tube, world: World) -> None:
    """A poster and one caption track a language; the same track again is 409."""
    video_id = tube.upload()
    poster = tube.session.post(
        f"{world.root}/youtube/upload/youtube/v3/thumbnails/set",
        params={"videoId": video_id, "uploadType": "media"},
        data=b"\xff\xd8 a picture",
        headers={"Content-Type": "image/jpeg"},
        timeout=10,
    )
    assert poster.json()["items"][0]["default"]["width"] == 120
    track = {"snippet": {"videoId": video_id, "language": "en", "name": ""}}
    uri = tube.open(4, kind="captions", body=track, part="snippet").headers["Location"]
    tube.put(uri, b"1\n\nx", 0, 4)
    again = tube.open(4, kind="captions", body=track, part="snippet")
    assert (again.status_code, reason(again)) == (409, "captionExists")
    held = world.shelves["youtube"]()[0]
    assert (held["captions"], held["thumbnail"] is not None) == (["en"], True)
    assert len(tube.call("GET", "captions", part="snippet", videoId=video_id).json()["items"]) == 1
