"""How X reads a text: its weight, and the addresses in it.

Weights from the configuration of twitter-text v3 (github.com/twitter/twitter-text, checked 2026-11): written
afresh, because the stage judges the weights that launcher counts.
"""

import hashlib
import re
import unicodedata
from html import escape
from typing import Any

MOST = 280
ADDRESS = 23
LONGEST = 4096
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Ranges whose characters weigh 1; all others weigh 2, and so does an emoji of any number of code points."""

_TOP = "com|org|net|edu|gov|io|co|tv|me|info|film|studio|example|app|dev|be|de|fr|uk|jp|ly"
_URL = re.compile(
    rf"(?<![@#$\w./-])(?:https?://[^\s<>\"]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_TOP})\b(?:/[^\s<>\"]*)?)", re.I
)
_TAIL = ".,:;!?'\"\u2026"
_ONE = "[\u203c\u2049\u2122-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
# all of these weigh 2 alone; what has to be found is what joins several of them into one
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*\u00a9\u00ae]\ufe0f\u20e3?|[0-9#*]\u20e3"
    f"|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f|{_ONE}(?:\u200d{_ONE})*"
)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where the text's addresses start and end, in code points."""
    found = ((match.start(), _trimmed(match[0])) for match in _URL.finditer(text))
    return [(start, start + len(address)) for start, address in found if _valid(address)]


def _valid(address: str) -> bool:
    host = re.split(r"[/?#:]", address.partition("://")[2] or address)[0]
    try:
        # a label over 63 characters has no punycode
        return len(address) <= LONGEST and bool(host.encode("idna"))
    except UnicodeError:
        return False


def _trimmed(address: str) -> str:
    address = address.rstrip(_TAIL)
    # a closing bracket belongs to the sentence, unless the address opened it
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(_TAIL)
    return address


def weight(text: str) -> int:
    """The text's weighted length, of at most `MOST`."""
    text = unicodedata.normalize("NFC", text)
    found = addresses(text)
    for start, end in reversed(found):
        text = text[:start] + text[end:]
    plain, emoji = _EMOJI.subn("", text)
    return len(found) * ADDRESS + 2 * emoji + sum(1 if _light(ord(each)) else 2 for each in plain)


def _light(point: int) -> bool:
    return any(low <= point <= high for low, high in LIGHT)


def shortened(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as X shows it, with t.co addresses, and the `entities.urls` that tell what they stand for."""
    urls: list[dict[str, Any]] = []
    shown, last = "", 0
    # X answers with &, < and > as character references, and counts places in what it answers
    for start, end in addresses(text):
        written = text[start:end]
        whole = written if "://" in written else f"http://{written}"
        short = f"https://t.co/{hashlib.sha256(whole.encode()).hexdigest()[:10]}"
        shown += escape(text[last:start], quote=False)
        entity = {"start": len(shown), "end": len(shown) + len(short), "url": short, "expanded_url": whole}
        urls.append({**entity, "display_url": _displayed(whole), "unwound_url": whole, "status": 200})
        shown, last = shown + short, end
    return shown + escape(text[last:], quote=False), urls


def _displayed(address: str) -> str:
    bare = address.partition("://")[2].removeprefix("www.")
    return bare if len(bare) <= 27 else bare[:26] + "\u2026"
