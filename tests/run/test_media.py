"""Pictures and videos of posts: cut and sent ahead, shown once, and never before their time."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from launcher.journal.records import State
from launcher.manifest.media import probe
from launcher.rehearsal import rehearse
from tests.manifest.conftest import encode
from tests.run.rig import HOUR, MINUTE, PAGE, REDDIT, Rig, T, X, launched, manifest, posts_only
from tests.tiny import poster_bytes, write_manifest

ALT = "Two strangers, an inch apart."
PICTURE = {"media": "poster.jpg", "alt": ALT}
CLIP = {"media": {"clip": {"from": "1.25s", "for": "2s"}}}
X_CLIP = {**X, **CLIP}
ON_PAGE = {**PAGE, "link": "", "text": "Out: {{ youtube.url }}"}
PAGE_CLIP = {**ON_PAGE, **CLIP}
WHOLE = manifest(
    launch=launched(exclusive="1h"),
    posts=[
        {**X, "name": "teaser", "at": "T + 1m", "text": "Soon.", "before_release": True, **CLIP},
        {**X_CLIP, "thread": ["How it was made.", "On Vimeo too: {{ vimeo.url }}"]},
        PAGE_CLIP,
        {**PAGE, "name": "still", "link": "", "text": "A still.", "at": "T + 5m", **PICTURE},
        {**REDDIT, "link": "", "media": "poster.jpg"},
    ],
    follow_ups=[{**X, "name": "later", "text": "One more.", "at": "release + 30h", "reply_to": "on-x", **PICTURE}],
    engagement=[],
)


@pytest.fixture
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds with sound, encoded once."""
    folder = tmp_path_factory.getbasetemp() / "reel"
    folder.mkdir(exist_ok=True)
    return folder / "film.mp4" if (folder / "film.mp4").exists() else encode(folder / "film.mp4", seconds=4)


@pytest.fixture
def showing(rig: Rig, reel: Path) -> Rig:
    """A launch of that film."""
    (rig.folder / "film.mp4").write_bytes(reel.read_bytes())
    return rig


def md5(data: bytes) -> str:
    """What the stage knows a file by."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def cuts(rig: Rig) -> list[Path]:
    """What was cut."""
    return sorted((rig.folder / "media").iterdir())


def shown_on_x(rig: Rig) -> list[dict[str, Any]]:
    """The media of every post."""
    return [each for post in rig.held("x") for each in post["media"]]


def test_a_clip_goes_to_x_ahead_of_its_post(showing: Rig) -> None:
    """It is cut once and is there, processed, before the post's minute; the post shows just that file."""
    showing.launch(posts_only(X_CLIP), until=T)
    assert showing.state("media", "on-x") is State.DONE
    assert showing.held("x") == []
    showing.play()
    (cut,) = cuts(showing)
    assert [each["md5"] for each in shown_on_x(showing)] == [md5(cut.read_bytes())]
    assert round(probe(cut).duration) == 2
    assert len(showing.requests("x", "POST", "/2/tweets")) == 1


def test_pictures_are_described(showing: Rig) -> None:
    """X and the Page show the file with its description, Reddit shows it; each as one post of its own."""
    posts = ({**X, **PICTURE}, {**ON_PAGE, **PICTURE}, {**REDDIT, "link": "", "media": "poster.jpg"})
    showing.launch(posts_only(*posts))
    (on_x,), (on_reddit,) = shown_on_x(showing), showing.held("reddit")
    by_kind = {each["kind"]: each for each in showing.held("facebook")}
    assert (on_x["alt"], on_x["md5"]) == (ALT, md5(poster_bytes()))
    assert by_kind["post"]["photos"] == (by_kind["photo"]["id"],)
    assert (by_kind["photo"]["alt"], by_kind["photo"]["md5"]) == (ALT, md5(poster_bytes()))
    assert on_reddit["picture"] == md5(poster_bytes())
    assert showing.entry("post", "on-reddit").receipt.id == f"t3_{on_reddit['id']}"  # type: ignore[union-attr]


def test_a_page_video_is_public_at_its_minute(showing: Rig) -> None:
    """It lies on the Page unpublished and processed, and is made public, with its words, when the post is due."""
    showing.launch(posts_only(PAGE_CLIP), until=T + 4 * MINUTE)
    (video,) = showing.held("facebook")
    assert (video["kind"], video["public"]) == ("video", False)
    showing.play()
    (video,) = showing.held("facebook")
    assert video["public_at"] == T + 5 * MINUTE
    assert video["description"].startswith("Out: https://www.youtube.com/")
    assert video["md5"] == md5(cuts(showing)[0].read_bytes())


