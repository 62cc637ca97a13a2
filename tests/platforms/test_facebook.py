"""Graph's traps, over the wire: error codes, statuses, types and tokens."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest

from launcher.clock import SystemClock
from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.platforms.base import Draft, Receipt
from launcher.platforms.facebook.adapter import Facebook
from tests.platforms.hostile import Answer, Hostile, Request, reply

DRAFT = Draft(text="First Kiss is out", link="https://vimeo.com/1")
TOKEN = "EAABdeadbeef0123456789"


@contextmanager
def page(answer: Callable[[Request], Answer]) -> Iterator[tuple[Facebook, Hostile]]:
    """A Page on a server that answers like that."""
    with Hostile(answer) as server:
        facebook = Facebook()
        login = FacebookLogin(page_id="42", page_token=TOKEN, app_secret="apps", api_root=f"{server.root}/g", timeout=2)
        facebook.connect(login, SystemClock())
        yield facebook, server


def error(code: int, *, status: int = 400, message: str = "no", **more: object) -> Answer:
    """Graph's error object."""
    return reply({"error": {"code": code, "message": message, "type": "OAuthException", **more}}, status=status)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(1), OutcomeUnknown),
        (error(2), OutcomeUnknown),
        (error(2, status=500), OutcomeUnknown),
        (error(100, status=500), OutcomeUnknown),
        (error(100, is_transient=True), OutcomeUnknown),
        (error(190), LoginExpired),
        (error(102), LoginExpired),
        (error(10), Refused),
        (error(200), Refused),
        (error(299), Refused),
        (error(100), Refused),
        (error(506), Refused),
        (error(4), Throttled),
        (error(17), Throttled),
        (error(32), Throttled),
        (error(341), Throttled),
        (error(368), Throttled),
        (error(613), Throttled),
        (reply({"id": "42_1"}, status=500), OutcomeUnknown),
        (reply({"id": "42_1"}, status=404), OutcomeUnknown),
        (reply({"success": True}), OutcomeUnknown),
        (reply({"error": "words"}), OutcomeUnknown),
        (Answer(body=b"<html>", status=403), OutcomeUnknown),
        (Answer(body=b"", status=200), OutcomeUnknown),
    ],
    ids=lambda value: getattr(value, "__name__", None) or f"{value.status} {value.body[:70].decode()}",
)
def test_each_answer_to_a_post_has_its_outcome(answer: Answer, expected: type[PlatformError]) -> None:
    """Codes 1 and 2, every 5xx and whatever explains nothing may hide a live post."""
    with page(lambda _: answer) as (facebook, _), pytest.raises(PlatformError) as told:
        facebook.post(DRAFT)
    assert told.type is expected


def test_what_is_unknown_for_a_post_is_harmless_for_a_read() -> None:
    """Nothing can be half done by a read, so it is told as Unavailable."""
    with page(lambda _: error(2, status=500)) as (facebook, _), pytest.raises(Unavailable):
        facebook.account()


def test_the_first_code_506_is_a_duplicate_and_permissions_tell_the_fix() -> None:
    """Only 506 is evidence that an earlier try landed; a permission names what to grant."""
    with page(lambda _: error(506)) as (facebook, _), pytest.raises(Refused) as told:
        facebook.post(DRAFT)
    assert told.value.duplicate
    with page(lambda _: error(200)) as (facebook, _), pytest.raises(Refused) as told:
        facebook.post(DRAFT)
    assert "pages_manage_posts" in told.value.fix
    assert not told.value.duplicate


def test_a_post_goes_out_in_graphs_types_and_with_its_proof() -> None:
    """The version, JSON's true, and appsecret_proof are on the wire; the token is not in the URL."""
    with page(lambda _: reply({"id": "42_7"})) as (facebook, server):
        receipt = facebook.post(DRAFT)
    (request,) = server.requests
    sent = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    proof = hmac.new(b"apps", TOKEN.encode(), hashlib.sha256).hexdigest()
    assert request.target == "/g/v26.0/42/feed"
    assert sent == {
        "message": DRAFT.text,
        "link": DRAFT.link,
        "published": "true",
        "access_token": TOKEN,
        "appsecret_proof": proof,
    }
    assert receipt == Receipt(id="42_7", url="https://www.facebook.com/42/posts/7")


@pytest.mark.parametrize("kind", ["", "text/javascript; charset=UTF-8", "text/html"])
def test_a_reply_of_another_content_type_is_read(kind: str) -> None:
    """facebook-sdk would raise an error on it, and the post is there."""
    with page(lambda _: Answer(body=b'{"id": "42_7"}', headers={"Content-Type": kind})) as (facebook, _):
        assert facebook.post(DRAFT).id == "42_7"


def test_a_token_that_graph_repeats_is_not_in_the_message() -> None:
    """Graph says "Malformed access token EAAB..."."""
    malformed = error(190, message=f"Malformed access token {TOKEN}")
    with page(lambda _: malformed) as (facebook, _), pytest.raises(LoginExpired) as told:
        facebook.account()
    assert TOKEN not in str(told.value)


def test_a_user_token_is_not_taken_for_the_pages() -> None:
    """The holder of the token must be the Page itself."""

    def holder(request: Request) -> Answer:
        return reply({"id": "7" if request.path.endswith("/me") else "42"})

    with page(holder) as (facebook, _), pytest.raises(LoginExpired, match="not that of the Page 42"):
        facebook.account()


def test_one_bad_id_does_not_spoil_a_batch_of_samples() -> None:
    """120 posts, one deleted: 50 a request, halved until the good ones have answered, none asked twice in vain."""

    def several(request: Request) -> Answer:
        ids = parse_qs(request.query)["ids"][0].split(",")
        if len(ids) > 50 or "42_77" in ids:
            return error(100)
        return reply({each: {"id": each, "reactions": {"summary": {"total_count": 5}}} for each in ids})

    with page(several) as (facebook, server):
        samples = facebook.sample([Receipt(id=f"42_{number}") for number in range(120)])
    assert len(samples) == 119
    assert {sample.value for sample in samples} == {5.0}
    assert len(server.requests) < 20


def test_a_shortened_and_decorated_link_is_still_the_posts_link() -> None:
    """Graph shows a link as it likes; the message and the thing it leads to decide."""
    links = {"data": [{"url": "https://youtu.be/abc?fbclid=x", "unshimmed_url": "https://www.youtube.com/watch?v=abc"}]}
    post = {"id": "42_7", "message": DRAFT.text, "created_time": "2026-12-07T17:00:00+0000", "attachments": links}
    draft = Draft(text=DRAFT.text, link="https://youtu.be/abc")
    with page(lambda _: Answer(body=json.dumps({"data": [post]}).encode())) as (facebook, _):
        found = facebook.find(draft, SystemClock().now().replace(year=2026, month=12, day=7, hour=16))
        other = facebook.find(
            Draft(text=DRAFT.text, link="https://vimeo.com/1"), SystemClock().now().replace(year=2020)
        )
    assert found is not None
    assert found.id == "42_7"
    assert other is None
