"""YouTube's imitation: which address is which method, in which scopes and for how many units.

Units are those of "Quota calculator" (YouTube Data API documents, checked 2026-11).
"""

from functools import partial

from starlette.routing import BaseRoute, Route

from launcher.stage.consent import consent
from launcher.stage.world import World
from launcher.stage.youtube.access import FORCE_SSL, READ, WRITE, Access, Endpoint
from launcher.stage.youtube.attachments import Captions, Thumbnails
from launcher.stage.youtube.channel import Channel
from launcher.stage.youtube.comments import Comments
from launcher.stage.youtube.consent import asked
from launcher.stage.youtube.upload import Kind, Uploads
from launcher.stage.youtube.videos import Videos
from launcher.stage.youtube.views import CHANNEL_TITLE, OTHER_TITLE
from launcher.stage.youtube.web import Web

API = "/youtube/v3"
BOTH = ["GET", "POST"]
NAMES = (CHANNEL_TITLE, OTHER_TITLE)


def routes(world: World) -> list[BaseRoute]:
    """Everything below `/youtube`."""
    access = Access(world)
    videos = Videos(world, access)
    channel, comments, web = Channel(world, videos), Comments(world, videos), Web(videos)
    captions = Captions(world, access, videos)
    world.shelves["youtube"] = lambda: [*videos.shelf(), *channel.shelf()]
    call = access.method
    return [
        Route("/token", access.token, methods=["POST"]),
        Route("/auth", consent(access.codes, "Sign in with Google", NAMES, partial(asked, world)), methods=BOTH),
        Route("/oembed", web.oembed),
        Route("/watch", web.watch),
        Route("/studio/premiere", videos.studio, methods=["POST"]),
        _get("videos", call(videos.listed, READ, 1)),
        _get("videos:batchGetStats", call(videos.batch_get_stats, READ, 1)),
        Route(f"{API}/videos", call(videos.update, WRITE, 50), methods=["PUT"]),
        _get("channels", call(channel.channels, READ, 1)),
        _get("playlists", call(channel.playlists, READ, 1)),
        _post("playlists", call(channel.add_playlist, WRITE, 50)),
        _get("playlistItems", call(channel.items, READ, 1)),
        _post("playlistItems", call(channel.add_item, WRITE, 50)),
        _get("videoCategories", call(channel.categories, READ, 1)),
        _get("commentThreads", call(comments.listed, FORCE_SSL, 1)),
        _post("commentThreads", call(comments.insert, FORCE_SSL, 50)),
        _get("captions", call(captions.listed, FORCE_SSL, 50)),
        *_uploads(
            Uploads(world, access),
            {"videos": videos, "captions": captions, "thumbnails/set": Thumbnails(access, videos)},
        ),
    ]


def _get(path: str, endpoint: Endpoint) -> Route:
    return Route(f"{API}/{path}", endpoint, methods=["GET"])


def _post(path: str, endpoint: Endpoint) -> Route:
    return Route(f"{API}/{path}", endpoint, methods=["POST"])


def _uploads(uploads: Uploads, kinds: dict[str, Kind]) -> list[BaseRoute]:
    return [
        Route(f"{prefix}/upload{API}/{path}", endpoint, methods=[method])
        for prefix in ("", "/resumable")
        for path, kind in kinds.items()
        for method, endpoint in (("POST", uploads.begin(kind)), ("PUT", uploads.go_on(kind)))
    ]