def test_an_interrupted_page_video_goes_on_where_facebook_is(showing: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reply to one part is lost: Facebook says where it stands, no part is sent twice, and there is one video."""
    monkeypatch.setattr("launcher.stage.facebook.videos.CHUNK", 20_000)
    showing.fault("drop_after", "facebook", method="POST", path="*/videos", nth=3)
    showing.launch(posts_only(PAGE_CLIP))
    (video,) = showing.held("facebook")
    cut = cuts(showing)[0].read_bytes()
    assert (video["md5"], video["public"]) == (md5(cut), True)
    parts = -(-len(cut) // 20_000)
    assert len(showing.requests("facebook", "POST", "/videos")) == parts + 3


@pytest.mark.parametrize(("platform", "post"), [("x", X_CLIP), ("facebook", PAGE_CLIP), ("reddit", REDDIT)])
def test_a_post_whose_reply_is_lost_is_found(showing: Rig, platform: str, post: dict[str, Any]) -> None:
    """With media, too: it was made, it is found, and nothing is sent a second time."""
    if platform == "reddit":
        post = {**REDDIT, "link": "", "media": "poster.jpg"}
    path = {"x": "/2/tweets", "facebook": "*/122100*", "reddit": "/api/submit*"}[platform]
    showing.fault("drop_after", platform, method="POST", path=path)
    showing.launch(posts_only(post))
    name = post["name"]
    assert showing.state("post", name) is State.DONE
    assert len(showing.requests(platform, "POST", path.strip("*"))) == 1
    assert any("sent, not confirmed" in each or "unknown" in each for each in showing.events("post", name))


def test_media_that_x_has_forgotten_are_sent_anew(showing: Rig) -> None:
    """A post that goes out two days late: X keeps media for a day, so that they are sent again, and the post once."""
    showing.record(posts_only({**X, **PICTURE, "late": "3d"}))
    showing.play(T)
    assert showing.state("media", "on-x") is State.DONE
    showing.clock.jump(T + 48 * HOUR)
    showing.play(T + 50 * HOUR)
    assert showing.state("post", "on-x") is State.DONE
    assert len(showing.requests("x", "POST", "/2/media/upload/initialize")) == 2
    assert len(shown_on_x(showing)) == 1


def test_an_edit_after_the_media_were_sent_counts(showing: Rig) -> None:
    """Another picture in the manifest: the post shows that, not the one that was sent ahead."""
    showing.launch(posts_only({**X, **PICTURE}), until=T)
    other = poster_bytes() + b"\0"
    (showing.folder / "other.jpg").write_bytes(other)
    showing.launch(posts_only({**X, **PICTURE, "media": "other.jpg"}))
    assert [each["md5"] for each in shown_on_x(showing)] == [md5(other)]


def test_a_changed_film_is_not_cut(showing: Rig) -> None:
    """The film is another than was planned: nothing of it is shown, and a person is asked."""
    showing.record(posts_only(X_CLIP))
    (showing.folder / "film.mp4").write_bytes((showing.folder / "film.mp4").read_bytes() + b"\0" * 8)
    showing.play()
    assert showing.state("media", "on-x") is State.HELD
    assert "has changed" in str(showing.entry("media", "on-x").error)
    assert showing.held("x") == []


def test_a_part_of_the_film_waits_for_the_film(showing: Rig) -> None:
    """YouTube refuses the release: the clip, which names no host, is not shown; the teaser was."""
    showing.fault("status", "youtube", method="PUT", path="*/videos", status=403, times=0)
    teaser = {**X_CLIP, "name": "teaser", "text": "Soon.", "at": "T - 1m", "before_release": True}
    showing.launch(posts_only(teaser, {**PAGE_CLIP, "text": "Out."}), until=T + 7 * MINUTE)
    assert [each["text"] for each in showing.held("x")] == ["Soon."]
    assert [each["public"] for each in showing.held("facebook")] == [False]


def test_a_video_that_cannot_be_processed_is_told(rig_on: Any, reel: Path) -> None:
    """The platform says so: its post waits in vain, and is not sent without what it was to show."""
    rig = rig_on(transcode_fails=True)
    (rig.folder / "film.mp4").write_bytes(reel.read_bytes())
    teaser = {"before_release": True, "text": "Soon.", "at": "T"}
    rig.launch(posts_only({**X_CLIP, **teaser}, {**PAGE_CLIP, **teaser}), until=T + HOUR)
    errors = {name: str(rig.entry("media", name).error) for name in ("on-x", "on-page")}
    assert [rig.state("media", name) for name in errors] == [State.REFUSED] * 2
    assert "x could not process" in errors["on-x"]
    assert errors["on-page"].endswith("Unsupported format")
    assert not [each for platform in ("x", "facebook") for each in rig.held(platform) if each["public"]]


def test_a_rehearsal_of_all_of_it(tmp_path: Path, reel: Path) -> None:
    """Clips, a teaser, pictures, a thread: everything is done, once, and nothing but the teaser was early."""
    (tmp_path / "film.mp4").write_bytes(reel.read_bytes())
    (tmp_path / "poster.jpg").write_bytes(poster_bytes())
    seen = rehearse(write_manifest(tmp_path / "launch.yaml", WHOLE))
    assert [(each.key, each.error) for each in seen.entries if each.state != "done"] == []
    assert (seen.early, seen.twice) == ([], [])
    assert [len(each["media"]) for each in seen.shelves["x"]] == [1, 1, 0, 0, 1]
    assert sorted(each["kind"] for each in seen.shelves["facebook"]) == ["photo", "post", "video"]
