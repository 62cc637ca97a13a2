"""What is YouTube's own: tokens, sessions, the status part, categories, comments."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.errors import LoginExpired, OutcomeUnknown, Refused, Throttled, Unavailable
from launcher.platforms.base import Film, Processing, Receipt, Session
from launcher.platforms.keys import Localization, YouTubeKeys
from launcher.platforms.youtube.videos import is_of, readiness
from tests.platforms.contract import HOUR, Kept, film_file, ignore
from tests.platforms.stage import Stage, on_stage

__all__ = ["film_file"]

INSERT = "/upload/youtube/v3/videos"


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Stage]:
    """A channel on the stage."""
    with on_stage("youtube", tmp_path) as stage:
        yield stage


@pytest.fixture
def film(film_file: Path) -> Film:
    """The film."""
    keys = YouTubeKeys(category="Film & Animation", license="creativeCommon", notify_subscribers=False)
    return Film(path=film_file, size=film_file.stat().st_size, title="First Kiss", keys=keys)


def asked(channel: Stage, method: str, path: str) -> int:
    """How many requests of that kind came."""
    return len(channel.requests(method, path))


def test_the_sdk_is_not_loaded_before_it_is_needed() -> None:
    """`check` and `plan` import the adapters, and pay for none of their SDKs."""
    code = (
        "import sys, launcher.platforms.youtube.adapter, launcher.platforms.vimeo.adapter;"
        "sdks = {'googleapiclient', 'httplib2', 'google.auth', 'vimeo', 'tusclient', 'requests'};"
        "print(sorted(sdks & {*sys.modules}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_a_missing_credential_is_named() -> None:
    """Which variable to set is told before anything is sent."""
    from launcher.clock import SystemClock
    from launcher.logins.youtube import YoutubeLogin
    from launcher.platforms.youtube.adapter import YouTube

    with pytest.raises(LoginExpired, match="YOUTUBE_CLIENT_ID, YOUTUBE_CLIENT_SECRET, YOUTUBE_REFRESH_TOKEN"):
        YouTube().connect(YoutubeLogin(), SystemClock())


def test_an_upload_says_that_it_is_private(channel: Stage, film: Film) -> None:
    """privacyStatus is explicit: an omitted one would publish the film at once. Every key arrives."""
    keys = YouTubeKeys(
        category="film & animation",
        embeddable=False,
        made_for_kids=True,
        notify_subscribers=False,
        localizations={"de": Localization(title="Erster Kuss")},
    )
    full = replace(film, language="en", tags=("short film",), description="Strangers.", keys=keys)
    channel.connect().upload(full, Kept(), ignore)
    begun = channel.requests("POST", INSERT)[0]
    body = json.loads(begun.body)
    assert "notifySubscribers=false" in begun.path
    assert body["status"] == {
        "privacyStatus": "private",
        "license": "youtube",
        "embeddable": False,
        "selfDeclaredMadeForKids": True,
    }
    assert body["snippet"] == {
        "title": "First Kiss",
        "description": "Strangers.",
        "tags": ["short film"],
        "categoryId": "1",
        "defaultLanguage": "en",
        "defaultAudioLanguage": "en",
    }
    assert body["localizations"] == {"de": {"title": "Erster Kuss", "description": ""}}


def test_the_whole_film_is_one_request(channel: Stage, film: Film) -> None:
    """One PUT carries all that is left: chunks would cost a round trip each."""
    channel.connect().upload(film, Kept(), ignore)
    assert [each.received for each in channel.requests("PUT", INSERT)] == [film.size]


def test_a_cut_upload_asks_and_sends_the_rest(channel: Stage, film: Film) -> None:
    """The second process asks where YouTube stands, without a byte, and goes on there; no second insert is spent."""
    kept = Kept()
    channel.cut(after_bytes=2**21)
    with pytest.raises(OutcomeUnknown):
        channel.connect().upload(film, kept, ignore)
    channel.connect().upload(film, kept, ignore)
    assert asked(channel, "POST", INSERT) == 1
    _cut, probe, rest = channel.requests("PUT", INSERT)
    assert (probe.received, probe.headers["content-range"]) == (0, f"bytes */{film.size}")
    assert rest.headers["content-range"].startswith(f"bytes {film.size - rest.received}-")
    assert rest.received < film.size


def test_the_connection_of_a_failed_upload_carries_nothing_more(channel: Stage, film: Film) -> None:
    """The same adapter may go on after an error: it uses a new connection."""
    kept, youtube = Kept(), channel.connect()
    channel.fault("drop_after", method="PUT", path=f"{INSERT}*")
    with pytest.raises(OutcomeUnknown):
        youtube.upload(film, kept, ignore)
    youtube.upload(film, kept, ignore)
    assert len(channel.held()) == 1
    assert channel.sent() == film.size


def test_a_session_that_youtube_forgot_is_begun_again(channel: Stage, film: Film) -> None:
    """After seven days an unfinished upload starts anew, and the old session is dropped."""
    kept = Kept()
    channel.cut(after_bytes=2**21)
    with pytest.raises(OutcomeUnknown):
        channel.connect().upload(film, kept, ignore)
    channel.later(timedelta(days=8))
    channel.connect().upload(film, kept, ignore)
    assert kept.dropped == 1
    assert len(channel.held()) == 1
    assert asked(channel, "POST", INSERT) == 2


def test_what_a_forgotten_session_has_made_is_not_made_again(channel: Stage, film: Film) -> None:
    """Its last reply was lost and then the session: the private video is found, and no second one is uploaded."""
    made = channel.connect().upload(film, Kept(), ignore)
    channel.later(HOUR)
    address = f"{channel.world.environment()['YOUTUBE_API_ROOT']}{INSERT}?uploadType=resumable&upload_id=gone"
    kept = Kept(session=Session(uri=address))
    assert channel.connect().upload(film, kept, ignore).id == made.id
    assert len(channel.held()) == 1


def test_what_another_launch_has_made_is_not_adopted_for_a_forgotten_session(channel: Stage, film: Film) -> None:
    """The private video of the same film has its own action: a new one is uploaded."""
    made = channel.connect().upload(film, Kept(), ignore)
    channel.later(HOUR)

    class Elsewhere(Kept):
        def known(self) -> frozenset[str]:
            return frozenset({made.id})

    address = f"{channel.world.environment()['YOUTUBE_API_ROOT']}{INSERT}?uploadType=resumable&upload_id=gone"
    assert channel.connect().upload(film, Elsewhere(session=Session(uri=address)), ignore).id != made.id
    assert len(channel.held()) == 2


def test_an_unknown_category_is_refused_with_those_there_are(channel: Stage, film: Film) -> None:
    """Before any insert is spent, the fix lists the names."""
    with pytest.raises(Refused, match=r"choose one of: .*film & animation"):
        channel.connect().upload(replace(film, keys=YouTubeKeys(category="Kisses")), Kept(), ignore)
    assert asked(channel, "POST", INSERT) == 0


def test_release_writes_the_whole_status_back(channel: Stage, film: Film) -> None:
    """videos.update replaces the part: licence and embedding survive the release. A second release writes nothing."""
    youtube = channel.connect()
    receipt = youtube.upload(film, Kept(), ignore)
    channel.later(HOUR)
    youtube.release(receipt, film)
    youtube.release(receipt, film)
    updates = [each for each in channel.requests("PUT") if each.path.startswith("/youtube/v3/videos?")]
    assert len(updates) == 1
    status = json.loads(updates[0].body)["status"]
    assert (status["privacyStatus"], status["license"], status["embeddable"]) == ("public", "creativeCommon", True)
    assert "publishAt" not in status


def test_a_film_that_may_not_be_embedded_is_visible_all_the_same(channel: Stage, film: Film) -> None:
    """oEmbed answers 401 for it: the film's own status decides."""
    youtube, film = channel.connect(), replace(film, keys=YouTubeKeys(embeddable=False))
    receipt = youtube.upload(film, Kept(), ignore)
    channel.later(HOUR)
    assert not youtube.visible(receipt)
    youtube.release(receipt, film)
    assert youtube.visible(receipt)


