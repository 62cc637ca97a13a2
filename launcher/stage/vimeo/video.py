"""One video on the made-up Vimeo account, and how the API and an anonymous visitor see it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from launcher.clock import iso
from launcher.stage.receiving import Digest
from launcher.stage.vimeo.tus import Upload
from launcher.stage.vimeo.wire import Json
from launcher.stage.world import World

USER_ID = 5550001
OTHER_USER = {"uri": "/users/31", "name": "Somebody", "link": "https://vimeo.com/somebody", "account": "free"}
USER = {"uri": f"/users/{USER_ID}", "name": "Stage Films", "link": "https://vimeo.com/stagefilms", "account": "pro"}
OPEN = ("anybody", "unlisted", "password")
COUNTED_AFTER = timedelta(minutes=5)
"""How long `stats.plays` stays null on a new public video."""


@dataclass(kw_only=True)
class Attachment:
    """A picture or a text track: announced first, then its bytes, then made active."""

    id: str
    kind: str
    link: str
    active: bool = False
    digest: Digest | None = None
    about: Json = field(default_factory=dict)


@dataclass(kw_only=True)
class Video:
    """One video. It exists from `POST /me/videos` on, before any byte of it; `hash` is part of an unlisted link."""

    id: str
    created_at: datetime
    hash: str
    upload: Upload
    upload_link: str
    name: str
    description: str
    privacy: Json
    extra: Json = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    pictures: list[Attachment] = field(default_factory=list)
    texttracks: list[Attachment] = field(default_factory=list)
    public_at: datetime | None = None

    @property
    def uri(self) -> str:
        """The video's path in the API."""
        return f"/videos/{self.id}"

    @property
    def link(self) -> str:
        """The public address; an unlisted video's carries its hash."""
        return f"https://vimeo.com/{self.id}" + (f"/{self.hash}" if self.privacy["view"] == "unlisted" else "")


class Views:
    """Videos as the API replies them, as time has made of them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def transcoded(self, video: Video) -> bool:
        """Whether the whole film has arrived and its transcoding is over."""
        done = video.upload.completed_at
        return done is not None and self._world.clock.now() >= done + self._world.settings.transcode

    def playable(self, video: Video) -> bool:
        """Whether the film can be played by someone who may see it."""
        return self.transcoded(video) and not self._world.settings.transcode_fails

    def show(self, video: Video) -> Json:
        """The whole video, as its owner sees it."""
        return {
            "uri": video.uri,
            "name": video.name,
            "description": video.description or None,
            "type": "video",
            "link": video.link,
            "player_embed_url": f"https://player.vimeo.com/video/{video.id}?h={video.hash}",
            "duration": 209 if self.transcoded(video) else 0,
            "width": 1280,
            "height": 720,
            "language": video.extra.get("locale"),
            "license": video.extra.get("license"),
            "created_time": iso(video.created_at),
            "modified_time": iso(video.created_at),
            "release_time": iso(video.public_at or video.created_at),
            "content_rating": ["unrated"],
            "privacy": dict(video.privacy),
            "embed": video.extra.get("embed", {}),
            "pictures": _poster(video),
            "tags": [{"uri": f"/tags/{tag}", "name": tag, "tag": tag, "canonical": tag} for tag in video.tags],
            "categories": [{"uri": f"/categories/{each}", "name": each} for each in video.categories],
            "stats": {"plays": self._plays(video)},
            "metadata": {"connections": self._connections(video)},
            "user": USER,
            "status": self._status(video),
            "upload": self._upload(video),
            "transcode": {"status": self._transcode(video)},
            "is_playable": self.playable(video),
        }

    def _upload(self, video: Video) -> Json:
        open_link = None if video.upload.completed_at else video.upload_link
        sent: Json = {"status": self._upload_status(video), "upload_link": open_link, "approach": "tus"}
        return {
            **sent,
            "size": video.upload.size,
            "link": None,
            "form": None,
            "complete_uri": None,
            "redirect_url": None,
        }

    def _upload_status(self, video: Video) -> str:
        if video.upload.completed_at is not None:
            return "complete"
        return "error" if video.upload.expires_at <= self._world.clock.now() else "in_progress"

    def _transcode(self, video: Video) -> str:
        """Says `complete` while the upload is still in progress, as the real one may."""
        if video.upload.completed_at is not None and not self.transcoded(video):
            return "in_progress"
        return "error" if self.transcoded(video) and self._world.settings.transcode_fails else "complete"

    def _status(self, video: Video) -> str:
        if video.upload.completed_at is None:
            return "uploading" if self._upload_status(video) == "in_progress" else "uploading_error"
        words = {"in_progress": "transcoding", "error": "transcoding_error", "complete": "available"}
        return words[self._transcode(video)]

    def _numbers(self, video: Video) -> dict[str, int | float]:
        return self._world.growth.read("vimeo", video.id, video.public_at, self._world.clock.now())

    def _plays(self, video: Video) -> int | float | None:
        counted = video.public_at is not None and self._world.clock.now() >= video.public_at + COUNTED_AFTER
        return self._numbers(video)["views"] if counted else None

    def _connections(self, video: Video) -> Json:
        numbers = self._numbers(video)
        totals = {
            "comments": (numbers["comments"], ["GET", "POST"]),
            "likes": (numbers["likes"], ["GET"]),
            "pictures": (len(video.pictures), ["GET", "POST"]),
            "texttracks": (len(video.texttracks), ["GET", "POST"]),
        }
        return {
            name: {"uri": f"{video.uri}/{name}", "options": options, "total": total}
            for name, (total, options) in totals.items()
        }

    def embedding(self, video: Video) -> Json:
        """The oEmbed answer."""
        frame = f'<iframe src="https://player.vimeo.com/video/{video.id}" width="1280" height="720"></iframe>'
        return {
            "type": "video",
            "version": "1.0",
            "provider_name": "Vimeo",
            "provider_url": "https://vimeo.com/",
            "title": video.name,
            "author_name": USER["name"],
            "author_url": USER["link"],
            "html": frame,
            "width": 1280,
            "height": 720,
            "duration": 209,
            "video_id": int(video.id),
            "uri": video.uri,
        }


def _poster(video: Video) -> Json:
    active = next((each for each in video.pictures if each.active), None)
    uri = f"{video.uri}/pictures/{active.id}" if active else None
    return {"uri": uri, "active": active is not None, "type": "custom" if active else "default", "sizes": []}


def shelved(video: Video) -> Json:
    """The video for the stage's own pages."""
    digest = video.upload.held.digest()
    return {
        "id": video.id,
        "kind": "video",
        "public": video.privacy["view"] == "anybody",
        "privacy": video.privacy["view"],
        "created_at": video.created_at,
        "public_at": video.public_at,
        "title": video.name,
        "description": video.description,
        "link": video.link,
        "size": digest.size,
        "announced_size": video.upload.size,
        "complete": video.upload.completed_at is not None,
        "md5": digest.md5,
        "crc": digest.crc,
        "tags": list(video.tags),
        "pictures": [each.digest.md5 for each in video.pictures if each.active and each.digest],
        "captions": [each.about["language"] for each in video.texttracks if each.active and each.digest],
        "caption_names": [each.about["name"] for each in video.texttracks if each.active and each.digest],
        "categories": list(video.categories),
        "embed": video.privacy["embed"],
        "domains": list(video.domains),
        "places": list(video.places),
        "extra": dict(video.extra),
    }
