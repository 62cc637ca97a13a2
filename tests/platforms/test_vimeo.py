"""What is Vimeo's own: entries and links, tus, addresses of unlisted films, passwords and domains."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from launcher.errors import LoginExpired, OutcomeUnknown, Refused, Throttled
from launcher.platforms.base import Film, Processing, Receipt, Session
from launcher.platforms.keys import VimeoKeys
from launcher.platforms.vimeo.videos import is_of, metrics, readiness
from tests.platforms.contract import HOUR, Kept, film_file, ignore, md5
from tests.platforms.hostile import Answer, Hostile, Request, reply
from tests.platforms.stage import Stage, on_stage

__all__ = ["film_file"]


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Stage]:
    """An account on the stage."""
    with on_stage("vimeo", tmp_path) as stage:
        yield stage


@pytest.fixture
def film(film_file: Path) -> Film:
    """The film."""
    return Film(path=film_file, size=film_file.stat().st_size, title="First Kiss", keys=VimeoKeys())


def entries(account: Stage) -> list[Any]:
    """The requests that make an entry."""
    return account.requests("POST", "/me/videos")


def test_an_entry_is_made_for_nobody_to_see(account: Stage, film: Film) -> None:
    """View nobody, tus, and the exact size; keys that Vimeo takes at once come along, and settings before the bytes."""
    keys = VimeoKeys(license="by-nc", embed_domains=["partner.example"], categories=["narrative"])
    full = replace(film, description="Strangers.", language="en", tags=("short film",), keys=keys)
    account.connect().upload(full, Kept(), ignore)
    assert json.loads(entries(account)[0].body) == {
        "name": "First Kiss",
        "description": "Strangers.",
        "locale": "en",
        "license": "by-nc",
        "privacy": {"view": "nobody", "embed": "whitelist"},
        "upload": {"approach": "tus", "size": str(film.size)},
    }
    paths = [(each.method, each.path.partition("?")[0].rpartition("/")[2]) for each in account.requests()]
    assert paths.index(("PUT", "tags")) < paths.index(("PUT", "partner.example"))
    assert [each.received for each in account.requests("PATCH", "/upload/")] == [film.size]


def test_the_token_does_not_go_to_upload_links(account: Stage, film: Film, tmp_path: Path) -> None:
    """A link may be another company's: bytes of film, picture and captions go there without the token."""
    vimeo = account.connect()
    receipt = vimeo.upload(film, Kept(), ignore)
    captions = tmp_path / "en.srt"
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nHi.\n")
    vimeo.add_captions(receipt, "en", captions)
    links = account.requests(path="/upload/")
    assert {each.method for each in links} == {"HEAD", "PATCH", "PUT"}
    assert all("authorization" not in each.headers for each in links)
    assert "authorization" in entries(account)[0].headers


def test_an_unfinished_entry_goes_on_without_its_session(account: Stage, film: Film, film_file: Path) -> None:
    """The journal is lost: `find` sees the entry, `resume` gives its link, and there is one entry at the end."""
    account.cut(after_bytes=2**21)
    with pytest.raises(OutcomeUnknown):
        account.connect().upload(film, Kept(), ignore)
    vimeo = account.connect()
    found = vimeo.find(film, account.now())
    assert found is not None
    session = vimeo.resume(found)
    assert session is not None
    vimeo.upload(film, Kept(session=session), ignore)
    assert vimeo.resume(found) is None
    assert [each.md5 for each in account.held()] == [md5(film_file)]


def test_an_entry_whose_reply_was_lost_is_found(account: Stage, film: Film) -> None:
    """The entry exists, nobody knows its link: nothing is made again before `find` was asked."""
    vimeo = account.connect()
    account.fault("drop_after", method="POST", path="/me/videos")
    kept = Kept()
    with pytest.raises(OutcomeUnknown):
        vimeo.upload(film, kept, ignore)
    assert kept.session is None
    found = vimeo.find(film, account.now())
    assert found is not None
    kept.session = vimeo.resume(found)
    vimeo.upload(film, kept, ignore)
    assert len(entries(account)) == 1


def test_a_link_that_is_gone_with_all_bytes_there_is_no_loss(account: Stage, film: Film) -> None:
    """Vimeo forgets the links of whole films: the entry itself says that it is whole."""
    made = account.connect().upload(film, Kept(), ignore)
    link = f"{account.world.environment()['VIMEO_API_ROOT']}/upload/files/gone"
    heard: list[int] = []
    again = account.connect().upload(film, Kept(session=Session(uri=link, id=made.id)), heard.append)
    assert again == made
    assert heard == [film.size]
    assert len(entries(account)) == 1