def test_a_spent_token_is_renewed_once(channel: Stage, film: Film) -> None:
    """A 401 says that nothing was done: a new token, and the same request again."""
    youtube = channel.connect()
    youtube.account()
    channel.later(2 * HOUR)
    assert youtube.find(film, channel.now()) is None
    assert asked(channel, "POST", "/token") == 2


def test_a_token_that_runs_out_in_mid_upload_does_not_send_the_film_twice(channel: Stage, film: Film) -> None:
    """The next call asks the session; the film goes out once more only from where YouTube stands."""
    kept, youtube = Kept(), channel.connect()
    channel.fault("status", method="PUT", path=f"{INSERT}*", status=401, body='{"error": {"code": 401}}')
    with pytest.raises(OutcomeUnknown):
        youtube.upload(film, kept, ignore)
    youtube.upload(film, kept, ignore)
    assert len(channel.held()) == 1
    assert asked(channel, "PUT", INSERT) == 3


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_token_endpoint_that_fails_is_asked_once(channel: Stage, status: int) -> None:
    """google-auth would sleep and ask again: adapters do neither, and nothing was sent to YouTube."""
    channel.fault("status", path="/token", times=0, status=status, body="{}")
    with pytest.raises(Unavailable):
        channel.connect().account()
    assert asked(channel, "POST", "/token") == 1


