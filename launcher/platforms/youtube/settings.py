"""A film's settings on YouTube, read back: what was asked for, and what a video of `videos.list` says."""

from collections.abc import Mapping
from typing import Any

from launcher.platforms.base import Film
from launcher.platforms.differing import differing
from launcher.platforms.keys import YouTubeKeys


def differences(video: Mapping[str, Any], film: Film, category: str, *, released: bool) -> list[str]:
    """What YouTube holds otherwise. Who gets notified is not told by YouTube."""
    keys = film.keys if isinstance(film.keys, YouTubeKeys) else YouTubeKeys()
    return differing(held(video), wanted(film, keys, category, released=released))


def wanted(film: Film, keys: YouTubeKeys, category: str, *, released: bool) -> dict[str, Any]:
    """The settings as the manifest has them; what it does not say may be anything."""
    said: dict[str, Any] = {
        "title": film.title,
        "description": film.description,
        "tags": list(film.tags),
        "category": category,
        "language": film.language,
        "recording date": keys.recorded,
    }
    said = {name: value for name, value in said.items() if value}
    for tag, each in keys.localizations.items():
        said |= {f"title ({tag})": each.title, f"description ({tag})": each.description}
    said |= {"licence": keys.license, "embeddable": keys.embeddable, "made for kids": keys.made_for_kids}
    if released or keys.release_by != "premiere":
        said["privacy"] = "public" if released else "private"
    return said


def held(video: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as YouTube tells them."""
    snippet, status = video["snippet"], video["status"]
    made = {
        "title": snippet.get("title"),
        "description": snippet.get("description"),
        "tags": snippet.get("tags"),
        "category": snippet.get("categoryId"),
        "language": snippet.get("defaultLanguage"),
        "recording date": str((video.get("recordingDetails") or {}).get("recordingDate", "")).partition("T")[0],
        "licence": status.get("license"),
        "embeddable": status.get("embeddable"),
        "made for kids": status.get("selfDeclaredMadeForKids", status.get("madeForKids")),
        "privacy": status.get("privacyStatus"),
    }
    for tag, each in (video.get("localizations") or {}).items():
        made |= {f"title ({tag})": each.get("title"), f"description ({tag})": each.get("description")}
    return made