def test_an_upload_that_is_gone_is_begun_again(account: Stage, film: Film) -> None:
    """Link and entry are gone: the session is dropped, and a new entry made."""
    link = f"{account.world.environment()['VIMEO_API_ROOT']}/upload/files/gone"
    kept = Kept(session=Session(uri=link, id="404404404"))
    account.connect().upload(film, kept, ignore)
    assert kept.dropped == 1
    assert len(account.held()) == 1


def test_a_link_that_is_dead_from_the_start_makes_no_entries_without_end(film: Film) -> None:
    """One entry, then a person looks."""

    def answer(request: Request) -> Answer:
        if request.method == "POST":
            link = f"http://{request.headers['host']}/upload/files/dead"
            return reply({"uri": "/videos/1", "upload": {"upload_link": link}}, creates=True, status=201)
        return reply({"error": "The requested video could not be found"}, status=404)

    with Hostile(answer) as server:
        kept = Kept()
        with pytest.raises(OutcomeUnknown):
            against(server).upload(film, kept, ignore)
        assert server.created == 1
        assert kept.session is not None


def test_an_upload_of_another_size_is_not_spliced(account: Stage, film: Film) -> None:
    """The link knows how long its film is: another one is refused, and no byte of it leaves."""
    kept = Kept()
    account.cut(after_bytes=2**20)
    with pytest.raises(OutcomeUnknown):
        account.connect().upload(film, kept, ignore)
    before = account.sent()
    film.path.write_bytes(film.path.read_bytes()[:-1])
    with pytest.raises(Refused) as told:
        account.connect().upload(replace(film, size=film.size - 1), kept, ignore)
    assert told.value.code == "film_changed"
    assert account.sent() == before


def test_an_unlisted_film_gets_its_address_by_the_release(account: Stage, film: Film) -> None:
    """Before, its address shows nothing to anyone; after, the secret word in it does."""
    film = replace(film, keys=VimeoKeys(privacy="unlisted"))
    vimeo = account.connect()
    receipt = vimeo.upload(film, Kept(), ignore)
    account.later(HOUR)
    released = vimeo.release(receipt, film)
    assert released.url.startswith(f"{receipt.url}/")
    assert vimeo.visible(released)
    assert not vimeo.visible(receipt)


@pytest.mark.parametrize(
    ("keys", "sent"),
    [
        (VimeoKeys(), {"privacy": {"view": "anybody"}}),
        (VimeoKeys(privacy="password", password="kiss"), {"privacy": {"view": "password"}, "password": "***"}),
        (VimeoKeys(embed_domains=["partner.example"]), {"privacy": {"view": "anybody", "embed": "whitelist"}}),
    ],
)
def test_release_is_one_request_that_says_who_may_see(
    account: Stage, film: Film, keys: VimeoKeys, sent: dict[str, Any]
) -> None:
    """The flip is one PATCH; everything slow came before."""
    film, vimeo = replace(film, keys=keys), account.connect()
    receipt = vimeo.upload(film, Kept(), ignore)
    account.later(HOUR)
    before = len(account.requests())
    released = vimeo.release(receipt, film)
    told = account.requests()[before:]
    body = json.loads(told[0].body)
    assert [each.method for each in told] == ["PATCH"]
    assert body["privacy"] == sent["privacy"]
    assert body.keys() == sent.keys()
    assert vimeo.visible(released)


def test_folder_and_showcase_go_by_name(account: Stage, film: Film) -> None:
    """A folder and a showcase are made once."""
    vimeo = account.connect()
    for title in ("One", "Two"):
        vimeo.upload(replace(film, title=title, keys=VimeoKeys(folder="Shorts")), Kept(), ignore)
    assert len(account.requests("POST", "/me/projects")) == 1
    receipt = vimeo.upload(film, Kept(), ignore)
    vimeo.add_to_playlist(receipt, "Short films")
    vimeo.add_to_playlist(receipt, "Short films")
    assert len(account.requests("POST", "/me/albums")) == 1


def test_poster_and_captions_are_switched_on(account: Stage, film: Film, tmp_path: Path) -> None:
    """Made, sent, switched on; captions of a language that has some stay."""
    vimeo = account.connect()
    receipt = vimeo.upload(film, Kept(), ignore)
    poster, captions = tmp_path / "poster.png", tmp_path / "en.srt"
    poster.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nHi.\n")
    vimeo.set_poster(receipt, poster)
    vimeo.add_captions(receipt, "en", captions)
    vimeo.add_captions(receipt, "en", captions)
    assert len(account.requests("POST", "/texttracks")) == 1
    assert [each.received for each in account.requests("PUT", "/upload/pictures")] == [72]
    assert len(account.requests("PATCH", "/pictures")) == 1


def test_too_many_requests_tell_until_when(account: Stage) -> None:
    """Vimeo tells the instant itself."""
    headers = {"x-ratelimit-reset": "2026-12-07T17:01:00+00:00"}
    account.fault("status", path="/me", status=429, body='{"error": "slow"}', headers=headers)
    with pytest.raises(Throttled) as told:
        account.connect().account()
    assert told.value.retry_at == datetime(2026, 12, 7, 17, 1, tzinfo=UTC)