def test_a_withdrawn_token_asks_for_a_login(channel: Stage) -> None:
    """invalid_grant is told with the command to type."""
    body = '{"error": "invalid_grant", "error_description": "Token has been expired or revoked."}'
    channel.fault("status", path="/token", times=0, status=400, body=body)
    with pytest.raises(LoginExpired, match="launcher login youtube"):
        channel.connect().account()


def test_a_read_that_fails_may_be_repeated(channel: Stage) -> None:
    """5xx, a lost connection and half a reply of a read create nothing, and it is sent once."""
    youtube = channel.connect()
    youtube.account()
    for what in ("drop_after", "drop_middle", "truncate", "status"):
        channel.fault(what, path="/youtube/v3/videos")
        before = asked(channel, "GET", "/youtube/v3/videos")
        with pytest.raises(Unavailable):
            youtube.sample([Receipt(id="IpbDHxCV29A")])
        assert asked(channel, "GET", "/youtube/v3/videos") == before + 1


def test_a_spent_quota_is_later_and_not_never(channel: Stage, film: Film) -> None:
    """The session cannot be begun today; nothing is kept, and nothing was made."""
    body = '{"error": {"code": 403, "message": "quota", "errors": [{"reason": "quotaExceeded"}]}}'
    channel.fault("status", method="POST", path=INSERT, status=403, body=body)
    kept = Kept()
    with pytest.raises(Throttled) as told:
        channel.connect().upload(film, kept, ignore)
    assert told.value.retry_at is not None
    assert kept.session is None


def test_the_page_is_dressed_once(channel: Stage, film: Film, tmp_path: Path) -> None:
    """Poster, captions and playlist may be repeated: one caption track, one playlist, one place in it."""
    youtube = channel.connect()
    receipt = youtube.upload(film, Kept(), ignore)
    poster, captions = tmp_path / "poster.png", tmp_path / "en.srt"
    poster.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nHi.\n")
    for _ in range(2):
        youtube.set_poster(receipt, poster)
        youtube.add_captions(receipt, "en", captions)
        youtube.add_to_playlist(receipt, "Short films")
    assert asked(channel, "POST", "/upload/youtube/v3/captions") == 1
    assert asked(channel, "POST", "/youtube/v3/playlists") == 1
    assert asked(channel, "POST", "/youtube/v3/playlistItems") == 1


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_playlist_that_was_made_in_vain_is_not_forgotten(channel: Stage, film: Film, status: int) -> None:
    """The list is there and the film is not in it: that is no plain refusal, or another list would be made."""
    youtube = channel.connect()
    receipt = youtube.upload(film, Kept(), ignore)
    body = '{"error": {"errors": [{"reason": "quotaExceeded"}], "message": "spent"}}'
    channel.world.faults.add(
        "status", platform="youtube", path="*/playlistItems", method="POST", status=status, body=body
    )
    with pytest.raises(OutcomeUnknown):
        youtube.add_to_playlist(receipt, "Short films")
    youtube.add_to_playlist(receipt, "Short films")
    assert len([each for each in channel.world.shelves["youtube"]() if each["kind"] == "playlist"]) == 1


