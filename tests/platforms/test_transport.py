"""The road to a platform: where requests go, what is sent along, and what failures are told as."""

import socket
from pathlib import Path

import pytest
import requests
import urllib3.exceptions

from launcher.clock import SystemClock
from launcher.errors import OutcomeUnknown, PlatformError, Throttled, Unavailable
from launcher.platforms import transport
from launcher.platforms.likeness import same_link, same_text
from launcher.platforms.unsent import unsent
from tests.platforms.hostile import Answer, Hostile, reply

ORIGIN = "https://api.example.test"


def road(root: str, *, harmless: tuple[str, ...] = ()) -> requests.Session:
    """A session over the transport, its origin led to `root`."""
    return transport.session(
        transport.SendsOnce(platform="it", timeout=2, clock=SystemClock(), origins={ORIGIN: root}, harmless=harmless)
    )


def test_an_sdks_origin_is_led_to_the_root_with_its_prefix() -> None:
    """Host, prefix, path and query arrive as the root says."""
    with Hostile(lambda _: reply({})) as server:
        road(f"{server.root}/some/prefix").get(f"{ORIGIN}/2/users/me", params={"a": "b"})
    assert server.requests[0].target == "/some/prefix/2/users/me?a=b"


def test_another_host_that_begins_alike_is_not_led_to_the_root() -> None:
    """Only the very origin is rewritten, so nothing meant for elsewhere arrives here."""
    with Hostile(lambda _: reply({})) as server, pytest.raises(PlatformError):
        road(server.root).get(f"{ORIGIN}.evil.invalid/")
    assert server.requests == []


def test_netrc_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """requests would put ~/.netrc's password over an Authorization header."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password mine\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Hostile(lambda _: reply({})) as server:
        road(server.root).get(f"{ORIGIN}/", headers={"Authorization": "bearer t"})
    assert server.requests[0].headers["authorization"] == "bearer t"


def test_a_proxy_of_the_environment_is_not_asked_about_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy is chosen by where a request really goes."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Hostile(lambda _: reply({})) as server:
        assert road(server.root).get(f"{ORIGIN}/").status_code == 200


@pytest.mark.parametrize(
    ("answer", "read", "create"),
    [
        (reply({}, status=500), Unavailable, OutcomeUnknown),
        (reply({}, status=408), Unavailable, OutcomeUnknown),
        (reply({}, status=307, location="https://elsewhere.test/"), Unavailable, OutcomeUnknown),
        (Answer(body=b"<html>"), Unavailable, OutcomeUnknown),
        (reply({}, status=429), Throttled, Throttled),
    ],
    ids=["500", "408", "a redirect", "not JSON", "429"],
)
def test_what_the_road_tells(answer: Answer, read: type[PlatformError], create: type[PlatformError]) -> None:
    """A read may be repeated after anything; a create after nothing that leaves doubt. One request each."""
    with Hostile(lambda _: answer) as server:
        for method, expected in (("GET", read), ("POST", create)):
            with pytest.raises(PlatformError) as told:
                road(server.root).request(method, f"{ORIGIN}/path?access_token=hush")
            assert told.type is expected
            assert "hush" not in str(told.value)
        assert len(server.requests) == 2


def test_a_harmless_post_is_told_as_a_read() -> None:
    """A token endpoint creates nothing that anybody sees."""
    with Hostile(lambda _: reply({}, status=503)) as server, pytest.raises(Unavailable):
        road(f"{server.root}/r", harmless=("/token",)).post(f"{ORIGIN}/token")


def test_a_refused_connection_sent_nothing() -> None:
    """Nobody listens: the create may be sent again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unavailable, match="nothing was sent"):
        road(f"http://127.0.0.1:{port}").post(f"{ORIGIN}/")


def test_a_name_that_does_not_resolve_sent_nothing() -> None:
    """As requests raises it: a ConnectionError around urllib3's chain."""
    pool = urllib3.HTTPConnectionPool("nowhere.invalid")
    inner = urllib3.exceptions.NameResolutionError("nowhere.invalid", pool, socket.gaierror())  # type: ignore[arg-type]
    assert unsent(requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/", inner)))
    assert not unsent(requests.ConnectionError(urllib3.exceptions.ProtocolError("aborted", OSError())))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://youtu.be/abc", "https://www.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc?si=xyz", "http://m.youtube.com/watch?v=abc&feature=share", True),
        ("https://vimeo.com/1", "https://www.vimeo.com/1/?fbclid=2&utm_source=x", True),
        ("https://vimeo.com/1", "https://vimeo.com/2", False),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abd", False),
        ("https://example.test/A", "https://example.test/a", False),
        ("https://example.test/?size=1", "https://example.test/", False),
    ],
)
def test_links_are_the_same_where_they_lead_to_the_same(one: str, other: str, same: bool) -> None:
    """Short forms, tracking and hosts' spellings apart; what names the thing counts."""
    assert same_link(one, other) is same


def test_texts_are_the_same_whatever_the_platform_did_to_them() -> None:
    """Entities, composed characters and white space apart."""
    assert same_text("Kiss & tell\n\n cafe\u0301", "Kiss &amp; tell caf\u00e9 ")
    assert not same_text("Kiss & tell", "Kiss and tell")
