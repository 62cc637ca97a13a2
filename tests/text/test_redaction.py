"""No secret reaches a log, in whatever spelling."""

import base64
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.text import logs
from launcher.text.redaction import HIDDEN, Redactor, protect, redact

CANARY = 'c4n4ry/+="\\é~value'


@pytest.mark.parametrize(
    "spell",
    [
        str,
        quote,
        quote_plus,
        repr,
        json.dumps,
        lambda secret: quote(secret, safe=""),
        lambda secret: quote(secret, safe="").lower(),
        lambda secret: quote(quote(secret, safe=""), safe=""),
        lambda secret: json.dumps({"key": [secret]}),
        lambda secret: json.dumps(secret, ensure_ascii=False),
        lambda secret: repr(secret.encode()),
        lambda secret: base64.b64encode(secret.encode()).decode(),
        lambda secret: base64.b64encode(f"u:{secret}".encode()).decode(),
        lambda secret: base64.urlsafe_b64encode(f"us:{secret}!".encode()).decode(),
        lambda secret: base64.b64encode(f"use:{secret}?x".encode()).decode(),
    ],
)
def test_a_known_secret_vanishes_in_every_spelling(spell: "object") -> None:
    """Plain, for URLs (twice, too), as JSON, as Python's repr, in base64 at any offset."""
    assert callable(spell)
    spelled = spell(CANARY)
    hidden = Redactor([CANARY])(f"before <{spelled}> after")
    assert HIDDEN in hidden
    assert "4n4ry" not in hidden
    assert spelled.strip("'\"=")[8:-8] not in hidden
    assert hidden.startswith("before <")
    assert hidden.endswith("> after")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /me?access_token=EAAB123&fields=id", "GET /me?access_token=[hidden]&fields=id"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: [hidden]"),
        ("{'Authorization': 'Bearer abc', 'Accept': 'x'}", "{'Authorization': '[hidden]', 'Accept': 'x'}"),
        ('Authorization: OAuth oauth_nonce="n1", oauth_token="t2"\nHost: x', "Authorization: [hidden]\nHost: x"),
        ("authorization: Basic dTpw", "authorization: [hidden]"),
        ("Set-Cookie: sid=abc123; path=/; secure", "Set-Cookie: [hidden]"),
        ('{"refresh_token": "1//0abc", "n": 1}', '{"refresh_token": "[hidden]", "n": 1}'),
        (r'"{\"client_secret\": \"GOC\"}"', r'"{\"client_secret\": \"[hidden]\"}"'),
        ("body=client_secret%3Dabc", "body=client_secret%3D[hidden]"),
        ("('access_token', 'abc')", "('access_token', '[hidden]')"),
        ("PUT /upload?upload_id=ADPycd&x=1", "PUT /upload?upload_id=[hidden]&x=1"),
        ("signed appsecret_proof=0123abcd ok", "signed appsecret_proof=[hidden] ok"),
        ("http://127.0.0.1:8080/?state=s&code=4abc", "http://127.0.0.1:8080/?state=[hidden]&code=[hidden]"),
        ("token ya29.a0AfH6SMBxyz-_1 seen", "token [hidden] seen"),
        ("sent bearer abcdefghijklmnop1234", "sent bearer [hidden]"),
        ("refresh 1//0gAbCdEfGhIjKlMnOpQrStUv", "refresh [hidden]"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "[hidden]"),
        ("123456789-AbCdEfGhIjKlMnOpQrStUvWxYz", "[hidden]"),
        ("postgresql://me:pa55@db/launcher", "postgresql://me:[hidden]@db/launcher"),
        ("PATCH https://eu.tus.vimeo.com/files/v/abc?x=1 204", "PATCH https://eu.tus.vimeo.com/[hidden] 204"),
        ("HEAD http://127.0.0.1:9/tus/abcdef", "HEAD http://127.0.0.1:9/tus/[hidden]"),
    ],
)
def test_what_looks_like_a_token_vanishes(line: str, shown: str) -> None:
    """Tokens that nobody protected are known by the company they keep; the rest of the line stays."""
    assert redact(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "POST https://api.vimeo.com/me/videos 201",
        "https://www.youtube.com/watch?v=IpbDHxCV29A",
        "error code: 190, token expired",
        "the basic usage of a bearer token",
        "[hidden] access_token=[hidden] Authorization: [hidden]",
        "first-kiss/post/announce-x is done: https://x.com/tatia/status/441",
        "2026-12-07 09:00 T+3h 59,000,000 views",
    ],
)
def test_ordinary_lines_stay(line: str) -> None:
    """Redaction leaves alone what is no secret, and what it has hidden already."""
    assert redact(line) == line


