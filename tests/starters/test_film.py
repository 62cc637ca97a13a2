"""The worked example's film: what it is, and that it is the same each time."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image

from launcher.starters import film, frames, score, story


def test_is_what_the_worked_example_says(sample_film: Path) -> None:
    """20 s, 1280 by 720 at 24 frames a second, H.264 in 4:2:0, AAC in stereo, 2 to 6 MB."""
    with av.open(str(sample_film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec.name, video.width, video.height, video.average_rate) == ("h264", 1280, 720, Fraction(24))
        assert video.pix_fmt == "yuv420p"
        assert video.frames == 480
        assert (audio.codec.name, audio.rate, audio.layout.name) == ("aac", 48_000, "stereo")
        assert container.duration is not None
        assert container.duration == pytest.approx(20 * av.time_base, rel=0.01)
    assert 2_000_000 < sample_film.stat().st_size < 6_000_000


def test_can_play_before_all_of_it_is_there(sample_film: Path) -> None:
    """The index stands before the media, as for a film that is watched while it loads."""
    head = sample_film.read_bytes()
    assert 0 < head.find(b"moov") < head.find(b"mdat")


def test_is_black_and_white(sample_film: Path) -> None:
    """No frame has any colour."""
    with av.open(str(sample_film)) as container:
        frame = next(container.decode(video=0))
        assert {value for plane in frame.planes[1:] for value in bytes(plane)} == {128}


def test_pictures_and_music_are_the_same_each_time() -> None:
    """Drawing the same second, or striking the same note, gives the same bytes."""
    drawn, struck = frames.picture(9.0), score.struck(440.0, 0.5)
    frames.card.cache_clear()
    score.struck.cache_clear()
    assert frames.picture(9.0).tobytes() == drawn.tobytes()
    assert score.struck(440.0, 0.5) == struck


def test_they_meet() -> None:
    """The gap closes, opens once in hesitation, and is gone at the meeting."""
    gaps = [story.moment(second / 4).gap for second in range(14, 4 * 13 + 1)]
    opened = [later - earlier for earlier, later in pairwise(gaps)]
    assert any(change > 0 for change in opened)
    assert gaps[0] > 300
    assert story.moment(story.MEETING).gap < 0


def test_light_is_brightest_when_they_meet() -> None:
    """The picture of the meeting is brighter than that of the hesitation."""
    assert brightness(frames.picture(13.4)) > 1.2 * brightness(frames.picture(10.3))


def brightness(picture: Image.Image) -> float:
    """The mean grey of a picture."""
    counts = picture.histogram()
    return sum(grey * count for grey, count in enumerate(counts)) / sum(counts)


def test_the_score_is_as_long_as_the_film_and_never_clips() -> None:
    """Two channels of 16-bit samples for every second, none of them at the limit."""
    from array import array

    samples = array("h", score.stereo())
    assert len(samples) == 2 * score.RATE * story.SECONDS
    assert 20_000 < max(samples) < 32_767


def test_the_poster_is_an_image_of_the_film_s_size(tmp_path: Path) -> None:
    """A JPEG of 1280 by 720, small enough for every host."""
    film.poster(tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (1280, 720))
    assert (tmp_path / "poster.jpg").stat().st_size < 500_000
