"""A folder with a launch that passes every check, made afresh for each test."""

# ruff: noqa: E501 - the manifest is written as people write it

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from launcher.errors import Problem
from launcher.manifest.checks import examine

NOW = datetime(2026, 12, 1, tzinfo=UTC)

GOOD = """\
launch:
  name: first-kiss
  at: 2026-12-07 09:00                 # T; or `now`
  timezone: America/Los_Angeles
  exclusive: 3h
  premiere: https://partner.example/first-kiss
film:
  file: first-kiss.mp4
  title: First Kiss
  description: description.md
  tags: [short film, black and white]
  language: en
  poster: poster.jpg
  captions: [{language: en, file: first-kiss.en.srt}]
hosts:
  youtube: {category: Film & Animation, playlist: Short films, made_for_kids: false, first_comment: "Song: …"}
  vimeo: {}
posts:
  - {name: announce-x, on: x, at: release + 2m, text: "{{ film.title }}, a film of first kisses. {{ youtube.url }}"}
  - {name: announce-page, on: facebook, at: release + 5m, text: announce.md, link: youtube}
  - {name: announce-reddit, on: reddit, subreddit: Filmmakers, at: release + 30m, title: "…", link: youtube, flair: Film}
follow_ups:
  - {name: thanks, on: x, reply_to: announce-x, when: {views: 1000000}, within: 14d, text: "…"}
  - {name: evening, on: facebook, cron: "0 20 * * *", until: T + 7d, text: "{{ views | compact }} views so far."}
engagement: [{every: 1m, for: 6h}, {every: 15m, for: 2d}, {every: 6h, for: 60d}]
alerts: [{when: {reddit.rank: 25}, say: "Front page!"}]
notify: [team]
"""
"""The manifest of the design, word for word but for two comments."""


def encode(path: Path, *, seconds: float = 2, sound: bool = True, picture: bool = True, **options: str) -> Path:
    """A small film, 160 × 90 at 12 pictures a second, with noise in it so that it has some bytes."""
    import av

    with av.open(str(path), "w", options=options) as container:
        video = container.add_stream("libx264", rate=12) if picture else None
        audio = container.add_stream("aac", rate=48000) if sound else None
        if audio is not None:
            audio.layout = "stereo"
        if video is not None:
            video.width, video.height, video.pix_fmt, video.gop_size = 160, 90, "yuv420p", 6
            for number in range(round(seconds * 12)):
                container.mux(video.encode(_picture(av, number)))
            container.mux(video.encode(None))
        if audio is not None:
            for number in range(round(seconds * 48000 / 1024)):
                container.mux(audio.encode(_tone(av, number)))
            container.mux(audio.encode(None))
    return path


def _picture(av, number):
    frame = av.VideoFrame(160, 90, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes((number * 37 + place * place * 7) % 251 for place in range(plane.buffer_size)))
    frame.pts, frame.time_base = number, Fraction(1, 12)
    return frame


def _tone(av, number):
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.pts, frame.time_base = 48000, number * 1024, Fraction(1, 48000)
    return frame


@pytest.fixture(scope="session")
def reels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encoded once: a good launch's files."""
    folder = tmp_path_factory.mktemp("reels")
    encode(folder / "first-kiss.mp4", movflags="+faststart")
    from PIL import Image

    Image.effect_noise((1280, 720), 40).convert("RGB").save(folder / "poster.jpg")
    (folder / "description.md").write_text("Twenty strangers kiss for the first time.\n")
    (folder / "announce.md").write_text("{{ film.title }} is out.\n\n{{ youtube.url }}\n")
    (folder / "first-kiss.en.srt").write_text("1\n00:00:00,500 --> 00:00:01,500\nHello.\n")
    return folder


@pytest.fixture
def folder(reels: Path, tmp_path: Path) -> Path:
    """A folder of one's own with those files and the good manifest as launch.yaml."""
    made = tmp_path / "launch"
    shutil.copytree(reels, made)
    (made / "launch.yaml").write_text(GOOD)
    return made


Told = Callable[..., list[Problem]]


@pytest.fixture
def told(folder: Path) -> Told:
    """What launcher says about a manifest text (or launch.yaml as it stands), with paths relative to its folder."""

    def problems(text: str | bytes | None = None, *, now: datetime = NOW) -> list[Problem]:
        path = folder / "launch.yaml"
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return examine(path, now)

    return problems


def plain(problem: Problem, folder: Path) -> str:
    """A problem as one string, without the test's own folder."""
    return str(problem).replace(f"{folder}/", "").replace(str(folder), ".")
