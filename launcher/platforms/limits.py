"""Every number that a platform sets, in one table, each with its source and the date on which it was checked.

`docs/limits.md` is this table in prose: `python -m launcher.platforms.limits > docs/limits.md` renews it.

A unit of text is one that `launcher.text.counting.count` knows: "characters", "bytes", "weighted characters",
"tag characters". "bytes" is a file's size in bytes (so that it is never counted as text); durations are "seconds".
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One number of a platform: how much of which unit, who says so, and when that was checked.

    `checked` is empty where users and tools report the number and `source` was not seen to state it.
    """

    value: float
    unit: str
    source: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one platform allows. `grace` is how long an unconfirmed post may take to appear in its searches.

    `forbidden` names, for a field of text, the characters that the platform refuses in it.
    """

    platform: str
    grace: timedelta
    numbers: Mapping[str, Limit] = field(default_factory=dict)
    forbidden: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Limit:
        return self.numbers[name]


CHECKED = "2026-11"
KIB, MIB, GIB = 2**10, 2**20, 2**30
DAY = 86400.0

Row = tuple[float, str, str]


def _table(base: str, rows: Mapping[str, Row], reported: str = "") -> Mapping[str, Limit]:
    """Limits from rows of value, unit and source; a source without a scheme is a path under `base`.

    `reported` names the rows that are known by report alone.
    """
    return MappingProxyType(
        {
            name: Limit(
                value=value,
                unit=unit,
                source=source if source.startswith("http") or source == "measured" else base + source,
                checked="" if name in reported.split() else CHECKED,
            )
            for name, (value, unit, source) in rows.items()
        }
    )


_QUOTA = "determine_quota_cost"
_OAUTH = "https://developers.google.com/identity/protocols/oauth2#expiration"
_LENGTH = "https://support.google.com/youtube/answer/71673"

YOUTUBE = Limits(
    platform="youtube",
    grace=timedelta(minutes=2),
    forbidden=MappingProxyType({"title": "<>", "description": "<>"}),
    numbers=_table(
        "https://developers.google.com/youtube/v3/",
        {
            "title": (100, "characters", "docs/videos#snippet.title"),
            "description": (5000, "bytes", "docs/videos#snippet.description"),
            "tags": (500, "tag characters", "docs/videos#snippet.tags[]"),
            "comment": (10_000, "characters", "docs/comments#snippet.textOriginal"),
            "playlist_title": (150, "characters", "docs/playlists#snippet.title"),
            "file": (256 * GIB, "bytes", "docs/videos/insert"),
            "duration": (12 * 3600, "seconds", _LENGTH),
            "processing_gb": (240, "seconds", _LENGTH),
            "duration_unverified": (15 * 60, "seconds", _LENGTH),
            "poster": (50 * MIB, "bytes", "docs/thumbnails/set"),
            "captions": (100 * MIB, "bytes", "docs/captions/insert"),
            "batch": (50, "items", "docs/videos/list"),
            "chunk": (256 * KIB, "bytes", "guides/using_resumable_upload_protocol"),
            "day_uploads": (100, "calls", _QUOTA),
            "day_searches": (100, "calls", _QUOTA),
            "day_units": (10_000, "units", _QUOTA),
            "update_units": (50, "units", _QUOTA),
            "poster_units": (50, "units", _QUOTA),
            "captions_units": (400, "units", _QUOTA),
            "comment_units": (50, "units", _QUOTA),
            "playlist_units": (50, "units", _QUOTA),
            "read_units": (1, "units", _QUOTA),
            "token_testing": (7 * DAY, "seconds", _OAUTH),
            "token_idle": (180 * DAY, "seconds", _OAUTH),
        },
        reported="comment playlist_title processing_gb",
    ),
)
"""YouTube. Sizes of file, poster and captions stand also in the discovery document, as `maxSize`."""

VIMEO = Limits(
    platform="vimeo",
    grace=timedelta(minutes=2),
    numbers=_table(
        "https://developer.vimeo.com/api/",
        {
            "title": (128, "characters", "reference/videos#edit_video"),
            "description": (5000, "characters", "reference/videos#edit_video"),
            "tag_count": (20, "tags", "reference/videos#add_video_tags"),
            "file": (250 * GIB, "bytes", "upload/videos"),
            "duration": (DAY, "seconds", "upload/videos"),
            "processing_gb": (180, "seconds", "upload/videos"),
            "poster": (10 * MIB, "bytes", "upload/thumbnails"),
            "batch": (100, "items", "common-formats"),
        },
        reported="title description tag_count file duration processing_gb poster batch",
    ),
)
"""Vimeo. How many uploads and bytes a week is the membership's, and told by the account itself."""

_PAGE_FEED = "graph-api/reference/page/feed"
_PAGE_VIDEOS = "graph-api/reference/page/videos"
_PAGE_PHOTOS = "graph-api/reference/page/photos"

