"""People are told: of what, once each, when they may sleep, and not of what is over."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from launcher.engagement.news import tell_ending
from launcher.journal import allowances, claims
from launcher.journal.records import State
from launcher.plan.action import Kind
from launcher.platforms.gauge import Level
from tests.run.fuse import Crash, Fuse
from tests.run.rig import HOUR, MINUTE, REDDIT, Rig, Rigged, T, X, manifest

LADDER = [{"every": "2h", "for": "20h"}]
DAY = timedelta(days=1)


class Team:
    """A service that hears what the team is told, at an Apprise address on this machine."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status, self.hear = 200, lambda: None
        team = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                team.heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                team.hear()
                self.send_response(team.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quietly."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def titles(self) -> list[str]:
        """What they heard, without the film's title."""
        return [each["title"].removeprefix("First Kiss: ") for each in self.heard]


@pytest.fixture
def team(rig: Rig) -> Iterator[Team]:
    """The people of NOTIFY_TEAM."""
    made = Team()
    rig.environment = {"NOTIFY_TEAM": f"json://127.0.0.1:{made.server.server_port}/in"}
    yield made
    made.server.shutdown()
    made.server.server_close()


def wanted(**parts: Any) -> dict[str, Any]:
    """A launch of YouTube whose team is told."""
    return manifest(**{"hosts": {"youtube": {}}, "posts": [], "engagement": [], "notify": ["team"], **parts})


def test_alerts_and_milestones_are_told_once(rig: Rig, team: Team) -> None:
    """By the manifest's alerts in its own words, and of a milestone, the front page, a removal."""
    thanks = {"name": "thanks", "on": "x", "when": {"views": 30_000}, "text": "Thanks"}
    alerts = [
        {"when": {"views": 30_000}, "say": "{{ film.title }}: {{ views | compact }}!"},
        {"when": {"reddit.score": 10**9}, "say": "Never"},
    ]
    said = wanted(posts=[REDDIT], follow_ups=[thanks], alerts=alerts, engagement=LADDER)
    rig.launch(said, until=T + 16 * HOUR)
    board: Any = getattr(rig.world.shelves["reddit"], "__self__")  # noqa: B009 - a bound method's owner
    next(iter(board.posts.values())).removed_by = "moderator"
    rig.play(T + 20 * HOUR)
    rig.record(said)  # launching again takes nothing back, and repeats nothing
    rig.play(T + 22 * HOUR)
    assert sorted(team.titles) == [
        "First Kiss",
        "a milestone: views ≥ 30,000",
        "on-reddit is on Reddit's front page",
        "on-reddit was removed from reddit",
    ]
    bodies = [each["message"] for each in team.heard]
    assert any(body.startswith("First Kiss: ") and body.endswith(",000!") for body in bodies)
    assert "By: moderator." in bodies


def test_an_alert_waits_for_the_last_reading(rig: Rig, team: Team) -> None:
    """The ladder's last reading comes some seconds after its end; an alert that it brings is told."""
    alerts, ladder = [{"when": {"youtube.views": 200}, "say": "Seen"}], [{"every": "1h", "for": "3h"}]
    rig.launch(wanted(alerts=alerts, engagement=ladder), until=T + 2 * HOUR + 30 * MINUTE)
    assert team.heard == []
    rig.play(T + 4 * HOUR)
    assert [each["message"] for each in team.heard] == ["Seen"]


def test_what_fails_is_told_with_what_to_type(rig: Rig, team: Team) -> None:
    """Refused, and held for a person: at once, each once, though the same is tried again and again."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=403, times=0, body='{"detail": "Not permitted"}')
    page = {"name": "on-page", "on": "facebook", "at": "release + 1h", "late": "1h", "text": "Here", "link": "youtube"}
    rig.record(wanted(posts=[X, page]))
    rig.play(T + 10 * MINUTE)
    assert team.titles == ["post/on-x was refused"]
    assert "launcher retry film/post/on-x" in team.heard[0]["message"]
    rig.clock.jump(T + 3 * HOUR)
    rig.play(T + 4 * HOUR)
    assert team.titles[1:] == ["post/on-page waits for a decision"]


def test_what_is_found_within_minutes_is_not_told(rig: Rig, team: Team) -> None:
    """A post whose reply was lost, and which is there, is nobody's trouble."""
    rig.fault("drop_after", "x", method="POST", path="/2/tweets", nth=1)
    rig.launch(wanted(posts=[X]), until=T + HOUR)
    assert rig.state("post", "on-x") is State.DONE
    assert team.heard == []


def test_a_host_that_is_not_ready_is_told_before_release(rig_on: Rigged) -> None:
    """Five minutes before it, once."""
    rig = rig_on(transcode=timedelta(hours=3))
    team = Team()
    rig.environment = {"NOTIFY_TEAM": f"json://127.0.0.1:{team.server.server_port}/in"}
    rig.record(wanted())
    rig.play(T - 6 * MINUTE)
    assert team.heard == []
    rig.clock.jump(T - 5 * MINUTE)
    rig.play(T + HOUR)
    assert team.titles == ["youtube is not ready for release"]
    team.server.shutdown()
    team.server.server_close()


def test_what_nobody_could_be_told_of_waits_for_nobody_once_it_is_over(rig_on: Rigged) -> None:
    """Without an address the notice is held only as long as its host is not ready."""
    rig = rig_on(transcode=timedelta(hours=3))
    rig.record(wanted())
    rig.clock.jump(T - 5 * MINUTE)
    rig.play(T + MINUTE)
    assert rig.entry(Kind.NOTIFY, "not-ready/youtube/team").state is State.HELD
    rig.play(T + 4 * HOUR)
    assert rig.state("release", "youtube") is State.DONE
    assert rig.entry(Kind.NOTIFY, "not-ready/youtube/team").state is State.SKIPPED


def test_quiet_hours_wait_for_all_but_trouble(rig: Rig, team: Team) -> None:
    """A milestone of the night is told at seven, local time; a refusal at once."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=403, times=0, body='{"detail": "Not permitted"}')
    alerts = [{"when": {"views": 30_000}, "say": "Thirty thousand"}]
    rig.record(wanted(posts=[{**X, "at": "release + 4h"}], alerts=alerts, engagement=LADDER, quiet_hours="12:00-21:30"))
    rig.play(T + 12 * HOUR)  # release is at nine in Los Angeles
    assert team.titles == ["post/on-x was refused"]
    rig.play(T + 13 * HOUR)
    assert team.titles[1:] == ["First Kiss"]
    assert rig.entry(Kind.NOTIFY, "alert/views-30-000/team").settled_at == T + timedelta(hours=12, minutes=30)


def test_a_digest_tells_the_last_day(rig: Rig, team: Team) -> None:
    """Every morning at eight: the sums, what the day added, each platform, and what waits for a person."""
    rig.launch(wanted(digest="0 8 * * *", engagement=[{"every": "6h", "for": "2d"}]), until=T + 2 * DAY)
    first, second = (each["message"].splitlines() for each in team.heard)
    assert first[0] == "23 hours after release"
    assert first[1].startswith("views: ")
    assert second[0] == "1 day 23 hours after release"
    assert second[1].endswith("million in 24 hours)")
    assert any(line.startswith("youtube: comments ") for line in second)


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5])
def test_a_crash_before_they_are_told_is_made_good(
    rig: Rig, team: Team, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends at any commit, from the failure to the notice's settlement: they hear it once."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=403, times=0, body='{"detail": "Not permitted"}')
    rig.record(wanted(posts=[X]))
    rig.play(T + MINUTE)
    rig.clock.jump(T + 2 * MINUTE)
    fuse = Fuse()
    fuse.around(monkeypatch, rig.journal)
    fuse.light("committing", nth)
    tick_to_the_end(rig, fuse)
    assert team.titles == ["post/on-x was refused"]


def test_killed_while_they_hear_it_they_hear_it_once(rig: Rig, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service has it, and the process is gone before its answer."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=403, times=0, body='{"detail": "Not permitted"}')
    rig.record(wanted(posts=[X]))
    rig.play(T + MINUTE)
    rig.clock.jump(T + 2 * MINUTE)
    fuse = Fuse()
    fuse.around(monkeypatch, rig.journal)
    team.hear = lambda: setattr(fuse, "blown", True)
    tick_to_the_end(rig, fuse)
    assert team.titles == ["post/on-x was refused"]
    (notice,) = (each for each in rig.entries() if each.kind is Kind.NOTIFY)
    assert (notice.state, notice.error) == (State.DONE, "sent, not confirmed; not told twice")


def tick_to_the_end(rig: Rig, fuse: Fuse) -> None:
    """Tick until the process ends; then, when its leases are over, in another one."""
    with suppress(Crash), rig.executor() as executor:
        executor.tick()
    fuse.renew()
    rig.clock.jump(rig.clock.now() + claims.LEASE + MINUTE)
    rig.play(rig.clock.now() + HOUR)


def test_a_service_that_is_down_is_asked_again(rig: Rig, team: Team) -> None:
    """It answers 503 for a while: they hear it when it is back; the launch does not wait for that."""
    rig.fault("status", "x", method="POST", path="/2/tweets", status=403, times=0, body='{"detail": "Not permitted"}')
    team.status = 503
    rig.launch(wanted(posts=[X]), until=T + 4 * MINUTE)
    (notice,) = (each for each in rig.entries() if each.kind is Kind.NOTIFY)
    assert (notice.state, notice.attempts >= 1) == (State.PLANNED, True)
    assert notice.error == "NOTIFY_TEAM: the service answered 503"
    team.status, asked = 200, len(team.heard)
    rig.play(T + HOUR)
    assert len(team.heard) == asked + 1


def test_an_address_that_is_missing_holds_the_notice_alone(rig: Rig) -> None:
    """It says which variable; the launch goes out, and the notice with it once the address is there."""
    rig.launch(
        wanted(posts=[X], alerts=[{"when": {"views": 100}, "say": "Seen"}], engagement=LADDER), until=T + 4 * HOUR
    )
    assert rig.state("post", "on-x") is State.DONE
    notice = rig.entry(Kind.NOTIFY, "alert/views-100/team")
    assert notice.state is State.HELD
    assert notice.error == "nobody can be told: NOTIFY_TEAM is not set"


def test_little_credit_and_an_ending_login_are_told_once(rig: Rig, team: Team) -> None:
    """Nine tenths of a day's units are used; a login ends in two days."""
    rig.record(wanted(posts=[X], engagement=LADDER))
    used = Level(name="units", used=9200, most=10_000, resets_at=T + 15 * HOUR, counted=True)
    allowances.keep(rig.journal, "youtube", "default", [used])
    rig.play(T + HOUR)
    sampler = rig.entry(Kind.SAMPLE, "youtube")
    for _ in range(2):
        tell_ending(rig.journal, sampler, T + 2 * DAY)
        tell_ending(rig.journal, sampler, T + 9 * DAY)
    rig.play(T + 2 * HOUR)
    assert sorted(team.titles) == ["the login of youtube ends soon", "youtube has little left to give"]