@given(st.text(alphabet="abc [hidden]:=&?/.-1token_codebearer\"'\\%", max_size=80))
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    """A line that passes two filters looks as if it had passed one."""
    assert redact(redact(text)) == redact(text)


@given(
    st.text(min_size=6, max_size=30).filter(lambda text: len(text.strip()) >= 6),
    st.text(max_size=30),
    st.text(max_size=30),
)
def test_any_secret_vanishes_from_any_text(secret: str, before: str, after: str) -> None:
    """Property: the protected value is nowhere in the result, unless the mark itself contains it."""
    assert secret.strip() not in Redactor([secret])(before + secret + after).replace(HIDDEN, "\0")


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    ["a", "1", "eyJ", "access_token", "://a:", "https://tus", "/tus", "-1", "Authorization: ", "\\\"'", "ya29."],
)
def test_a_long_line_costs_little(piece: str) -> None:
    """No pattern explodes: a quadratic one would outlast the test's timeout."""
    assert redact(piece * (400_000 // len(piece)))


def test_short_values_are_left_alone() -> None:
    """A two-letter password would shred every message."""
    assert Redactor(["ok", "  ", ""])("all ok") == "all ok"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Logging installed as a command would, into memory; everything is put back afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook)
    level, stream = root.level, io.StringIO()
    logs.install("DEBUG", stream=stream)
    yield stream
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    root.handlers[:] = [each for each in root.handlers if each.get_name() != "launcher"]
    sys.excepthook, sys.unraisablehook = hooks


def fail(secret: str) -> None:
    """Raise an error that quotes the secret, caused by another that does."""
    try:
        int(f"inner {secret}")
    except ValueError as inner:
        raise ConnectionError(f"https://graph.example/me?access_token={quote(secret, safe='')}") from inner


def test_logged_messages_arguments_and_exceptions_are_safe(log: io.StringIO) -> None:
    """Message, arguments, nested exceptions, extras and objects all pass the same filter."""
    protect([CANARY])
    logger = logging.getLogger("some.sdk")
    logger.debug("message %s", CANARY)
    logger.info("dict %(a)s", {"a": CANARY})
    logger.warning("object %r", [CANARY.encode()])
    logger.warning("not enough %s %s", CANARY)
    try:
        fail(CANARY)
    except ConnectionError:
        logger.exception("failed with %s", CANARY, stack_info=True)
    text = log.getvalue()
    assert text.count(HIDDEN) >= 7
    assert "ConnectionError" in text
    assert "ValueError: invalid literal" in text
    assert "4n4ry" not in text


def test_structlog_events_are_safe(log: io.StringIO) -> None:
    """A structured event hides fields by name and by value, and prints its exception safely."""
    import structlog

    protect([CANARY])
    try:
        fail(CANARY)
    except ConnectionError:
        event = structlog.get_logger("launcher")
        event.error("sent", text=CANARY, page_token="t0k3n", deep={"a": [CANARY], "api_key": "k3y"}, n=3, exc_info=True)
    text = log.getvalue()
    assert "n=3" in text
    assert "ConnectionError" in text
    assert not [each for each in ("4n4ry", "t0k3n", "k3y") if each in text]


def test_a_log_line_cannot_paint_the_terminal(log: io.StringIO) -> None:
    """A platform's words reach the terminal without their escape sequences."""
    logging.getLogger("x").error("said \x1b]52;c;ZXZpbA==\x07%s", "\x1b[2Jhello\u202e")
    assert "said hello\n" in log.getvalue()


def test_an_uncaught_exception_shows_no_secret_and_no_locals() -> None:
    """The hooks print the traceback of a main program and of a thread without values."""
    code = (
        "import threading\n"
        "from launcher.text import logs, redaction\n"
        "logs.install()\n"
        "redaction.protect(['sup3rsecret'])\n"
        "def fail():\n"
        "    held = 'l0cal-value'\n"
        "    raise RuntimeError('with sup3r' + 'secret and \\x1b[2J?access_' + 'token=abc')\n"
        "worker = threading.Thread(target=fail)\n"
        "worker.start(); worker.join()\n"
        "fail()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("RuntimeError: with [hidden] and ?access_token=[hidden]") == 2
    assert not [each for each in ("sup3rsecret", "l0cal-value", "\x1b") if each in done.stderr]
