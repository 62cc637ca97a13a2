"""Ways to upload one file, each in a process of its own: `python -m tests.bench.uploaders WAY FILE ROOT`.

Prints one line of JSON: seconds and CPU seconds from the first request to the last reply, without imports; the longest
silence between two words of progress; and how often the connection broke.
"""

import json
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from launcher.errors import OutcomeUnknown, Unavailable
from launcher.platforms.base import Film, Session
from launcher.platforms.keys import VimeoKeys, YouTubeKeys


class Watch:
    """Hears progress; remembers the longest silence and counts breaks."""

    def __init__(self) -> None:
        self.breaks = 0
        self.start()

    def start(self) -> None:
        """The client is made, and sends its first request now."""
        self.began, self.cpu, self.longest = time.perf_counter(), time.process_time(), 0.0
        self.last = self.began

    def __call__(self, _: int) -> None:
        """So much is there."""
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now


class Kept:
    """Sessions in memory."""

    def __init__(self) -> None:
        self.session: Session | None = None

    def kept(self) -> Session | None:
        """The session."""
        return self.session

    def keep(self, session: Session) -> None:
        """Keep it."""
        self.session = session

    def drop(self) -> None:
        """Forget it."""
        self.session = None

    def known(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()


Way = Callable[[Path, str, Watch], None]


def youtube(path: Path, root: str, watch: Watch) -> None:
    """launcher's adapter for YouTube, gone on with after a break as its handler does."""
    from launcher.clock import SystemClock
    from launcher.logins.youtube import YoutubeLogin
    from launcher.platforms.youtube.adapter import YouTube

    adapter, kept = YouTube(), Kept()
    login = YoutubeLogin(client_id="i", client_secret="s", refresh_token="r", api_root=root, token_uri=f"{root}/token")
    adapter.connect(login, SystemClock())
    film = Film(path=path, size=path.stat().st_size, title="Film", keys=YouTubeKeys())
    watch.start()
    persevere(lambda: adapter.upload(film, kept, watch), watch)


def tus(path: Path, root: str, watch: Watch) -> None:
    """launcher's way to Vimeo's upload links."""
    import requests

    from launcher.clock import SystemClock
    from launcher.logins.vimeo import VimeoLogin
    from launcher.platforms import transport
    from launcher.platforms.portions import Portions
    from launcher.platforms.vimeo import client as vimeo_client
    from launcher.platforms.vimeo import upload as vimeo_upload

    film = Film(path=path, size=path.stat().st_size, title="Film", keys=VimeoKeys())
    login = VimeoLogin(access_token="t", api_root=root)
    session = transport.session(vimeo_client.road(login, SystemClock(), raw=True))
    portions = Portions()
    watch.start()
    made = requests.post(f"{root}/me/videos", json={"upload": {"size": str(film.size)}}, timeout=10).json()

    def send() -> None:
        upload = vimeo_upload.resumed(film, made["upload"]["upload_link"], session, watch, portions)
        assert upload is not None
        upload.finish()

    persevere(send, watch)


def persevere(send: Callable[[], object], watch: Watch) -> None:
    """Send, and go on after every break."""
    while True:
        try:
            send()
        except (OutcomeUnknown, Unavailable):
            watch.breaks += 1
        else:
            return


def both(path: Path, root: str, watch: Watch) -> None:
    """Both at once, in two threads."""
    other = threading.Thread(target=tus, args=(path, root, Watch()))
    other.start()
    youtube(path, root, watch)
    other.join()


def google(path: Path, root: str, watch: Watch) -> None:
    """The loop of google-api-python-client's documents."""
    from google.oauth2.credentials import Credentials
    from googleapiclient import discovery, discovery_cache
    from googleapiclient.http import MediaFileUpload

    document = json.loads(discovery_cache.get_static_doc("youtube", "v3"))
    document["rootUrl"] = f"{root}/"
    credentials: Any = Credentials(token="t")  # type: ignore[no-untyped-call]
    service = discovery.build_from_document(document, credentials=credentials)
    media = MediaFileUpload(str(path), mimetype="video/mp4", chunksize=8 * 2**20, resumable=True)
    watch.start()
    request = service.videos().insert(part="snippet", body={"snippet": {"title": "Film"}}, media_body=media)
    done = None
    while done is None:
        _status, done = request.next_chunk()


def vimeo(path: Path, root: str, watch: Watch) -> None:
    """PyVimeo's own upload."""
    from vimeo import VimeoClient

    client = VimeoClient(token="t")
    client.API_ROOT = root
    watch.start()
    client.upload(str(path))


def bare(path: Path, root: str, watch: Watch) -> None:
    """One socket, and the kernel's way from the file to it: nothing that sends a film in the clear is quicker."""
    where, size, at = urlsplit(root), path.stat().st_size, 0
    watch.start()
    with path.open("rb") as film, socket.create_connection((where.hostname, where.port or 80)) as wire:
        wire.sendall(f"PUT /raw HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: {size}\r\n\r\n".encode())
        while at < size:
            at += os.sendfile(wire.fileno(), film.fileno(), at, size - at)
        wire.recv(4096)


NEEDS: dict[str, tuple[str, ...]] = {
    "bare": (),
    "youtube": ("launcher.platforms.youtube.http", "launcher.platforms.youtube.upload", "launcher.platforms.outcomes"),
    "tus": ("launcher.platforms.vimeo.upload", "launcher.platforms.vimeo.client"),
    "google": ("googleapiclient.discovery", "google.oauth2.credentials"),
    "vimeo": ("vimeo",),
}
"""What each way imports before the clock starts."""

WAYS: dict[str, Way] = {"youtube": youtube, "tus": tus, "both": both, "google": google, "vimeo": vimeo, "bare": bare}


def main(way: str, path: Path, root: str) -> None:
    """Upload, and tell."""
    for module in NEEDS.get(way, (*NEEDS["youtube"], *NEEDS["tus"])):
        import_module(module)
    watch = Watch()
    WAYS[way](path, root, watch)
    told = {"seconds": time.perf_counter() - watch.began, "cpu": time.process_time() - watch.cpu}
    told |= {"silence": watch.longest, "breaks": watch.breaks}
    told["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
