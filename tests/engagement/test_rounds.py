"""Readings on the stage: all of an account's launches in the same calls, and gaps recorded as gaps."""

from typing import Any
from urllib.parse import parse_qs, unquote

from launcher.journal.rounds import gaps_of
from launcher.journal.samples import latest, readings
from launcher.run.launching import commit, prepare
from tests.run.rig import HOUR, MINUTE, REDDIT, Rig, T, manifest
from tests.tiny import write_manifest

LADDER = [{"every": "5m", "for": "3h"}]
ONE = {"hosts": {"youtube": {}}, "posts": [], "engagement": LADDER}


def _asked(rig: Rig) -> list[list[str]]:
    """The ids of every reading of YouTube's statistics."""
    queries = [each.path.partition("?")[2] for each in rig.requests("youtube", "GET")]
    return [parse_qs(unquote(each))["id"][0].split(",") for each in queries if "part=statistics" in each]


def test_two_launches_share_every_call(rig: Rig) -> None:
    """A film launched 17 minutes after another is read in the calls that read the other, each to its own launch."""
    rig.record(manifest(**ONE))
    second = manifest(**ONE, launch={"name": "second", "at": "2026-12-07 09:17", "timezone": "America/Los_Angeles"})
    write_manifest(rig.folder / "second.yaml", second)
    commit(rig.journal, prepare(rig.folder / "second.yaml", rig.journal, rig.clock.now()))
    rig.play(T + 3 * HOUR)
    ids = [len(each) for each in _asked(rig)]
    assert len(rig.held("youtube")) == 2
    assert ids.count(2) >= 30
    assert ids[ids.index(2) :].count(1) <= 1  # the second film's first reading, at its release
    assert {each.key for each in latest(rig.journal, "second")} == {"second/upload/youtube"}
    assert len(readings(rig.journal, "film")) >= 3 * 34


def test_an_outage_is_a_gap_with_its_reason(rig: Rig) -> None:
    """YouTube answers 503 for half an hour: the readings that it cost are counted, with the last failure's words."""
    rig.launch(manifest(**ONE), until=T + 20 * MINUTE)
    rig.fault("status", "youtube", method="GET", path="*/videos", status=503, times=0)
    rig.play(T + 50 * MINUTE)
    rig.world.faults.clear()
    rig.play(T + 2 * HOUR)
    (gap,) = gaps_of(rig.journal, "film")
    assert gap.key == "film/sample/youtube"
    assert 4 <= gap.missed <= 6
    assert 25 * MINUTE <= gap.until - gap.since <= 45 * MINUTE
    assert "503" in gap.why
    between = [each for each in readings(rig.journal, "film") if gap.since < each.at < gap.until]
    assert between == []


def test_launcher_that_nobody_ran_is_a_gap_without_one(rig: Rig) -> None:
    """The machine was off for an hour."""
    rig.launch(manifest(**ONE), until=T + 30 * MINUTE)
    rig.clock.jump(T + 90 * MINUTE)
    rig.play(T + 2 * HOUR)
    (gap,) = gaps_of(rig.journal, "film")
    assert (gap.missed, gap.why) == (11, "")


def test_reddit_tells_places_removal_and_by_whom(rig: Rig) -> None:
    """The place in the subreddit, on r/all and r/popular; a post that a moderator takes away says who did."""
    ladder = [{"every": "1h", "for": "20h"}]
    rig.launch(manifest(hosts={"youtube": {}}, posts=[REDDIT], engagement=ladder), until=T + 16 * HOUR)
    found = {each.metric: each for each in latest(rig.journal, "film") if each.platform == "reddit"}
    assert {"score", "upvote_ratio", "crossposts", "rank", "removed"} <= found.keys()
    assert (found["removed"].value, found["removed"].word) == (0, None)
    assert 1 <= found["all_rank"].value == found["popular_rank"].value <= 50
    board: Any = getattr(rig.world.shelves["reddit"], "__self__")  # noqa: B009 - a bound method's owner
    next(iter(board.posts.values())).removed_by = "moderator"
    rig.play(T + 18 * HOUR)
    found = {each.metric: each for each in latest(rig.journal, "film") if each.platform == "reddit"}
    assert (found["removed"].value, found["removed"].word) == (1, "moderator")


def test_what_youtube_counts_is_dated(rig: Rig) -> None:
    """Views since 27 August 2026 are counted otherwise, and say so; likes are what they were."""
    rig.launch(manifest(**ONE), until=T + 10 * MINUTE)
    found = {each.metric: each.counting for each in readings(rig.journal, "film")}
    assert found == {"views": "2026-08-27", "likes": "", "comments": ""}
