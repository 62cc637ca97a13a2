"""Reading Vimeo's videos: what one says of itself."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from launcher.platforms.base import Film, Processing, Readiness, Receipt, Sample
from launcher.platforms.likeness import same_text

METRICS = {
    "views": ("stats", "plays"),
    "likes": ("metadata", "connections", "likes", "total"),
    "comments": ("metadata", "connections", "comments", "total"),
}
"""Our metric to where Vimeo tells it."""

FAILED = ("uploading_error", "transcoding_error", "quota_exceeded", "total_cap_exceeded")
"""What `status` says of a film that will not be ready (reference/videos, checked 2026-11)."""


def is_of(video: Mapping[str, Any], film: Film) -> bool:
    """Whether the entry is of this film: its name, and its size for as long as Vimeo tells it."""
    size = (video.get("upload") or {}).get("size")
    return same_text(video["name"], film.title) and size in (None, film.size, str(film.size))


def receipt(video: Mapping[str, Any]) -> Receipt:
    """The video's receipt, with its public address."""
    at = video.get("created_time")
    return Receipt(id=number(video["uri"]), url=video["link"], at=datetime.fromisoformat(at) if at else None)


def readiness(video: Mapping[str, Any]) -> Readiness:
    """How far Vimeo is with the video."""
    states = [(video.get(each) or {}).get("status") for each in ("upload", "transcode")]
    status = video.get("status")
    if "error" in states or status in FAILED:
        return Readiness(processing=Processing.FAILED, reason=str(status or "error"))
    done = states == ["complete", "complete"]
    return Readiness(processing=Processing.READY if done else Processing.RUNNING)


def metrics(video: Mapping[str, Any]) -> Iterator[Sample]:
    """The video's counts; what Vimeo does not tell is left out."""
    for metric, path in METRICS.items():
        told: Any = video
        for name in path:
            told = (told or {}).get(name)
        if told is not None:
            yield Sample(receipt_id=number(video["uri"]), metric=metric, value=float(told))


def number(uri: str) -> str:
    """The id at the end of a URI such as `/videos/123`; an unlisted one ends in `:word`."""
    return uri.rpartition("/")[2].partition(":")[0]
