"""Films, posters and captions are opened and looked into, never guessed from their names."""

import os
from pathlib import Path

import pytest

from launcher.manifest.captions import read_captions
from launcher.manifest.media import fingerprint, probe
from launcher.manifest.posters import read_poster
from launcher.manifest.times import Unreadable
from tests.manifest.conftest import encode


def refused(path: Path) -> str:
    """What is said of a film that cannot be launched."""
    with pytest.raises(Unreadable) as caught:
        probe(path)
    assert caught.value.fix
    return caught.value.message


def test_a_film_is_described(reels):
    """Duration, picture, codecs and size come from the file itself."""
    media = probe(reels / "first-kiss.mp4")
    assert (media.width, media.height, media.fps) == (160, 90, 12.0)
    assert (media.video_codec, media.audio_codec) == ("h264", "aac")
    assert media.duration == pytest.approx(2, abs=0.1)
    assert media.size == (reels / "first-kiss.mp4").stat().st_size


@pytest.mark.parametrize("name", ["film.mkv", "film.mov", "film.avi", "film.ts"])
def test_other_containers_are_films_too(tmp_path, name):
    """Whole files of the usual kinds pass."""
    assert probe(encode(tmp_path / name)).video_codec == "h264"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("flags", ["+faststart", "frag_keyframe+empty_moov", ""])
def test_a_truncated_mp4_is_told_from_a_whole_one(tmp_path, kept, flags):
    """Cut anywhere, with the index in front, at the end or in pieces."""
    whole = encode(tmp_path / "whole.mp4", **({"movflags": flags} if flags else {}))
    assert probe(whole)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * kept)])
    assert "cut.mp4 is not whole" in refused(cut)


def test_an_mp4_without_its_index_is_told(tmp_path):
    """The moov box was never written: the export did not finish."""
    data = encode(tmp_path / "whole.mp4").read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: data.index(b"moov") - 4])
    assert refused(cut) == "cut.mp4 is not whole: its index (the moov box) is missing"


@pytest.mark.parametrize("name", ["film.mkv", "film.webm"])
def test_a_truncated_matroska_is_told(tmp_path, name):
    """Its packets end before it says."""
    whole = encode(tmp_path / "whole.mkv", seconds=6)
    cut = tmp_path / name
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert "is cut short: it says 6.0 s and ends after" in refused(cut)


def test_a_file_of_full_size_whose_end_was_not_copied_yet_is_told(reels, tmp_path):
    """A download in progress has the right size and zeros at the end."""
    data = (reels / "first-kiss.mp4").read_bytes()
    half = tmp_path / "half.mp4"
    half.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    assert "ends in a hole" in refused(half)


def test_foreign_bytes_after_a_whole_mp4_are_let_pass(reels, tmp_path):
    """Some cameras and editors write a tail that players ignore."""
    tail = tmp_path / "tail.mp4"
    tail.write_bytes((reels / "first-kiss.mp4").read_bytes() + b"CAMERA-TAIL-0123456789")
    assert probe(tail)


