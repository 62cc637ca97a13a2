"""The stage's YouTube speaks the schemas of the discovery document that google-api-python-client installs."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from googleapiclient.discovery_cache import get_static_doc

from launcher.clock import CompressedClock, iso
from launcher.stage.server import Server
from launcher.stage.youtube.checks import PARTS, SNIPPET, STATUS
from tests.stage.clients import Tube, film

DISCOVERY = json.loads(get_static_doc("youtube", "v3"))
SCHEMAS = DISCOVERY["schemas"]
TYPES = {"string": str, "boolean": bool, "integer": int, "object": dict, "array": list}


def violations(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    """What in `value` the discovery schema does not allow."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"]]
    problem = next((word for word in _plain_problems(value, schema)), "")
    if problem:
        yield f"{where}: {value!r} {problem}"
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from violations(each, schema["items"], f"{where}[{number}]")
    elif isinstance(value, dict):
        yield from _members(value, schema, where)


def _plain_problems(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    expected = TYPES.get(schema.get("type", ""))
    if expected and (not isinstance(value, expected) or (expected is int and isinstance(value, bool))):
        yield f"is no {schema['type']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"is not one of {schema['enum']}"
    if schema.get("format") in ("uint64", "int64") and not str(value).lstrip("-").isdigit():
        yield "is no number"
    if schema.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
        yield "is no instant"


def _members(value: dict[str, Any], schema: dict[str, Any], where: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, each in value.items():
        if name in known:
            yield from violations(each, known[name], f"{where}.{name}")
        elif others is not None:
            yield from violations(each, others, f"{where}.{name}")
        else:
            yield f"{where}.{name}: the schema has no such property"


def test_the_validator_finds_what_is_wrong() -> None:
    """An unknown property, a number where a string is due and a wrong word are each found."""
    wrong = {"statistics": {"viewCount": 5}, "status": {"license": "mine"}, "colour": "red"}
    found = list(violations(wrong, {"$ref": "Video"}, "video"))
    assert len(found) == 3


@pytest.fixture
def replies(stage: Server, clock: CompressedClock) -> dict[str, Any]:
    """A reply of every method that the stage has, by the name of its schema, around one launch."""
    tube = Tube(stage.world)
    body = film(publishAt=iso(clock.now() + timedelta(hours=3)), embeddable=True, selfDeclaredMadeForKids=False)
    body["snippet"] |= {"tags": ["kiss"], "defaultLanguage": "en", "defaultAudioLanguage": "en"}
    body["localizations"] = {"de": {"title": "Der erste Kuss", "description": ""}}
    assert not list(violations(body, {"$ref": "Video"}, "video"))
    everything = ",".join(part for part in PARTS if part in SCHEMAS["Video"]["properties"])
    uri = tube.open(6, body=body, part="snippet,status,localizations").headers["Location"]
    inserted = tube.put(uri, b"a film", 0, 6).json()
    video_id = inserted["id"]
    fresh = tube.call("GET", "videos", part=everything, id=video_id).json()
    update = {"id": video_id, "status": {**body["status"], "privacyStatus": "public"}}
    del update["status"]["publishAt"]
    updated = tube.call("PUT", "videos", update, part="status").json()
    comment = {"snippet": {"videoId": video_id, "topLevelComment": {"snippet": {"textOriginal": "First!"}}}}
    playlist = tube.call(
        "POST", "playlists", {"snippet": {"title": "Films"}}, part="snippet,status,contentDetails"
    ).json()
    item = {"snippet": {"playlistId": playlist["id"], "resourceId": {"kind": "youtube#video", "videoId": video_id}}}
    caption = tube.open(
        1, kind="captions", body={"snippet": {"videoId": video_id, "language": "en", "name": ""}}, part="snippet"
    )
    result = {
        "Video": [inserted, updated],
        "CommentThread": [tube.call("POST", "commentThreads", comment, part="snippet").json()],
        "Playlist": [playlist],
        "PlaylistItem": [tube.call("POST", "playlistItems", item, part="snippet,contentDetails,status").json()],
        "Caption": [tube.put(caption.headers["Location"], b"x", 0, 1).json()],
    }
    clock.jump(clock.now() + timedelta(minutes=40))
    lists = {
        "VideoListResponse": ("videos", {"part": everything, "id": video_id}),
        "BatchGetStatsResponse": (
            "videos:batchGetStats",
            {"part": "snippet,statistics,contentDetails", "id": video_id},
        ),
        "ChannelListResponse": ("channels", {"part": "snippet,contentDetails,statistics", "mine": "true"}),
        "PlaylistListResponse": ("playlists", {"part": "snippet,status,contentDetails", "mine": "true"}),
        "PlaylistItemListResponse": (
            "playlistItems",
            {"part": "snippet,contentDetails,status", "playlistId": "UUstage0000000000000kiss"},
        ),
        "CommentThreadListResponse": ("commentThreads", {"part": "snippet", "videoId": video_id}),
        "CaptionListResponse": ("captions", {"part": "snippet", "videoId": video_id}),
        "VideoCategoryListResponse": ("videoCategories", {"part": "snippet", "regionCode": "US"}),
    }
    result |= {schema: [tube.call("GET", path, **params).json()] for schema, (path, params) in lists.items()}
    result["VideoListResponse"].append(fresh)
    return result


def test_every_reply_fits_its_schema(replies: dict[str, Any]) -> None:
    """Known properties, right types, allowed words; and no list is empty, so that there is something to check."""
    found = [
        problem
        for schema, bodies in replies.items()
        for body in bodies
        for problem in violations(body, {"$ref": schema}, schema)
    ]
    assert found == []
    assert all(body["items"] for schema, bodies in replies.items() if schema.endswith("Response") for body in bodies)


def test_the_stage_knows_the_names_of_the_documents() -> None:
    """The names that the stage lets pass in a video are those of the document, no more and no less."""
    assert set(SCHEMAS["VideoSnippet"]["properties"]) == SNIPPET
    assert set(SCHEMAS["VideoStatus"]["properties"]) == STATUS
    assert set(PARTS) <= {"id", *SCHEMAS["Video"]["properties"]}


def test_the_stage_serves_the_documents_addresses(stage: Server) -> None:
    """Every path that the stage serves below the API is one of the document's methods."""
    methods = {
        (method["httpMethod"], f"/{protocol['path'].lstrip('/')}")
        for resource in DISCOVERY["resources"].values()
        for method in resource.get("methods", {}).values()
        for protocol in ({"path": method["path"]}, *method.get("mediaUpload", {}).get("protocols", {}).values())
    }
    tube = Tube(stage.world)
    for method, path in (
        ("GET", "videos"),
        ("PUT", "videos"),
        ("GET", "playlistItems"),
        ("GET", "videos:batchGetStats"),
    ):
        assert (method, f"/youtube/v3/{path}") in methods
        assert tube.call(method, path).status_code == 400
    assert ("POST", "/resumable/upload/youtube/v3/videos") in methods
    assert ("POST", "/upload/youtube/v3/captions") in methods
