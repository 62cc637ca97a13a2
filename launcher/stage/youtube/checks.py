"""What YouTube refuses in a video's metadata (videos.insert and videos.update documents, checked 2026-11)."""

from datetime import datetime
from typing import Any

from launcher.stage.youtube.wire import Json, bad_request, check_names, parse

TITLE_CHARACTERS = 100
DESCRIPTION_BYTES = 5000
TAG_CHARACTERS = 500

CATEGORIES = {
    "1": "Film & Animation", "2": "Autos & Vehicles", "10": "Music", "15": "Pets & Animals", "17": "Sports",
    "19": "Travel & Events", "20": "Gaming", "22": "People & Blogs", "23": "Comedy", "24": "Entertainment",
    "25": "News & Politics", "26": "Howto & Style", "27": "Education", "28": "Science & Technology",
    "29": "Nonprofits & Activism",
}  # fmt: skip
"""The assignable categories of region US."""

PARTS = (
    "id", "snippet", "contentDetails", "fileDetails", "liveStreamingDetails", "localizations",
    "paidProductPlacementDetails", "player", "processingDetails", "recordingDetails",
    "statistics", "status", "suggestions", "topicDetails",
)  # fmt: skip
READ_ONLY = {"id", "kind", "etag"}
SNIPPET = {
    "title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage", "channelId",
    "channelTitle", "publishedAt", "thumbnails", "liveBroadcastContent", "localized",
}  # fmt: skip
STATUS = {
    "privacyStatus", "publishAt", "license", "embeddable", "publicStatsViewable", "selfDeclaredMadeForKids",
    "madeForKids", "containsSyntheticMedia", "uploadStatus", "failureReason", "rejectionReason",
}  # fmt: skip
PRIVACY = ("public", "unlisted", "private")


def read_video(body: bytes, named: list[str]) -> Json:
    """The Video in a request. Raises GoogleError for a name the schema lacks, or a part that `part` does not name."""
    video = parse(body, {*PARTS, *READ_ONLY})
    for part in video.keys() - READ_ONLY - set(named):
        raise bad_request("unexpectedPart", part, "youtube.part")
    for part, known in (("snippet", SNIPPET), ("status", STATUS)):
        check_names(_object(video, part), known, f"video.{part}")
    return video


def _object(video: Json, part: str) -> Json:
    value = video.get(part, {})
    if not isinstance(value, dict):
        raise bad_request("badRequest", f"Invalid value at 'video.{part}'", "global")
    return value


def check_snippet(snippet: Json, *, updating: bool) -> None:
    """Raise GoogleError where YouTube would refuse the snippet."""
    check_title(snippet.get("title"))
    check_description(snippet.get("description", ""))
    tags = snippet.get("tags", [])
    if not _texts(tags) or _tag_length(tags) > TAG_CHARACTERS or any(_angled(tag) for tag in tags):
        raise bad_request("invalidTags", "The request metadata specifies invalid video keywords.")
    category = snippet.get("categoryId")
    if (category is None and updating) or (category is not None and category not in CATEGORIES):
        raise bad_request("invalidCategoryId", "The request metadata specifies an invalid or empty category ID.")


def check_title(title: Any) -> None:
    """Raise GoogleError for an empty or over-long title, or one with an angle bracket."""
    if not isinstance(title, str) or not title.strip() or len(title) > TITLE_CHARACTERS or _angled(title):
        raise bad_request("invalidTitle", "The request metadata specifies an invalid or empty video title.")


def check_description(text: Any) -> None:
    """Raise GoogleError for a description over 5,000 bytes, or with an angle bracket."""
    if not isinstance(text, str) or len(text.encode()) > DESCRIPTION_BYTES or _angled(text):
        raise bad_request("invalidDescription", "The request metadata specifies an invalid video description.")


def check_status(status: Json) -> None:
    """Raise GoogleError where YouTube would refuse the status."""
    privacy = status.get("privacyStatus", "public")
    if privacy not in PRIVACY:
        raise bad_request("badRequest", f"Invalid value at 'video.status.privacy_status': \"{privacy}\"", "global")
    if status.get("license", "youtube") not in ("youtube", "creativeCommon"):
        raise bad_request("forbiddenLicenseSetting", "The request attempts to set an invalid license.")
    if "publishAt" in status and (privacy != "private" or instant(status["publishAt"]) is None):
        raise bad_request("invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.")


def check_localizations(localizations: Any, snippet: Json) -> None:
    """Raise GoogleError where YouTube would refuse the localizations."""
    if localizations and not snippet.get("defaultLanguage"):
        text = "The request is trying to add localized video details without specifying the default language."
        raise bad_request("defaultLanguageNotSet", text)
    for each in localizations.values():
        check_title(each.get("title"))
        check_description(each.get("description", ""))


def check_recording(recording: Any) -> None:
    """Raise GoogleError where YouTube would refuse the recording's details."""
    check_names(recording, ("recordingDate", "location", "locationDescription"), "video.recordingDetails")
    if "recordingDate" in recording and instant(recording["recordingDate"]) is None:
        raise bad_request("invalidRecordingDetails", "The request metadata specifies invalid recording details.")


def instant(text: Any) -> datetime | None:
    """An RFC 3339 instant, or None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _texts(tags: Any) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) and tag for tag in tags)


def _tag_length(tags: list[str]) -> int:
    """YouTube counts the commas between tags, and the quotes that it puts around one with a space."""
    return sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1)


def _angled(text: str) -> bool:
    return "<" in text or ">" in text
