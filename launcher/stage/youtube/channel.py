"""The made-up YouTube channel's playlists: channels.list, playlists and playlistItems, and videoCategories.list."""

from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request

from launcher.clock import iso
from launcher.stage.exchange import created, here
from launcher.stage.world import World
from launcher.stage.youtube.checks import CATEGORIES, PRIVACY
from launcher.stage.youtube.videos import Videos
from launcher.stage.youtube.views import CHANNEL_ID, CHANNEL_TITLE, OTHER_ID, OTHER_TITLE, Video, thumbnails
from launcher.stage.youtube.wire import (
    GoogleError,
    Json,
    bad_request,
    check_names,
    etag,
    ids,
    listing,
    not_found,
    parse,
    parts,
)

UPLOADS = "UU" + CHANNEL_ID[2:]
CHANNEL_PARTS = (
    "id",
    "snippet",
    "contentDetails",
    "statistics",
    "status",
    "brandingSettings",
    "topicDetails",
    "localizations",
)
PLAYLIST_PARTS = ("id", "snippet", "status", "contentDetails", "player", "localizations")
ITEM_PARTS = ("id", "snippet", "contentDetails", "status")


@dataclass(kw_only=True)
class Playlist:
    """One playlist; `items` are pairs of item id and video id, in playing order."""

    id: str
    created_at: datetime
    title: str
    description: str
    privacy: str
    items: list[tuple[str, str, datetime]] = field(default_factory=list)