def test_a_missing_scope_is_a_login_to_renew(account: Stage) -> None:
    """The message says which scopes a token needs."""
    account.fault("status", path="/me", status=403, body='{"error": "scope", "error_code": 8002}')
    with pytest.raises(LoginExpired, match="scope"):
        account.connect().account()


def test_nothing_secret_is_in_a_message(account: Stage, film: Film) -> None:
    """Neither the token nor the upload link comes out with an error."""
    kept = Kept()
    for fault in ({"what": "drop_before"}, {"what": "status", "status": 500}, {"what": "status", "status": 409}):
        account.fault(**fault, method="PATCH", path="/upload/*")
        with pytest.raises(OutcomeUnknown) as told:
            account.connect().upload(film, kept, ignore)
        assert kept.session is not None
        for secret in (*account.world.secrets(), kept.session.uri.rpartition("/")[2], account.world.root):
            assert secret not in f"{told.value} {told.value!r} {kept.session!r}"


def test_one_connection_carries_everything(film: Film) -> None:
    """The connection that `account` warmed is used again: PyVimeo alone would open one a request."""
    connections = set()

    def answer(_: Request) -> Answer:
        connections.add(threading.get_ident())  # the server has a thread a connection
        return reply({"uri": "/users/1", "name": "First Kiss", "link": "https://vimeo.com/1", "scope": "upload"})

    with Hostile(answer) as server:
        vimeo = against(server)
        vimeo.account()
        vimeo.release(Receipt(id="1"), film)
        assert [each.method for each in server.requests] == ["GET", "GET", "PATCH"]
        assert len(connections) == 1


@pytest.mark.parametrize(
    ("upload", "transcode", "status", "expected"),
    [
        ("complete", "complete", "available", Processing.READY),
        ("in_progress", "complete", "uploading", Processing.RUNNING),
        ("complete", "in_progress", "transcoding", Processing.RUNNING),
        ("complete", "error", "transcoding_error", Processing.FAILED),
        ("error", None, "uploading_error", Processing.FAILED),
        ("complete", "in_progress", "quota_exceeded", Processing.FAILED),
    ],
)
def test_upload_and_transcoder_make_one_readiness(
    upload: str, transcode: str | None, status: str, expected: Processing
) -> None:
    """A transcoder that says complete while bytes are still coming is not believed."""
    parts = {"status": status, "upload": {"status": upload}, "transcode": {"status": transcode}}
    assert readiness(parts).processing is expected


def test_plays_that_are_not_told_are_left_out() -> None:
    """A hidden count is not a count of zero."""
    video = {"uri": "/videos/1:abc", "stats": {"plays": None}, "metadata": {"connections": {"likes": {"total": 0}}}}
    assert [(each.receipt_id, each.metric, each.value) for each in metrics(video)] == [("1", "likes", 0.0)]


def test_an_entry_is_known_by_name_and_size(film: Film) -> None:
    """Once it is whole, Vimeo may no longer tell the size: the name decides."""
    assert is_of({"name": "First  Kiss", "upload": {"size": film.size}}, film)
    assert is_of({"name": "First Kiss", "upload": {"size": None}}, film)
    assert not is_of({"name": "First Kiss", "upload": {"size": 1}}, film)
    assert not is_of({"name": "Second Kiss", "upload": {"size": film.size}}, film)


def against(server: Hostile) -> Any:
    """Vimeo, connected to a server of the test's own."""
    from launcher.clock import SystemClock
    from launcher.logins.vimeo import VimeoLogin
    from launcher.platforms.vimeo.adapter import Vimeo

    vimeo = Vimeo()
    vimeo.connect(VimeoLogin(access_token="t", api_root=server.root, web_root=server.root, timeout=2), SystemClock())
    return vimeo


@pytest.mark.parametrize(
    "step", [("POST", "*/texttracks"), ("PUT", "/upload/texttracks/*"), ("PATCH", "*/texttracks/*")]
)
@pytest.mark.parametrize("what", ["drop_before", "drop_after"])
def test_captions_that_were_begun_are_begun_again(
    account: Stage, film: Film, tmp_path: Path, step: tuple[str, str], what: str
) -> None:
    """Broken off at any of its three steps, the next try leaves one track, switched on."""
    vimeo, captions = account.connect(), tmp_path / "en.srt"
    receipt = vimeo.upload(film, Kept(), ignore)
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nHi.\n")
    account.fault(what, method=step[0], path=step[1])
    with pytest.raises(OutcomeUnknown):
        vimeo.add_captions(receipt, "en", captions)
    vimeo.add_captions(receipt, "en", captions)
    assert [each["captions"] for each in account.world.shelves["vimeo"]()] == [["en"]]
