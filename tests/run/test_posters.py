"""Posters that do not fit are made to: smaller, and on black where the shape is another; nothing of them is cut off."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from launcher.cutting.poster import Fitting, fitted, fitting
from launcher.manifest.posters import Poster, read_poster
from launcher.plan.specs import FileSpec
from tests.run.rig import manifest, rigged

TALL = Poster(width=1000, height=1500, size=10**5, kind="JPEG")
FINE = Poster(width=1920, height=1080, size=10**5, kind="JPEG")


def test_what_fits_is_left_alone() -> None:
    """A still of 16:9 goes to both hosts as it is, and Vimeo takes any shape."""
    assert fitting(FINE, "youtube") is fitting(FINE, "vimeo") is fitting(TALL, "vimeo") is None


def test_a_tall_poster_is_put_on_a_wide_canvas() -> None:
    """Of its own height, for YouTube."""
    found = fitting(TALL, "youtube")
    assert found is not None
    assert (found.width, found.height) == (2667, 1500)


def test_one_of_too_many_bytes_is_made_smaller(tmp_path: Path) -> None:
    """As a JPEG of less quality, then of fewer pixels, until its bytes are few enough."""
    large = tmp_path / "large.png"
    Image.effect_noise((1600, 900), 90).convert("RGB").save(large)
    found = fitting(Poster(width=1600, height=900, size=11 * 2**20, kind="PNG"), "vimeo")
    assert found == Fitting(width=1600, height=900, most=10 * 2**20)
    made = fitted(large, Fitting(width=1600, height=900, most=100_000), tmp_path)
    assert read_poster(made).size <= 100_000


def test_the_whole_poster_arrives(tmp_path: Path) -> None:
    """A white poster of 2:3: YouTube gets it whole between black bars, Vimeo as it is; the plan's action says so."""
    with rigged(tmp_path) as rig:
        poster = BytesIO()
        Image.new("RGB", (400, 600), "white").save(poster, "PNG")
        (rig.folder / "poster.png").write_bytes(poster.getvalue())
        film: dict[str, Any] = {"file": "film.mp4", "title": "First Kiss", "poster": "poster.png"}
        rig.record(manifest(film=film, posts=[], engagement=[]))
        youtube, vimeo = (rig.entry("poster", host).spec for host in ("youtube", "vimeo"))
        assert isinstance(youtube, FileSpec)
        assert isinstance(vimeo, FileSpec)
        assert (youtube.width, youtube.height, vimeo.width) == (1067, 600, 0)
        made = fitted(tmp_path / "poster.png", Fitting(width=1067, height=600, most=0), tmp_path)
        with Image.open(made) as image:
            assert [image.getpixel((x, 300))[0] // 200 for x in (5, 533, 1060)] == [0, 1, 0]
        rig.play()
        sent = rig.requests("youtube", "POST", "thumbnails/set")[0]
        assert sent.headers["content-type"] == "image/jpeg"
        assert rig.held("vimeo")[0]["pictures"]