class Channel:
    """The channel's own methods."""

    def __init__(self, world: World, videos: Videos) -> None:
        self._world = world
        self._videos = videos
        self._playlists: dict[str, Playlist] = {}

    async def channels(self, request: Request) -> Json:
        """channels.list by `mine` or `id`."""
        named = parts(request, CHANNEL_PARTS)
        mine = request.query_params.get("mine") == "true" or CHANNEL_ID in ids(request)
        if not mine and not ids(request):
            raise bad_request("missingRequiredParameter", "No filter selected.", "youtube.parameter")
        count = sum(1 for video in self._videos.all() if video.status["privacyStatus"] == "public")
        views: Json = {
            "snippet": {"title": CHANNEL_TITLE, "description": "", "customUrl": "@stagefilms", "thumbnails": {}},
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": UPLOADS}},
            "statistics": {
                "viewCount": "0",
                "subscriberCount": "42",
                "hiddenSubscriberCount": False,
                "videoCount": str(count),
            },
            "status": {
                "privacyStatus": "public",
                "isLinked": True,
                "longUploadsStatus": self._world.settings.youtube_long_uploads,
                "madeForKids": False,
                "selfDeclaredMadeForKids": False,
            },
        }
        other = request.scope.get("stage.other", False)
        if other:
            views["snippet"] = {**views["snippet"], "title": OTHER_TITLE}
        channel = {"kind": "youtube#channel", "etag": etag(count), "id": OTHER_ID if other else CHANNEL_ID}
        channel |= {part: views[part] for part in named if part in views}
        return listing(request, "channelListResponse", [channel] if mine else [])

    async def playlists(self, request: Request) -> Json:
        """playlists.list by `mine`, `channelId` or `id`; new ones after the search lag."""
        named, wanted = parts(request, PLAYLIST_PARTS), ids(request)
        if (
            not wanted
            and request.query_params.get("mine") != "true"
            and request.query_params.get("channelId") != CHANNEL_ID
        ):
            raise bad_request("missingRequiredParameter", "No filter selected.", "youtube.parameter")
        found = [
            each
            for each in self._playlists.values()
            if (each.id in wanted if wanted else self._searchable(each.created_at))
        ]
        return listing(request, "playlistListResponse", [self._playlist(each, named) for each in found])

    async def add_playlist(self, request: Request) -> Json:
        """playlists.insert."""
        named = parts(request, PLAYLIST_PARTS)
        asked = parse(await request.body(), {*PLAYLIST_PARTS, "kind", "etag"})
        snippet, status = asked.get("snippet", {}), asked.get("status", {})
        check_names(snippet, ("title", "description", "tags", "defaultLanguage"), "playlist.snippet")
        title, privacy = snippet.get("title", ""), status.get("privacyStatus", "public")
        if not title.strip() or len(title) > 150 or "<" in title or ">" in title:
            raise bad_request("playlistTitleRequired", "The request must specify a playlist title.", "youtube.playlist")
        if privacy not in PRIVACY:
            raise bad_request("invalidPlaylistSnippet", "The privacy status is invalid.", "youtube.playlist")
        now = self._world.clock.now()
        playlist = Playlist(
            id="PL" + self._world.token(32),
            created_at=now,
            title=title,
            description=snippet.get("description", ""),
            privacy=privacy,
        )
        self._playlists[playlist.id] = playlist
        created(request, playlist.id)
        return self._playlist(playlist, named)

    async def items(self, request: Request) -> Json:
        """playlistItems.list by `playlistId`: the uploads newest first, a playlist in its own order."""
        named = parts(request, ITEM_PARTS)
        playlist_id = request.query_params.get("playlistId", "")
        items = [
            self._item(playlist_id, place, *item, named, here(request))
            for place, item in enumerate(self._in_order(playlist_id))
            if request.query_params.get("videoId", item[1]) == item[1]
        ]
        return listing(request, "playlistItemListResponse", items)

    async def add_item(self, request: Request) -> Json:
        """playlistItems.insert: at the end, or at `position`."""
        named = parts(request, ITEM_PARTS)
        snippet = parse(await request.body(), {*ITEM_PARTS, "kind", "etag"}).get("snippet", {})
        playlist = self._playlists.get(snippet.get("playlistId", ""))
        if snippet.get("playlistId") == UPLOADS:
            raise GoogleError(
                403, "playlistItemsNotAccessible", "The uploads playlist cannot be changed.", "youtube.playlistItem"
            )
        if playlist is None:
            raise not_found("playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem")
        resource = snippet.get("resourceId", {})
        if resource.get("kind") != "youtube#video" or not resource.get("videoId"):
            raise bad_request("resourceIdRequired", "The request must name a video.", "youtube.playlistItem")
        video = self._videos.need(resource["videoId"])
        item = ("UE" + self._world.token(42), video.id, self._world.clock.now())
        place = int(snippet.get("position", len(playlist.items)))
        playlist.items.insert(place, item)
        created(request, item[0])
        return self._item(playlist.id, place, *item, named, here(request))

    async def categories(self, request: Request) -> Json:
        """videoCategories.list by `regionCode` or `id`."""
        parts(request, ("snippet",))
        wanted = ids(request)
        items = [
            {"kind": "youtube#videoCategory", "etag": etag(name), "id": number, "snippet": snippet}
            for number, name in CATEGORIES.items()
            for snippet in [{"title": name, "assignable": True, "channelId": "UCBR8-60-B28hp2BmDPdntcQ"}]
            if not wanted or number in wanted
        ]
        return {"kind": "youtube#videoCategoryListResponse", "etag": etag(items), "items": items}

    def shelf(self) -> list[Json]:
        """The playlists, for the stage's own pages."""
        return [
            {
                "id": each.id,
                "kind": "playlist",
                "public": each.privacy == "public",
                "created_at": each.created_at,
                "public_at": each.created_at if each.privacy == "public" else None,
                "title": each.title,
                "videos": [video_id for _, video_id, _ in each.items],
            }
            for each in list(self._playlists.values())
        ]

    def _searchable(self, created_at: datetime) -> bool:
        return created_at + self._world.settings.search_lag <= self._world.clock.now()

    def _in_order(self, playlist_id: str) -> list[tuple[str, str, datetime]]:
        if playlist_id == UPLOADS:
            found = [video for video in self._videos.all() if self._searchable(video.created_at)]
            return [("UU" + video.id + "item", video.id, video.created_at) for video in reversed(found)]
        if playlist_id not in self._playlists:
            text = "The playlist identified with the request's <code>playlistId</code> parameter cannot be found."
            raise not_found("playlistNotFound", text, "youtube.playlistItem")
        return self._playlists[playlist_id].items

    def _playlist(self, playlist: Playlist, named: list[str]) -> Json:
        snippet = {"title": playlist.title, "description": playlist.description}
        views: Json = {
            "snippet": {
                **snippet,
                "publishedAt": iso(playlist.created_at),
                "channelId": CHANNEL_ID,
                "channelTitle": CHANNEL_TITLE,
                "thumbnails": {},
                "localized": snippet,
            },
            "status": {"privacyStatus": playlist.privacy},
            "contentDetails": {"itemCount": len(playlist.items)},
        }
        shown = {
            "kind": "youtube#playlist",
            "id": playlist.id,
            **{part: views[part] for part in named if part in views},
        }
        return shown | {"etag": etag(shown)}

    def _item(
        self, playlist_id: str, place: int, item_id: str, video_id: str, at: datetime, named: list[str], root: str
    ) -> Json:
        video = self._videos.need(video_id)
        views: Json = {
            "snippet": _item_snippet(playlist_id, place, video, at, root),
            "contentDetails": {"videoId": video.id, "videoPublishedAt": iso(video.public_at or video.created_at)},
            "status": {"privacyStatus": video.status["privacyStatus"]},
        }
        shown = {
            "kind": "youtube#playlistItem",
            "id": item_id,
            **{part: views[part] for part in named if part in views},
        }
        return shown | {"etag": etag(shown)}


def _item_snippet(playlist_id: str, place: int, video: Video, at: datetime, root: str) -> Json:
    return {
        "publishedAt": iso(at),
        "channelId": CHANNEL_ID,
        "channelTitle": CHANNEL_TITLE,
        "title": video.snippet["title"],
        "description": video.snippet.get("description", ""),
        "thumbnails": thumbnails(video.id, root),
        "playlistId": playlist_id,
        "position": place,
        "resourceId": {"kind": "youtube#video", "videoId": video.id},
        "videoOwnerChannelTitle": CHANNEL_TITLE,
        "videoOwnerChannelId": CHANNEL_ID,
    }
