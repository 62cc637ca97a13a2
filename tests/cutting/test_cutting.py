"""Cuts: what is copied is copied, what is encoded fits, and both show what the film shows there."""

import hashlib
import os
import struct
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from launcher.cutting.cut import cut
from launcher.cutting.kept import prepared
from launcher.cutting.recipe import Recipe, Way, recipe
from launcher.manifest.media import probe
from launcher.platforms.limits import FACEBOOK, Limit, Limits, X
from tests.manifest.conftest import encode


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds, 160 × 90, a key frame every five pictures (x264 sees a cut in the noise), with sound."""
    return encode(tmp_path_factory.mktemp("cutting") / "film.mp4", seconds=4)


def planned(film: Path, limits: Limits = X, start: float | None = None, length: float | None = None) -> Recipe:
    """What would be done with the film."""
    return recipe(film, probe(film), limits, start, length)


def smaller(**numbers: float) -> Limits:
    """X, where it takes less."""
    own = {name: Limit(value=value, unit="", source="measured", checked="") for name, value in numbers.items()}
    return replace(X, numbers=MappingProxyType({**X.numbers, **own}))


def pictures(path: Path) -> list[Any]:
    """The brightness of every picture, as arrays."""
    import av

    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="gray").astype(int) for frame in film.decode(video=0)]


@pytest.mark.parametrize(
    ("limits", "start", "length", "way"),
    [
        (X, None, None, Way.AS_IS),
        (FACEBOOK, 1.25, 2, Way.COPIED),
        (X, 1.25, 2, Way.COPIED),
        (X, 0.75, 2, Way.ENCODED),
        (smaller(video_long_side=100), None, None, Way.ENCODED),
        (smaller(video_long_side=100), 0.5, 2, Way.ENCODED),
        (smaller(video_fps=6), 0.5, 2, Way.ENCODED),
        (smaller(file=1000), 0.5, 2, Way.ENCODED),
    ],
)
def test_only_what_must_be_is_encoded(
    film: Path, limits: Limits, start: float | None, length: float | None, way: Way
) -> None:
    """A cut at a key frame of a film that fits is copied; a whole film that fits goes out as it is."""
    found = planned(film, limits, start, length)
    assert found.way is way
    assert bool(found.why) == (way is Way.ENCODED)


@pytest.mark.parametrize("start", [1.25, 0.75])
def test_a_cut_shows_what_the_film_shows_there(film: Path, tmp_path: Path, start: float) -> None:
    """Copied or encoded: the first picture is the one at the start, the length is right, and there is sound."""
    made = tmp_path / "cut.mp4"
    cut(film, made, planned(film, start=start, length=2))
    found = probe(made)
    assert (found.video_codec, found.audio_codec, found.width, found.height) == ("h264", "aac", 160, 90)
    assert found.duration == pytest.approx(2, abs=0.2)
    there, shown = pictures(film)[round(start * 12) :], pictures(made)
    assert len(shown) in range(21, 25)
    assert abs(there[0] - shown[0]).mean() < 12
    assert abs(there[20] - shown[20]).mean() < abs(there[10] - shown[20]).mean()


def test_a_copy_is_the_film_bit_for_bit(film: Path, tmp_path: Path) -> None:
    """Copied pictures are decoded to just what the film's are."""
    made = tmp_path / "cut.mp4"
    cut(film, made, planned(film, start=1.25, length=1.5))
    there, shown = pictures(film)[15:], pictures(made)
    assert all((one == other).all() for one, other in zip(there, shown, strict=False))


def test_what_is_encoded_fits(film: Path, tmp_path: Path) -> None:
    """Scaled down, slowed down, with bars for a shape that is too wide, and within the size."""
    limits = smaller(video_long_side=100, video_fps=6, video_aspect=1.2, file=60_000)
    made = tmp_path / "cut.mp4"
    found = planned(film, limits, 0.75, 2)
    cut(film, made, found)
    shown = probe(made)
    assert (shown.width, shown.height) == found.box == (100, 84)
    assert shown.fps == 6
    assert shown.size <= 60_000
    assert pictures(made)[0][:10].max() <= 20


def test_the_same_cut_is_the_same_file(film: Path, tmp_path: Path) -> None:
    """Made twice, it has the same bytes: what was made before a crash can be used after it."""
    found = planned(film, start=0.75, length=1)
    for name in "ab":
        cut(film, tmp_path / name, found)
    one, other = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in "ab")
    assert one == other


def test_a_silent_film_has_a_silent_cut(tmp_path: Path) -> None:
    """There is no sound to encode, and none is made up."""
    film = encode(tmp_path / "silent.mp4", sound=False, seconds=3)
    for name, start in (("copied", 1.25), ("encoded", 0.75)):
        made = tmp_path / f"{name}.mp4"
        cut(film, made, planned(film, start=start, length=1))
        assert probe(made).audio_codec == ""


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_phones_video_is_turned_upright_where_it_is_encoded(film: Path, tmp_path: Path, turn: int) -> None:
    """The flag that turns it is gone, and pictures stand as a player would have shown them; a copy keeps the flag."""
    import av

    phone, made, copied = (tmp_path / f"{name}.mp4" for name in ("phone", "made", "copied"))
    phone.write_bytes(flagged(film.read_bytes(), turn))
    found = planned(phone, start=0.75, length=1)
    assert (found.turn, (found.width, found.height)) == (turn, (160, 90) if turn == 180 else (90, 160))
    cut(phone, made, found)
    cut(phone, copied, planned(phone, start=1.25, length=1))
    with av.open(str(made)) as shown, av.open(str(copied)) as kept:
        assert next(shown.decode(video=0)).rotation == 0
        assert next(kept.decode(video=0)).rotation % 360 == turn
    assert abs(np.rot90(pictures(film)[9], turn // 90) - pictures(made)[0]).mean() < 12


def flagged(film: bytes, turn: int) -> bytes:
    """The MP4 as a phone writes it that was held so: the matrix of its first track header (ISO 14496-12, 8.3.2)."""
    one = 0x10000
    a, b = {90: (0, -one), 180: (-one, 0), 270: (0, one)}[turn]
    at = film.index(b"tkhd") + 44
    return film[:at] + struct.pack(">9i", a, b, 0, -b, a, 0, 0, 0, 2**30) + film[at + 36 :]


def test_what_a_killed_cut_has_left_is_swept_by_the_next(film: Path, tmp_path: Path) -> None:
    """A part that nobody has written to for ten minutes goes; one that grows stays."""
    left, growing = tmp_path / "a.1.1.part", tmp_path / "b.1.1.part"
    for part in (left, growing):
        part.write_bytes(b"half")
    os.utime(left, (0, 0))
    made = prepared(tmp_path, film, "1-2-3", planned(film, start=1.25, length=1))
    assert sorted(tmp_path.iterdir()) == sorted([growing, made])
