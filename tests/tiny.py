"""A real film of one second, encoded once a process: for tests in which the film's looks are not the matter."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SIDE = 128


@cache
def film_bytes() -> bytes:
    """An MP4 of a few kilobytes, with moving greys."""
    import av

    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
            video = film.add_stream("libx264", rate=12, options={"preset": "ultrafast", "threads": "1"})
            video.width, video.height, video.pix_fmt = SIDE, SIDE, "yuv420p"
            for number in range(12):
                frame = av.VideoFrame(SIDE, SIDE, "yuv420p")
                for plane in frame.planes:
                    plane.update(bytes((number * 16 + row) % 256 for row in range(plane.buffer_size)))
                frame.pts = number
                film.mux(video.encode(frame))
            film.mux(video.encode(None))
        return path.read_bytes()


@cache
def poster_bytes() -> bytes:
    """A grey JPEG of 1280 by 720."""
    from PIL import Image

    with TemporaryDirectory() as folder:
        path = Path(folder) / "poster.jpg"
        Image.new("L", (1280, 720), 128).save(path)
        return path.read_bytes()


def padded(film: bytes, size: int) -> bytes:
    """The film made larger by a `free` box at its end, which players skip: still a valid MP4."""
    content = bytes(range(251)) * (size // 251 + 1)
    return film + (size + 8).to_bytes(4, "big") + b"free" + content[:size]


def write_manifest(path: Path, manifest: dict[str, Any]) -> Path:
    """Write `manifest` as JSON, which is YAML too, behind the line that begins a YAML document."""
    path.write_text("---\n" + json.dumps(manifest, indent=1), encoding="utf-8")
    return path