BAD_FILMS = [
    (b"", "film.mp4 is empty (0 bytes)"),
    (b"A film about kissing.\n" * 50, "film.mp4 is a text file, not a film"),
    (b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/\n", "film.mp4 is a text file, not a film"),
    (b"ffconcat version 1.0\nfile first-kiss.mp4\n", "film.mp4 is a text file, not a film"),
    (b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "film.mp4 is a text file, not a film"),
    (b"%PDF-1.7\n" + bytes(range(256)) * 8, "film.mp4 is a PDF, not a film"),
    (b"PK\x03\x04" + bytes(range(256)) * 8, "film.mp4 is a ZIP archive, not a film"),
]


@pytest.mark.parametrize(("data", "message"), BAD_FILMS)
def test_what_only_has_a_films_name_is_told(tmp_path, data, message):
    """Text, playlists that would open other files, archives: none is a film."""
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    assert refused(path) == message


def test_noise_is_not_a_film(tmp_path):
    """Random bytes are refused in words."""
    path = tmp_path / "film.mp4"
    path.write_bytes(bytes((each * 89 + each // 7) % 256 for each in range(9000)))
    assert "not a film" in refused(path)


def test_an_image_is_not_a_film(reels, tmp_path):
    """A poster under the film's name."""
    path = tmp_path / "film.mp4"
    path.write_bytes((reels / "poster.jpg").read_bytes())
    assert refused(path) == "film.mp4 is a JPEG image, not a film"


def test_sound_alone_is_not_a_film(tmp_path):
    """A container without a video stream is refused."""
    assert refused(encode(tmp_path / "song.mp4", picture=False)) == "song.mp4 has no video stream, only audio"


def test_folders_pipes_and_missing_files_are_told_apart(tmp_path):
    """And none of them is waited for."""
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "is a folder" in refused(tmp_path)
    assert "no regular file" in refused(tmp_path / "pipe.mp4")
    assert "no such file" in refused(tmp_path / "none.mp4")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_film_that_may_not_be_read_is_told(reels, tmp_path):
    """The fix is the command."""
    path = tmp_path / "film.mp4"
    path.write_bytes((reels / "first-kiss.mp4").read_bytes())
    path.chmod(0)
    assert "cannot be read" in refused(path)


def test_a_film_without_sound_is_a_warning(folder, told):
    """A silent film may be meant."""
    encode(folder / "first-kiss.mp4", sound=False)
    assert [(each.severity, each.what) for each in told()] == [("warning", "the film has no sound")]


def test_the_fingerprint_changes_with_the_film_alone(reels, tmp_path):
    """Any changed block that is looked at, the size or the time of change gives another fingerprint."""
    path = tmp_path / "film.mp4"
    path.write_bytes((reels / "first-kiss.mp4").read_bytes())
    first = fingerprint(path)
    assert fingerprint(path) == first
    changed = bytearray(path.read_bytes())
    changed[-1] ^= 1
    times = path.stat().st_mtime_ns
    path.write_bytes(changed)
    os.utime(path, ns=(times, times))
    assert fingerprint(path).split("-")[:2] == first.split("-")[:2]
    assert fingerprint(path) != first


def poster(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_poster(path)
    return caught.value.message


def test_posters_are_decoded_to_the_last_pixel(reels, tmp_path):
    """A cut JPEG, a GIF, a text and an enormous image are refused."""
    from PIL import Image

    assert read_poster(reels / "poster.jpg").width == 1280
    data = (reels / "poster.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 2])
    (tmp_path / "text.jpg").write_text("a poster")
    Image.new("P", (10, 10)).save(tmp_path / "moving.jpg", format="GIF")
    Image.new("1", (20000, 10000)).save(tmp_path / "huge.png")
    assert "damaged or cut short" in poster(tmp_path / "cut.jpg")
    assert poster(tmp_path / "text.jpg") == "text.jpg is not an image"
    assert poster(tmp_path / "moving.jpg") == "moving.jpg is a GIF image"
    assert "too many pixels" in poster(tmp_path / "huge.png")


def test_a_poster_of_another_shape_is_a_warning(folder, told):
    """The hosts would put bars around it."""
    from PIL import Image

    Image.new("RGB", (800, 800)).save(folder / "poster.jpg")
    assert [(each.severity, each.where) for each in told()] == [("warning", "film.poster")]


def test_a_poster_beyond_a_hosts_size_is_told(folder, told):
    """Vimeo takes 10 MB, YouTube 50."""
    with (folder / "poster.jpg").open("ab") as stream:
        stream.write(bytes(11 * 2**20))
    assert [each.what.partition(", and ")[2] for each in told()] == ["vimeo takes 10 MB: it is made smaller there"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.srt", "", "a.srt is empty (0 bytes)"),
        ("a.srt", "\n\n", "a.srt has no captions in it"),
        ("a.srt", "Hello.\n", "a.srt line 1: no time, but 'Hello.'"),
        ("a.srt", "1\n00:00:01 --> 00:00:02\nHi\n", "a.srt line 2: '00:00:01 --> 00:00:02' is not a time"),
        ("a.srt", "1\n00:00:02,000 --> 00:00:01,000\nHi\n", "a.srt line 2: the caption ends before it begins"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\nBye\n", "a.srt line 5: no time, but '2'"),
        ("a.vtt", "00:01.000 --> 00:02.000\nHi\n", "a.vtt line 1: a WebVTT file begins with WEBVTT"),
        ("a.ass", "WEBVTT\n", "a.ass is neither .srt nor .vtt"),
    ],
)
def test_bad_captions_are_refused_with_their_line(tmp_path, name, text, message):
    """What no player would show is told before the launch."""
    (tmp_path / name).write_text(text)
    with pytest.raises(Unreadable) as caught:
        read_captions(tmp_path / name)
    assert caught.value.message == message


def test_good_captions_are_read(tmp_path):
    """SubRip with a byte order mark and Windows line ends; WebVTT with notes, hours left out and settings."""
    (tmp_path / "a.srt").write_bytes("\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nOui.\r\nNon.\r\n".encode())
    (tmp_path / "a.vtt").write_text("WEBVTT\n\nNOTE hello\n\n00:01.000 --> 00:02.000 align:left\nHi\n")
    assert [cue.text for cue in read_captions(tmp_path / "a.srt")] == ["Oui.\nNon."]
    assert [cue.start.total_seconds() for cue in read_captions(tmp_path / "a.vtt")] == [1.0]


def test_captions_of_another_cut_are_a_warning(folder, told):
    """They go on after the film has ended."""
    (folder / "first-kiss.en.srt").write_text("1\n00:10:00,000 --> 00:10:01,000\nHello?\n")
    assert [(each.severity, each.where) for each in told()] == [("warning", "film.captions[0].file")]
