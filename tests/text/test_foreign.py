"""Whatever a platform returned is safe to show."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.text.foreign import clean, clean_line

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "\x1b\x07\x9b\x9c\x9d[]0;m\\\r\n\x85\u202e\u2066\u200b\u200c\u200d\ufe0f\ud83d\U000e0061🏴👩❤é\u0301 aش"
        ),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jgone", "gone"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("\x1b]52;c;ZXZpbA==\x07copied", "copied"),
        ("\x1b]0;title\x9cx", "x"),
        ("\x1bPq#0\x1b\\sixel", "sixel"),
        ("\x1b(0line", "line"),
        ("over\rwritten", "over\nwritten"),
        ("bell\x07back\x08del\x7fnul\x00", "bellbackdelnul"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\u2067isolated\u2069", "isolated"),
        ("pass\u200bword\u2060s\ufeff", "passwords"),
        ("a\u200db", "ab"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("tagged\U000e0041\U000e0042", "tagged"),
        ("z" + "\u0301" * 40, "z" + "\u0301" * 4),
    ],
)
def test_tricks_are_taken_out(raw: str, shown: str) -> None:
    """Escape sequences, controls, overrides and invisible characters go."""
    assert clean(raw) == shown


@pytest.mark.parametrize(
    "text",
    [
        "First Kiss — “vingt inconnus” & more\n\tindented",
        "👩\u200d❤️\u200d💋\u200d👩 👍🏽 1️⃣ 🇫🇷",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "أول قبلة",
        "נשיקה ראשונה",
        "می\u200cخواهم",
        "क्\u200dष",
        "初吻",
        "İstanbul, Việt Nam",
    ],
)
def test_honest_text_stays(text: str) -> None:
    """Every script, right-to-left text, emoji and their joiners come out as they went in."""
    assert clean(text) == text


@given(NASTY)
def test_nothing_dangerous_is_left(text: str) -> None:
    """Whatever comes in, no control, override or half pair comes out, and it can be encoded."""
    cleaned = clean(text)
    assert not [each for each in cleaned if unicodedata.category(each) in {"Cc", "Cs"} and each not in "\n\t"]
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
    cleaned.encode()


@given(NASTY, st.integers(min_value=1, max_value=40))
def test_cleaning_twice_changes_nothing_more(text: str, limit: int) -> None:
    """The result is within the limit, and a fixed point."""
    once, line = clean(text, limit=limit), clean_line(text, limit=limit)
    assert len(once) <= limit
    assert (clean(once, limit=limit), clean_line(line, limit=limit)) == (once, line)


@given(NASTY)
def test_one_line_is_one_line(text: str) -> None:
    """The one-line form has no line break in it."""
    assert len(clean_line(text).splitlines()) <= 1


def test_long_text_is_cut_with_an_ellipsis() -> None:
    """A page of HTML in an error message does not fill the screen."""
    assert clean("x" * 50, limit=10) == "x" * 9 + "…"
    assert clean_line(" a \r\n\t b ") == "a b"


def test_showing_text_needs_no_heavy_import() -> None:
    """Start-up pays neither for templates nor for X's parser nor for structlog."""
    code = (
        "import sys, launcher.text.foreign, launcher.text.human, launcher.text.counting, launcher.text.redaction\n"
        "import launcher.text.logs\n"
        "sys.exit(' '.join({'jinja2', 'twitter_text', 'structlog'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
