"""A film's settings on Vimeo, read back: what was asked for, and what a video of the API says."""

from collections.abc import Mapping, Sequence
from typing import Any

from launcher.platforms.base import Film
from launcher.platforms.differing import differing
from launcher.platforms.keys import VimeoKeys

FIELDS = "name,description,license,privacy.view,privacy.embed,tags.name"
"""What is asked of a video. Categories are suggestions, which Vimeo may decline: they are not compared."""


def differences(video: Mapping[str, Any], domains: Sequence[str], film: Film, *, released: bool) -> list[str]:
    """What Vimeo holds otherwise; `domains` is its whitelist."""
    keys = film.keys if isinstance(film.keys, VimeoKeys) else VimeoKeys()
    return differing(held(video, domains), wanted(film, keys, released=released))


def wanted(film: Film, keys: VimeoKeys, *, released: bool) -> dict[str, Any]:
    """The settings as the manifest has them; what it does not say may be anything."""
    early = "disable" if film.premiere else "nobody"
    shown = "disable" if keys.privacy == "domains" else keys.privacy
    sites = [film.premiere] if film.premiere and not released else keys.embed_domains
    said: dict[str, Any] = {
        "title": film.title,
        "description": film.description,
        "tags": list(film.tags),
        "licence": keys.license,
        "embedding": "whitelist" if keys.embed_domains else "",
        "embed domains": list(sites),
    }
    return {name: value for name, value in said.items() if value} | {"privacy": shown if released else early}


def held(video: Mapping[str, Any], domains: Sequence[str]) -> dict[str, Any]:
    """The settings as Vimeo tells them."""
    return {
        "title": video.get("name"),
        "description": video.get("description"),
        "tags": [each.get("name") for each in video.get("tags") or ()],
        "licence": video.get("license"),
        "embedding": (video.get("privacy") or {}).get("embed"),
        "embed domains": list(domains),
        "privacy": (video.get("privacy") or {}).get("view"),
    }