FACEBOOK = Limits(
    platform="facebook",
    grace=timedelta(minutes=2),
    numbers=_table(
        "https://developers.facebook.com/docs/",
        {
            "text": (63_206, "characters", _PAGE_FEED),
            "comment": (8000, "characters", "graph-api/reference/object/comments"),
            "file": (10 * GIB, "bytes", _PAGE_VIDEOS),
            "duration": (4 * 3600, "seconds", _PAGE_VIDEOS),
            "poster": (10 * MIB, "bytes", "graph-api/reference/video/thumbnails"),
            "image": (10 * MIB, "bytes", _PAGE_PHOTOS),
            "image_life": (DAY, "seconds", _PAGE_PHOTOS),
            "batch": (50, "items", "graph-api/batch-requests"),
            "page": (100, "items", _PAGE_FEED),
            "schedule_earliest": (10 * 60, "seconds", _PAGE_FEED),
            "schedule_latest": (30 * DAY, "seconds", _PAGE_FEED),
            "token_user": (60 * DAY, "seconds", "facebook-login/guides/access-tokens/get-long-lived"),
        },
        reported="text comment file duration poster image image_life schedule_earliest schedule_latest",
    ),
)
"""A Facebook Page."""

_MEDIA = "x-api/media/quickstart/best-practices"
_PRICES = "x-api/getting-started/pricing"

X = Limits(
    platform="x",
    grace=timedelta(minutes=2),
    numbers=_table(
        "https://docs.x.com/",
        {
            "text": (280, "weighted characters", "fundamentals/counting-characters"),
            "url_weight": (23, "weighted characters", "fundamentals/counting-characters"),
            "file": (8 * GIB, "bytes", _MEDIA),
            "duration": (20 * 60, "seconds", _MEDIA),
            "duration_shortest": (0.5, "seconds", _MEDIA),
            "video_long_side": (1280, "pixels", _MEDIA),
            "video_short_side": (1024, "pixels", _MEDIA),
            "video_fps": (60, "pictures a second", _MEDIA),
            "video_aspect": (3, "times its shorter side", _MEDIA),
            "image": (5 * MIB, "bytes", _MEDIA),
            "alt": (1000, "characters", "x-api/media/create-media-metadata"),
            "media_life": (DAY, "seconds", "x-api/media/finalize-media-upload"),
            "segments": (1000, "items", "x-api/media/append-media-upload"),
            "batch": (100, "items", "x-api/posts/get-posts-by-ids"),
            "page": (100, "items", "x-api/users/get-posts"),
            "cost_post": (0.015, "USD", _PRICES),
            "cost_post_url": (0.20, "USD", _PRICES),
            "cost_read": (0.005, "USD", _PRICES),
            "cost_own_read": (0.001, "USD", _PRICES),
        },
    ),
)
"""X, for an account without a paid subscription."""

REDDIT = Limits(
    platform="reddit",
    grace=timedelta(minutes=5),
    numbers=_table(
        "https://www.reddit.com/dev/api/",
        {
            "title": (300, "characters", "#POST_api_submit"),
            "text": (40_000, "characters", "#POST_api_submit"),
            "comment": (10_000, "characters", "#POST_api_comment"),
            "flair": (64, "characters", "#POST_api_submit"),
            "image": (20 * MIB, "bytes", "#POST_api_submit"),
            "subreddit_name": (21, "characters", "#POST_api_site_admin"),
            "subreddit_title": (300, "characters", "#GET_api_v1_{subreddit}_post_requirements"),
            "batch": (100, "items", "#GET_api_info"),
            "page": (100, "items", "#listings"),
            "listing": (1000, "items", "#listings"),
            "minute_requests": (100, "calls", "https://support.reddithelp.com/hc/en-us/articles/16160319875092"),
        },
        reported="text comment subreddit_name image listing",
    ),
)
"""Reddit. A subreddit may ask for less (`subreddit_title` is the most it can allow): its post requirements say so."""

NOTIFY = Limits(platform="notify", grace=timedelta(0))
"""People. Their services set limits of their own, which Apprise knows."""

ALL: Mapping[str, Limits] = MappingProxyType({each.platform: each for each in (YOUTUBE, VIMEO, FACEBOOK, X, REDDIT)})
"""Every platform's limits by the platform's name."""


def markdown() -> str:
    """The table as `docs/limits.md` holds it."""
    sections = "\n".join(_section(limits) for limits in ALL.values())
    return (
        "# Limits\n\nWhat the platforms allow, as `launcher check` applies it.\n"
        "A number that is *reported* is known from users and tools: its source was not seen to state it.\n"
        "Generated from `launcher/platforms/limits.py`: "
        f"`python -m launcher.platforms.limits > docs/limits.md`.\n\n{sections}"
    )


def _section(limits: Limits) -> str:
    rows = "\n".join(
        f"| `{name}` | {limit.value:,.15g} | {limit.unit} | {limit.source} | {limit.checked or 'reported'} |"
        for name, limit in limits.numbers.items()
    )
    refused = "".join(f"Refused in `{name}`: `{marks}`.\n" for name, marks in limits.forbidden.items())
    grace = f"Grace before an unconfirmed post counts as absent: {limits.grace.seconds // 60} minutes.\n"
    head = f"## {limits.platform}\n\n{grace}"
    return f"{head}{refused}\n| what | at most | unit | source | checked |\n|---|---:|---|---|---|\n{rows}\n"


if __name__ == "__main__":
    sys.stdout.write(markdown())
