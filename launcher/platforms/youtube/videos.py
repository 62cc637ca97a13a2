"""Reading YouTube's videos: lists, pages, and what a video says of itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from launcher.errors import LoginExpired, OutcomeUnknown
from launcher.platforms.base import Film, Processing, Readiness, Receipt, Sample
from launcher.platforms.likeness import same_text

WATCH = "https://www.youtube.com/watch?v="
"""Public addresses, whatever the API root."""

PAGE = 50
"""Most items a page, and ids a videos.list (developers.google.com/youtube/v3/docs/videos/list, checked 2026-11)."""

METRICS = {"views": "viewCount", "likes": "likeCount", "comments": "commentCount"}
"""Our metric to YouTube's name for it."""


def pages(resource: Any, **query: Any) -> Iterator[list[dict[str, Any]]]:
    """The pages of `resource.list(**query)`, each as its items. One unit a page."""
    while True:
        reply = resource.list(**query).execute(num_retries=0)
        yield list(reply.get("items") or ())
        query["pageToken"] = reply.get("nextPageToken")
        if not query["pageToken"]:
            return


def my_channel(service: Any) -> dict[str, Any]:
    """The login's channel. Raises LoginExpired where the Google account has none."""
    for page in pages(service.channels(), part="id,snippet,contentDetails", mine=True):
        for channel in page:
            return channel
    raise LoginExpired(
        "youtube: the Google account has no channel",
        code="youtubeSignupRequired",
        fix="create a channel, then launcher login youtube",
    )


def videos(service: Any, ids: Sequence[str], part: str) -> list[dict[str, Any]]:
    """The videos of these ids that still exist. One unit for 50."""
    found = []
    for start in range(0, len(ids), PAGE):
        request = service.videos().list(part=part, id=",".join(ids[start : start + PAGE]), maxResults=PAGE)
        found += list(request.execute(num_retries=0).get("items") or ())
    return found


def made_of(service: Any, uploads: str, film: Film, since: datetime, known: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The videos in the playlist `uploads`, but for `known`, that were made of this film's file since then."""
    for ids in recent(service, uploads, since):
        unknown = [each for each in ids if each not in known]
        for video in videos(service, unknown, "snippet,status,fileDetails,processingDetails"):
            if is_of(video, film):
                yield video


def recent(service: Any, uploads: str, since: datetime) -> Iterator[list[str]]:
    """Ids of the uploads since then, page by page. A channel without uploads has no such playlist."""
    from googleapiclient.errors import HttpError

    query = {"part": "snippet,contentDetails", "playlistId": uploads, "maxResults": PAGE}
    try:
        for page in pages(service.playlistItems(), **query):
            new = [each for each in page if instant(each["snippet"]["publishedAt"]) >= since]
            yield [each["contentDetails"]["videoId"] for each in new]
            if not new:
                return
    except HttpError as error:
        if error.status_code != 404:
            raise


def is_of(video: Mapping[str, Any], film: Film) -> bool:
    """Whether the video was made of this film's file. Raises OutcomeUnknown where YouTube cannot tell yet.

    A name that did not reach YouTube is told as `unknown`; the size in bytes decides then.
    """
    details = video.get("fileDetails") or {}
    if "fileSize" in details:
        names = {film.path.name, quote(film.path.name), "unknown", ""}
        return int(details["fileSize"]) == film.size and details.get("fileName", "") in names
    told = (video.get("processingDetails") or {}).get("fileDetailsAvailability") == "available"
    if not told and same_text(video["snippet"]["title"], film.title):
        raise OutcomeUnknown("youtube does not tell yet which file a recent upload has", code="fileDetails")
    return False


def receipt(video: Mapping[str, Any]) -> Receipt:
    """The video's receipt, with its public address."""
    told = (video.get("snippet") or {}).get("publishedAt")
    return Receipt(id=video["id"], url=WATCH + video["id"], at=instant(told) if told else None)


def readiness(video: Mapping[str, Any]) -> Readiness:
    """How far processing is. `terminated` means that YouTube no longer tells, not that processing failed."""
    status, processing = video["status"], video.get("processingDetails") or {}
    uploaded, processed = status.get("uploadStatus"), processing.get("processingStatus")
    if uploaded in ("failed", "rejected", "deleted"):
        reason = status.get("failureReason") or status.get("rejectionReason") or uploaded
        return Readiness(processing=Processing.FAILED, reason=reason)
    if uploaded == "processed" or processed == "succeeded":
        return Readiness(processing=Processing.READY)
    if processed == "failed":
        return Readiness(processing=Processing.FAILED, reason=processing.get("processingFailureReason", processed))
    return Readiness(processing=Processing.RUNNING)


def metrics(video: Mapping[str, Any]) -> Iterator[Sample]:
    """The video's statistics, which YouTube tells as strings; what the channel hides is left out."""
    told = video.get("statistics") or {}
    for metric, name in METRICS.items():
        if name in told:
            yield Sample(receipt_id=video["id"], metric=metric, value=float(told[name]))


def instant(told: str) -> datetime:
    """The instant of an RFC 3339 text."""
    return datetime.fromisoformat(told)
