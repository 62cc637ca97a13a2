"""From the address that a person copied out of a browser to the receipt that the adapter would have returned."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, urlsplit

from launcher.platforms.base import Receipt

SITES: Mapping[str, tuple[str, ...]] = {
    "youtube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "vimeo": ("vimeo.com",),
    "facebook": ("facebook.com", "fb.com"),
    "x": ("x.com", "twitter.com"),
    "reddit": ("reddit.com", "redd.it"),
}
"""Each platform's own domains; their subdomains (www, m, old, player, studio) are meant too."""

_YOUTUBE = re.compile(r"^/(?:(?:shorts|live|embed|video|v)/)?([A-Za-z0-9_-]{11})(?:/|$)")
_VIMEO = re.compile(r"/(\d{5,})(?:/|$)")
_X = re.compile(r"^/(?:i/web|\w{1,15})/status(?:es)?/(\d+)")
_REDDIT = re.compile(r"/comments/([a-z0-9]+)(?:/[^/]*/([a-z0-9]+))?", re.IGNORECASE)
_FACEBOOK = re.compile(r"^(?:/(\d+))?.*/(?:posts|videos|permalink)/(?:[^/]*/)?(\d+)(?:/|$)|^/(\d+)_(\d+)/?$")


def read_address(platform: str, url: str, *, owner: str = "") -> Receipt:
    """The receipt of what `url` shows on `platform`, with the address in its usual form; `at` is not known.

    `owner` is the Facebook Page's id, which Facebook's ids begin with. A platform that is not one of the five is
    identified by the address itself. Raises ValueError, in words, for another site's address or one without an id.
    """
    text = url.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or "." not in host:
        raise ValueError(f"{url!r} is no web address")
    sites = SITES.get(platform)
    if sites is None:
        return Receipt(id=parts.geturl(), url=parts.geturl())
    if not any(host == site or host.endswith(f".{site}") for site in sites):
        raise ValueError(f"{host} is not {platform}: give the address of the post or film on {sites[0]}")
    return _READERS[platform](parts, owner)


def _youtube(parts: SplitResult, _owner: str) -> Receipt:
    query = parse_qs(parts.query)
    found = _YOUTUBE.match(parts.path)
    video = query["v"][0] if "v" in query else found[1] if found else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", video):
        raise ValueError("this YouTube address names no video: it looks like https://www.youtube.com/watch?v=ID")
    page = f"https://www.youtube.com/watch?v={video}"
    comment = query.get("lc", [""])[0]
    return Receipt(id=comment, url=f"{page}&lc={comment}") if comment else Receipt(id=video, url=page)


def _vimeo(parts: SplitResult, _owner: str) -> Receipt:
    found = _VIMEO.search(parts.path)
    if not found:
        raise ValueError("this Vimeo address names no video: it looks like https://vimeo.com/NUMBER")
    if parts.path.startswith(f"/{found[1]}/"):
        return Receipt(
            id=found[1], url=f"https://vimeo.com{parts.path.rstrip('/')}"
        )  # unlisted: its hash belongs to it
    return Receipt(id=found[1], url=f"https://vimeo.com/{found[1]}")


def _x(parts: SplitResult, _owner: str) -> Receipt:
    found = _X.match(parts.path)
    if not found:
        raise ValueError("this X address names no post: it looks like https://x.com/HANDLE/status/NUMBER")
    handle = parts.path.split("/")[1]
    return Receipt(id=found[1], url=f"https://x.com/{handle}/status/{found[1]}")


def _reddit(parts: SplitResult, _owner: str) -> Receipt:
    short = re.fullmatch(r"/([a-z0-9]{4,})/?", parts.path) if parts.hostname == "redd.it" else None
    found = _REDDIT.search(parts.path)
    if short:
        return Receipt(id=f"t3_{short[1]}", url=f"https://www.reddit.com/comments/{short[1]}/")
    if not found:
        raise ValueError("this Reddit address names no post: open it, and copy the one with /comments/ in it")
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    name = f"t1_{found[2]}" if found[2] else f"t3_{found[1]}"
    return Receipt(id=name.lower(), url=f"https://www.reddit.com{path}")


def _facebook(parts: SplitResult, owner: str) -> Receipt:
    query = parse_qs(parts.query)
    found = _FACEBOOK.search(parts.path)
    post = query.get("story_fbid", [""])[0] or (found[2] or found[4] if found else "")
    page = query.get("id", [""])[0] or (found[1] or found[3] if found else "") or owner
    if not post.isdigit() or not page.isdigit():
        raise ValueError(
            "this Facebook address has no numbers that name a post: it looks like "
            "https://www.facebook.com/PAGE/posts/NUMBER, or take PAGE_NUMBER from Meta Business Suite"
        )
    comment = query.get("comment_id", [""])[0]
    url = f"https://www.facebook.com/{page}/posts/{post}"
    if comment.isdigit():
        return Receipt(id=f"{post}_{comment}", url=f"{url}?comment_id={comment}")
    return Receipt(id=f"{page}_{post}", url=url)


_READERS = {"youtube": _youtube, "vimeo": _vimeo, "facebook": _facebook, "x": _x, "reddit": _reddit}
