"""Plain HTTP clients of the stage: they know the platforms' documents and nothing of launcher's adapters."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import requests

from launcher.stage.world import World

GRANULE = 256 * 1024


class Tube:
    """A YouTube client."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = requests.Session()
        self.login()

    def refresh(self, **changes: str) -> requests.Response:
        """Ask the token endpoint, with `changes` to the right form."""
        own = self.world.credentials
        form = {
            "grant_type": "refresh_token",
            "client_id": own["YOUTUBE_CLIENT_ID"],
            "client_secret": own["YOUTUBE_CLIENT_SECRET"],
            "refresh_token": own["YOUTUBE_REFRESH_TOKEN"],
            **changes,
        }
        return requests.post(f"{self.world.root}/youtube/token", data=form, timeout=10)

    def login(self, **changes: str) -> None:
        """Take a fresh access token."""
        self.session.headers["Authorization"] = f"Bearer {self.refresh(**changes).json()['access_token']}"

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """One API call."""
        url = f"{self.world.root}/youtube/youtube/v3/{path}"
        return self.session.request(method, url, params=params, json=body, timeout=10)

    def open(
        self, size: int, *, kind: str = "videos", body: Any = None, slug: str = "", **params: str
    ) -> requests.Response:
        """Open a resumable session."""
        headers = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        return self.session.post(
            f"{self.world.root}/youtube/resumable/upload/youtube/v3/{kind}",
            params={"uploadType": "resumable", "part": "snippet,status", **params},
            json=body or film(),
            headers=headers | ({"Slug": slug} if slug else {}),
            timeout=10,
        )

    def put(self, uri: str, data: bytes, start: int, size: int) -> requests.Response:
        """Send a chunk that begins at `start`."""
        headers = {"Content-Range": f"bytes {start}-{start + len(data) - 1}/{size}"}
        return self.session.put(uri, data=data, headers=headers, timeout=10, allow_redirects=False)

    def probe(self, uri: str, size: int) -> requests.Response:
        """Ask a session where it stands."""
        return self.session.put(uri, headers={"Content-Range": f"bytes */{size}"}, timeout=10, allow_redirects=False)

    def upload(self, data: bytes = b"a film", **status: Any) -> str:
        """Send a whole film."""
        uri = self.open(len(data), body=film(**status)).headers["Location"]
        video_id: str = self.put(uri, data, 0, len(data)).json()["id"]
        return video_id

    def broken_put(self, uri: str, data: bytes, start: int, size: int, sent: int) -> None:
        """Send `sent` bytes of a chunk and drop the connection."""
        head = {"Content-Range": f"bytes {start}-{start + len(data) - 1}/{size}", "Content-Length": str(len(data))}
        broken("PUT", uri, {**head, "Authorization": str(self.session.headers["Authorization"])}, data[:sent])

    def video(self, video_id: str, part: str = "snippet,status") -> Any:
        """One video as videos.list shows it."""
        return self.call("GET", "videos", part=part, id=video_id).json()["items"][0]

    def oembed(self, video_id: str) -> int:
        """The oEmbed page's status."""
        url = f"https://www.youtube.com/watch?v={video_id}"
        return requests.get(
            f"{self.world.root}/youtube/oembed", params={"url": url, "format": "json"}, timeout=10
        ).status_code


def film(**status: Any) -> dict[str, Any]:
    """A videos.insert body, private unless told otherwise."""
    snippet = {"title": "First Kiss", "description": "Strangers kiss.", "categoryId": "1"}
    return {"snippet": snippet, "status": {"privacyStatus": "private", **status}}


class Vimeo:
    """A Vimeo client."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"bearer {world.credentials['VIMEO_ACCESS_TOKEN']}"

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """One API call."""
        return self.session.request(method, f"{self.world.root}/vimeo{path}", json=body, params=params, timeout=10)

    def make(self, size: int, **changes: Any) -> Any:
        """Make an entry for a film of that size."""
        body = {"name": "First Kiss", "privacy": {"view": "nobody"}, "upload": {"approach": "tus", "size": size}}
        return self.call("POST", "/me/videos", {**body, **changes}).json()

    def patch(self, link: str, data: bytes, offset: int, **headers: str) -> requests.Response:
        """Send bytes to an upload link."""
        own = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return requests.patch(link, data=data, headers={**own, **headers}, timeout=10)

    def head(self, link: str) -> requests.Response:
        """Ask an upload link for its offset."""
        return requests.head(link, headers={"Tus-Resumable": "1.0.0"}, timeout=10)

    def broken_patch(self, link: str, data: bytes, offset: int, sent: int) -> None:
        """Send `sent` bytes of the body and drop the connection."""
        head = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(len(data)),
        }
        broken("PATCH", link, head, data[:sent])

    def upload(self, data: bytes = b"a film", **changes: Any) -> Any:
        """Send a whole film."""
        video = self.make(len(data), **changes)
        assert self.patch(video["upload"]["upload_link"], data, 0).status_code == 204
        return video

    def oembed(self, link: str) -> int:
        """The oEmbed page's status."""
        return requests.get(f"{self.world.root}/vimeo/api/oembed.json", params={"url": link}, timeout=10).status_code


def broken(method: str, uri: str, headers: dict[str, str], body: bytes) -> None:
    """Send a request whose body ends early, and close the connection once the server has read what there is."""
    parts = urlsplit(uri)
    lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    head = f"{method} {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n{lines}\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1024)


def reason(reply: requests.Response) -> str:
    """The reason in Google's error body."""
    word: str = reply.json()["error"]["errors"][0]["reason"]
    return word


def pretty(value: Any) -> str:
    """JSON for a failure's message."""
    return json.dumps(value, indent=1)
