"""What `status` says of a launch, whatever it is shown on."""

from datetime import timedelta
from pathlib import Path

from launcher.clock import CompressedClock
from launcher.journal import claims, decisions
from launcher.journal.database import Journal
from launcher.journal.reading import entries, launch
from launcher.journal.recording import record
from launcher.journal.records import Outcome, Reading, State
from launcher.plan.action import Action, Kind
from launcher.plan.specs import FilmSpec
from launcher.platforms.base import Receipt
from launcher.platforms.keys import YouTubeKeys
from launcher.report.standings import Line, groups
from launcher.report.status import film_totals, status
from launcher.run.standing import standing
from tests.journal.conftest import MINUTE, T, plan, post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWNER = "elsewhere/boot/1/1"


def shown(journal: Journal, *, every: bool = False) -> dict[str, list[Line]]:
    """The groups by their titles."""
    stand = standing(entries(journal, "film"))
    return {each.title: list(each.lines) for each in groups(stand, journal.now(), "UTC", every=every)}


def said(journal: Journal, title: str) -> list[str]:
    return [line.said for line in shown(journal)[title]]


def upload(film: Path) -> Action:
    spec = FilmSpec(path=str(film), fingerprint="1", title="Film", keys=YouTubeKeys())
    return post("upload", kind=Kind.UPLOAD, platform="youtube", key="film/upload/youtube", spec=spec)


def test_a_countdown_with_the_day_where_it_is_not_today(journal: Journal) -> None:
    """Seen from an hour before T."""
    record(journal, plan(post("one"), post("two", at=T + DAY)))
    assert said(journal, "Next") == ["in 1 h, 17:00", "in 1 d 1 h, Tue 8 Dec 17:00"]


def test_of_what_recurs_the_next_time(journal: Journal) -> None:
    """And how many more there are; each where every time is wanted."""
    evenings = [
        post("evening", at=T + DAY * day, key=f"film/post/evening/{day}", follow_up=True) for day in range(1, 5)
    ]
    record(journal, plan(*evenings))
    (line,) = shown(journal)["Next"]
    assert (line.key, line.said) == ("film/post/evening/1", "in 1 d 1 h, Tue 8 Dec 17:00; 3 more to Fri 11 Dec 17:00")
    assert len(shown(journal, every=True)["Next"]) == 4


def test_an_upload_tells_how_far_it_is(journal: Journal, clock: CompressedClock, tmp_path: Path) -> None:
    """Bytes, all of them, per cent; without the film's size where the file is gone."""
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(2000))
    record(journal, plan(upload(film)))
    clock.jump(T)
    claim = claims.claim(journal, 1, OWNER)
    assert claim is not None
    assert said(journal, "Running") == ["under way"]
    claims.hold(journal, claim, progress=500)
    assert said(journal, "Running") == ["500 B of 2.0 kB, 25 %"]
    film.unlink()
    assert said(journal, "Running") == ["500 B sent"]


def test_what_is_tried_again_says_when_and_why(journal: Journal, clock: CompressedClock) -> None:
    """A failure that may pass needs nobody."""
    record(journal, plan(post("one")))
    clock.jump(T)
    claim = claims.claim(journal, 1, OWNER)
    assert claim is not None
    claims.settle(journal, claim, Outcome(state=State.PLANNED, due_at=T + MINUTE, error="x is out of reach"))
    (line,) = shown(journal)["Next"]
    assert (line.said, line.why) == ("again in 1 min, 17:01", "x is out of reach")


def test_what_waits(journal: Journal, clock: CompressedClock) -> None:
    """For another action at work, or for one that stopped."""
    record(journal, plan(post("one"), post("two", platform="facebook", after=("film/post/one",))))
    clock.jump(T)
    assert said(journal, "Next") == ["now", "after post/one"]
    decisions.cancel(journal, ["film/post/one"])
    assert said(journal, "Waiting for what stopped") == ["waits for post/one, which is cancelled"]
    assert said(journal, "Withdrawn") == ["cancelled by hand"]


def test_a_withdrawn_doubt_stays_one(journal: Journal, clock: CompressedClock) -> None:
    """What was sent and never confirmed may stand there, cancelled or not."""
    record(journal, plan(post("one")))
    clock.jump(T)
    claim = claims.claim(journal, 1, OWNER)
    assert claim is not None
    claims.hold(journal, claim, draft="the words")
    claims.settle(journal, claim, Outcome(state=State.UNKNOWN, due_at=T, error="reset"))
    decisions.cancel(journal, ["film/post/one"])
    assert said(journal, "Withdrawn") == ["cancelled by hand; it may have been sent"]


def test_what_is_done_tells_when_how_late_and_where(journal: Journal, clock: CompressedClock) -> None:
    """On time, it says the instant alone."""
    record(journal, plan(post("one"), post("two", platform="facebook")))
    for number, instant in ((1, T), (2, T + 2 * MINUTE)):
        clock.jump(instant)
        claim = claims.claim(journal, number, OWNER)
        assert claim is not None
        receipt = Receipt(id=str(number), url=f"https://example.org/{number}")
        claims.settle(journal, claim, Outcome(state=State.DONE, receipt=receipt))
    assert said(journal, "Done") == ["17:00  https://example.org/1", "17:02, 2 min late  https://example.org/2"]


def test_the_json_keeps_the_action_that_failed(journal: Journal, clock: CompressedClock) -> None:
    """Its error, what to type, and how often it was tried."""
    record(journal, plan(post("one")))
    clock.jump(T)
    claim = claims.claim(journal, 1, OWNER)
    assert claim is not None
    claims.settle(journal, claim, Outcome(state=State.REFUSED, error="x refused: no", next="launcher retry one"))
    recorded = launch(journal, "film")
    assert recorded is not None
    told = status(recorded, standing(entries(journal, "film")), [])
    assert told["state"] == "failed"
    (action,) = told["actions"]
    assert (action["error"], action["next"], action["attempts"]) == ("x refused: no", "launcher retry one", 1)


def test_totals_are_sums_of_what_was_told() -> None:
    """What no platform tells is null and never 0; a score is no like."""
    readings = [
        Reading(key="film/upload/youtube", platform="youtube", metric="views", value=40.0, at=T),
        Reading(key="film/upload/vimeo", platform="vimeo", metric="views", value=2.0, at=T + MINUTE),
        Reading(key="film/post/one", platform="reddit", metric="score", value=9.0, at=T + HOUR),
    ]
    assert film_totals(readings) == {
        "views": 42,
        "likes": None,
        "comments": None,
        "shares": None,
        "at": "2026-12-07T17:01:00Z",
    }


def test_a_notice_that_may_have_been_heard_asks_for_nobody(journal: Journal, clock: CompressedClock) -> None:
    """A launch that ends while it is tried again ends well; a post in the same state waits for a person."""
    record(journal, plan(post("told", kind=Kind.NOTIFY, platform="notify"), post("one")))
    clock.jump(T)
    codes = []
    for action_id in (1, 2):
        claim = claims.claim(journal, action_id, OWNER)
        assert claim is not None
        claims.settle(journal, claim, Outcome(state=State.UNKNOWN, error="no reply", due_at=T + MINUTE))
        codes.append(standing(entries(journal, "film")).exit_code)
    assert codes == [0, 3]
