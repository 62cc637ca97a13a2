"""A tracked link each, and where a click on it lets people share."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from launcher.errors import LauncherError


def tracked(address: str, source: str, campaign: str) -> str:
    """The address with the person as its UTM source. Raises LauncherError for what is no web address."""
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise LauncherError(f"{address!r} is no web address", fix="give --link an https:// address")
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name[:4] != "utm_"]
    marks = [("utm_source", source), ("utm_medium", "share"), ("utm_campaign", campaign)]
    return urlunsplit(parts._replace(query=urlencode([*kept, *marks])))


def shares(text: str, link: str, title: str) -> dict[str, str]:
    """Where each service lets a person share: its name and the address that opens it filled in."""
    said = f"{text} {link}".strip()
    return {
        "X": f"https://x.com/intent/post?{_query(text=text, url=link)}",
        "Facebook": f"https://www.facebook.com/sharer/sharer.php?{_query(u=link)}",
        "Reddit": f"https://www.reddit.com/submit?{_query(url=link, title=title)}",
        "WhatsApp": f"https://wa.me/?{_query(text=said)}",
        "Mail": f"mailto:?{_query(subject=title, body=said)}",
    }


def _query(**said: str) -> str:
    """Spaces as %20: a mail program would show a plus sign."""
    return urlencode(said, quote_via=quote, safe="")
