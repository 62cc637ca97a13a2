"""The names that templates may use, with a stand-in for each that is known only later.

The stand-ins are as long as the real thing, so that a text can be measured and shown before the film is out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from launcher.clock import iso
from launcher.manifest.model import Manifest

ADDRESSES = {"youtube": "https://www.youtube.com/watch?v=xxxxxxxxxxx", "vimeo": "https://vimeo.com/1000000000"}
"""A public address of each host, in the shape and length of a real one."""

METRICS = (
    "all_rank",
    "comments",
    "crossposts",
    "impressions",
    "likes",
    "popular_rank",
    "quotes",
    "rank",
    "removed",
    "score",
    "shares",
    "upvote_ratio",
    "video_views",
    "views",
)
"""What a milestone may watch and a template may say: the metrics of `platforms.base.Platform.sample`, and a rank."""

PER_HOUR = "_per_hour"
"""What the name of a metric's growth ends with."""

NOT_GROWING = ("all_rank", "popular_rank", "rank", "removed", "upvote_ratio")
"""Metrics that are no counts."""

TOTALS = ("views", "likes", "comments", "shares")
"""The film's metrics, summed over all platforms."""


def stand_ins(manifest: Manifest, description: str, at: datetime) -> dict[str, Any]:
    """What a template would be given: film and launch as they are, addresses and metrics made up."""
    film, launch = manifest.film, manifest.launch
    count = 59_000_000
    return {
        "film": {
            "title": film.title,
            "description": description,
            "language": film.language or "",
            "tags": list(film.tags),
        },
        "launch": {"name": launch.name, "premiere": launch.premiere or "", "at": iso(at)},
        **_platforms(manifest, count),
        **dict.fromkeys(TOTALS, count),
        "elapsed": timedelta(days=13, hours=13),
        "rank": 100,
    }


def _platforms(manifest: Manifest, count: int) -> dict[str, dict[str, Any]]:
    """Every platform of the manifest with its metrics, the hosts with their address besides."""
    feeds = {each.on for each in (*manifest.posts, *manifest.follow_ups)}
    metrics = {**dict.fromkeys(METRICS, count), **dict.fromkeys(NOT_GROWING, 100), "upvote_ratio": 0.97}
    named = {each: dict(metrics) for each in feeds}
    return named | {host: {"url": ADDRESSES[host], **metrics} for host in manifest.hosts.named()}


def known(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Every dotted name of `values`, the groups' own names with them."""
    for name, value in values.items():
        yield prefix + name
        if isinstance(value, Mapping):
            yield from known(value, f"{prefix}{name}.")
