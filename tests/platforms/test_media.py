"""What every feed that takes media does: seen by nobody before its post, found after a lost reply, gone on with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from launcher.errors import OutcomeUnknown, PlatformError, Refused
from launcher.platforms.base import Attached, Draft, Medium, Receipt, Session, TakesMedia
from launcher.platforms.x.media import MOST_SEGMENTS, segment
from tests.platforms.contract import HOUR, Kept, ignore
from tests.platforms.stage import Stage, on_stage
from tests.tiny import film_bytes, padded, poster_bytes

DRAFTS = {
    "facebook": Draft(text="First Kiss is out."),
    "x": Draft(text="First Kiss is out. https://vimeo.com/1"),
    "reddit": Draft(title="First Kiss", destination="Filmmakers", flair="Film"),
}
VIDEOS = ("facebook", "x")
CREATES = {"facebook": "*/feed", "x": "/2/tweets", "reddit": "/api/submit*"}


@pytest.fixture(params=DRAFTS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """An account on each feed."""
    with on_stage(request.param, tmp_path) as made:
        made.draft = DRAFTS[request.param]
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Medium:
    """A described picture."""
    path = tmp_path / "still.jpg"
    path.write_bytes(poster_bytes())
    return Medium(path=path, size=path.stat().st_size, kind="image/jpeg", alt="An inch apart.")


@pytest.fixture
def video(tmp_path: Path) -> Medium:
    """A video of two of the parts for which the stage's Facebook asks."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(padded(film_bytes(), 5 << 20))
    return Medium(path=path, size=path.stat().st_size, kind="video/mp4")


def attached(place: Stage, medium: Medium, kept: Kept) -> Attached:
    """The medium, sent and processed."""
    for _ in range(3):
        found = place.connect().attach(medium, kept, ignore)
        if found is not None:
            assert isinstance(found, Attached)
            return found
        place.later(HOUR)
    raise AssertionError("never processed")


def public(place: Stage) -> list[str]:
    """What anybody can see."""
    return [each["id"] for each in place.world.shelves[place.name]() if each["public"]]


def posted(place: Stage, draft: Draft) -> Receipt:
    """The post's receipt, from another process where the platform does not tell it at once."""
    began = place.now()
    try:
        receipt = place.connect().post(draft)
    except OutcomeUnknown:
        receipt = place.connect().find(draft, began)
    assert isinstance(receipt, Receipt)
    return receipt


def test_a_picture_is_seen_with_its_post_and_not_before(place: Stage, picture: Medium) -> None:
    """Sent twice ahead, it shows nowhere; then there is one post, which is found, and has its figures."""
    assert isinstance(place.connect(), TakesMedia)
    attached(place, picture, Kept())
    draft = replace(place.draft, attached=attached(place, picture, Kept()))
    assert public(place) == []
    began = place.now()
    receipt = posted(place, draft)
    assert public(place) == [receipt.id.removeprefix("t3_")]
    found = place.connect().find(draft, began - HOUR)
    assert found is not None
    assert found.id == receipt.id
    place.later(HOUR)
    assert {each.receipt_id for each in place.connect().sample([receipt])} == {receipt.id}


def test_another_picture_of_the_same_words_is_not_it(place: Stage, picture: Medium) -> None:
    """A post that shows something else, or that other work made, is not taken for this one."""
    first = attached(place, picture, Kept())
    receipt = posted(place, replace(place.draft, attached=first))
    draft = replace(place.draft, attached=attached(place, picture, Kept()))
    began = place.now() - HOUR
    assert place.connect().find(draft, began, frozenset({receipt.id})) is None
    if place.name == "facebook":
        assert place.connect().find(draft, began) is None


@pytest.mark.parametrize("place", VIDEOS, indirect=True)
def test_a_video_is_seen_with_its_post_and_not_before(place: Stage, video: Medium) -> None:
    """It is waited for, then shown once, whole; who asks again what became of it sends nothing again."""
    kept, heard = Kept(), list[int]()
    assert place.connect().attach(video, kept, heard.append) is None
    assert (heard[0], heard[-1]) == (0, video.size)
    sent = len(place.requests("POST"))
    place.later(HOUR)
    found = place.connect().attach(video, kept, ignore)
    assert found is not None
    assert kept.session == Session(uri="", id=found.id)  # whatever stands there is hidden from every screen as a secret
    assert len(place.requests("POST")) == sent
    assert public(place) == []
    began = place.now()
    draft = replace(place.draft, attached=found)
    assert place.connect().find(draft, began) is None
    receipt = posted(place, draft)
    assert public(place) == [receipt.id]
    again = place.connect().find(draft, began)
    assert again is not None
    assert again.id == receipt.id


@pytest.mark.parametrize("place", ["facebook"], indirect=True)
def test_an_interrupted_video_goes_on_in_another_process(place: Stage, video: Medium) -> None:
    """The second part never arrives: a new adapter sends that alone, to the same session."""
    kept = Kept()
    place.fault("drop_before", method="POST", path="*/videos", nth=3)
    with pytest.raises(OutcomeUnknown):
        place.connect().attach(video, kept, ignore)
    before = sum(each.received for each in place.requests("POST", "/videos"))
    assert attached(place, video, kept).id == place.world.shelves["facebook"]()[0]["id"]
    after = sum(each.received for each in place.requests("POST", "/videos"))
    assert after - before < video.size - (3 << 20)


@pytest.mark.parametrize("place", ["facebook"], indirect=True)
def test_a_session_that_facebook_has_forgotten_is_begun_anew(place: Stage, video: Medium) -> None:
    """The video is not there any more: a new one is made."""
    kept = Kept(session=Session(uri="1 0 4096", id="122100000999999"))
    attached(place, video, kept)
    assert kept.dropped == 1


@pytest.mark.parametrize("place", ["x"], indirect=True)
def test_media_that_x_has_forgotten_are_sent_anew(place: Stage, picture: Medium) -> None:
    """X does not know the kept id."""
    kept = Kept(session=Session(uri="", id="99"))
    assert attached(place, picture, kept).id != "99"


@pytest.mark.parametrize("place", ["reddit"], indirect=True)
def test_a_picture_that_the_storage_refuses_is_told(place: Stage, picture: Medium) -> None:
    """Its answer is no JSON, and is read all the same."""
    place.fault("status", method="POST", path="/storage", status=400, body="<Error/>")
    with pytest.raises(Refused, match="storage refused the picture"):
        place.connect().attach(picture, Kept(), ignore)


def test_a_lost_reply_of_an_upload_decides_nothing(place: Stage, picture: Medium) -> None:
    """It may be repeated: no post comes of it, and the words of the error hold no secret."""
    place.fault("drop_after", method="POST", nth=1)
    with pytest.raises(PlatformError) as told:
        place.connect().attach(picture, Kept(), ignore)
    assert not [secret for secret in place.world.secrets() if secret in str(told.value)]
    attached(place, picture, Kept())
    assert public(place) == []


def test_segments_of_the_largest_video_fit_into_one_window() -> None:
    """8 GiB in at most as many requests as X takes; small ones in parts of 4 MiB."""
    assert -(-8 * 2**30 // segment(8 * 2**30)) <= MOST_SEGMENTS
    assert segment(5) == 4 * 2**20