def test_a_comment_is_found_by_its_words(channel: Stage, film: Film) -> None:
    """The channel's own comment since then, and no older or other one."""
    youtube = channel.connect()
    receipt = youtube.upload(film, Kept(), ignore)
    channel.later(HOUR)
    youtube.release(receipt, film)
    began = channel.now()
    assert youtube.find_comment(receipt, "Song: We Might Be Dead & Gone", began) is None
    made = youtube.comment(receipt, "Song: We Might Be Dead & Gone")
    found = youtube.find_comment(receipt, "Song: We Might Be Dead & Gone", began)
    assert found == made
    assert youtube.find_comment(receipt, "Song: We Might Be Dead & Gone", began, frozenset({made.id})) is None
    assert made.url.startswith("https://www.youtube.com/watch?v=")
    channel.later(HOUR)
    assert youtube.find_comment(receipt, "Song: We Might Be Dead & Gone", channel.now()) is None


def test_fifty_films_are_one_read(channel: Stage) -> None:
    """Samples come in the largest batches."""
    channel.connect().sample([Receipt(id=f"id{number:09}") for number in range(51)])
    assert asked(channel, "GET", "/youtube/v3/videos") == 2


def test_nothing_secret_is_in_a_message(channel: Stage, film: Film) -> None:
    """Neither tokens nor the session's address come out with an error."""
    kept = Kept()
    for fault in ({"what": "drop_before"}, {"what": "status", "status": 500}):
        channel.fault(**fault, method="PUT", path=f"{INSERT}*", times=1)
        with pytest.raises((OutcomeUnknown, Unavailable)) as told:
            channel.connect().upload(film, kept, ignore)
        assert kept.session is not None
        words = f"{told.value} {told.value!r} {kept.session!r}"
        for secret in (*channel.world.secrets(), "upload_id", channel.world.root):
            assert secret not in words


def video(**parts: dict[str, object]) -> dict[str, object]:
    """A video with a title."""
    return {"id": "IpbDHxCV29A", "snippet": {"title": "First Kiss"}, **parts}


@pytest.mark.parametrize(
    ("status", "processing", "expected", "reason"),
    [
        ({"uploadStatus": "processed"}, {}, Processing.READY, ""),
        ({"uploadStatus": "uploaded"}, {"processingStatus": "succeeded"}, Processing.READY, ""),
        ({"uploadStatus": "uploaded"}, {"processingStatus": "processing"}, Processing.RUNNING, ""),
        ({"uploadStatus": "uploaded"}, {"processingStatus": "terminated"}, Processing.RUNNING, ""),
        ({"uploadStatus": "uploaded"}, {}, Processing.RUNNING, ""),
        ({"uploadStatus": "rejected", "rejectionReason": "duplicate"}, {}, Processing.FAILED, "duplicate"),
        ({"uploadStatus": "failed", "failureReason": "codec"}, {}, Processing.FAILED, "codec"),
        ({"uploadStatus": "deleted"}, {}, Processing.FAILED, "deleted"),
        (
            {"uploadStatus": "uploaded"},
            {"processingStatus": "failed", "processingFailureReason": "transcodeFailed"},
            Processing.FAILED,
            "transcodeFailed",
        ),
    ],
)
def test_youtubes_two_statuses_make_one_readiness(
    status: dict[str, object], processing: dict[str, object], expected: Processing, reason: str
) -> None:
    """`terminated` only means that YouTube no longer tells."""
    told = readiness(video(status=status, processingDetails=processing))
    assert (told.processing, told.reason) == (expected, reason)


def test_a_file_that_youtube_does_not_tell_yet_is_no_proof_of_absence(film: Film) -> None:
    """A recent upload of the same title whose file is not told: nobody may say that the film is absent."""
    size = str(film.size)
    assert is_of(video(fileDetails={"fileName": film.path.name, "fileSize": size}), film)
    assert is_of(video(fileDetails={"fileName": "unknown", "fileSize": size}), film)
    assert not is_of(video(fileDetails={"fileName": "other.mp4", "fileSize": size}), film)
    assert not is_of(video(fileDetails={"fileName": film.path.name, "fileSize": "1"}), film)
    assert not is_of(video(snippet={"title": "Another film"}), film)
    with pytest.raises(OutcomeUnknown):
        is_of(video(), film)
