"""Cuts: what is copied is copied, what is encoded fits, and both show what the film shows there."""

import hashlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from launcher.cutting.cut import cut
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
