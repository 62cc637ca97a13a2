"""Whether a post that a platform shows is the one that was sent: platforms rewrite text and links on the way."""

import html
import unicodedata
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

SKEW = timedelta(minutes=2)
"""How far the platform's clock may lag behind ours; `find` looks back by that much more."""

TRACKING = ("fbclid", "gclid", "igshid", "si", "feature", "ref_src")
"""Parameters that platforms add to a link, or strip from it."""


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever was done to entities, white space and composed characters."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """`text` without HTML entities, in composed form, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(text)).split())


def same_link(one: str, other: str) -> bool:
    """Whether two addresses lead to the same thing."""
    return canonical(one) == canonical(other)


def canonical(link: str) -> str:
    """`link` without scheme, `www.`, tracking parameters and final slash; a short YouTube link in its long form."""
    parts = urlsplit(html.unescape(link.strip()))
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host == "youtu.be":
        return canonical(f"https://youtube.com/watch?v={parts.path.strip('/')}&{parts.query}")
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in TRACKING and not pair[0].startswith("utm_")]
    query = urlencode(sorted(pairs))
    return f"{host}{parts.path.rstrip('/')}?{query}"
