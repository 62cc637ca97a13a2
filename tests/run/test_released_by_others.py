"""A release by YouTube's own clock or as a Premiere, and settings that differ: what is told, taken back, moved."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from launcher.cli.context import Shared
from launcher.cli.deciding import Decision, carry_out
from launcher.clock import SystemClock, iso
from launcher.errors import LauncherError, ManifestError, PlanError
from launcher.journal import claims, decisions
from launcher.journal.fates import Fate
from launcher.journal.records import State
from launcher.platforms.youtube.adapter import YouTube
from launcher.run import launching
from launcher.run.launching import prepare
from launcher.run.loosening import Retrying, Stopping
from tests.run.rig import BEGINS, HOUR, MINUTE, Rig, T, launched, manifest, rigged
from tests.stage.clients import Tube
from tests.tiny import write_manifest

QUOTA = '{"error": {"code": 403, "message": "q", "errors": [{"reason": "quotaExceeded"}]}}'
RELEASE = "film/release/youtube"
SECOND = timedelta(seconds=1)
NOWHERE = {
    "YOUTUBE_API_ROOT": "http://127.0.0.1:9/",
    "YOUTUBE_TOKEN_URI": "http://127.0.0.1:9/token",
    "LAUNCHER_TIMEOUT": "2s",
}
SHOWN = f"youtube will show the film by itself at {iso(T)}"
BY_ITSELF = f"schedule/youtube/{iso(T)}"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A stage and a folder with a film."""
    with rigged(tmp_path) as made:
        yield made


def wanted(release_by: str, at: str = "2026-12-07 09:00", **keys: Any) -> dict[str, Any]:
    """A launch of YouTube alone."""
    hosts = {"youtube": {"release_by": release_by, "license": "creativeCommon", **keys}}
    return manifest(launch=launched(at=at), hosts=hosts, posts=[], engagement=[])


def status(rig: Rig) -> dict[str, Any]:
    """The film's status part on the stage."""
    found: dict[str, Any] = rig.held("youtube")[0]["status"]
    return found


def updates(rig: Rig) -> list[Any]:
    """The requests of `videos.update`."""
    return [each for each in rig.requests("youtube", "PUT") if each.path.startswith("/youtube/v3/videos?")]


def stopped(rig: Rig, decide: decisions.Decide = decisions.hold, **environment: str) -> list[str]:
    """Hold (or cancel) the release, as `launcher hold` does."""
    return Stopping(decide=decide, settings=rig.settings(**environment))(rig.journal, [RELEASE])


def test_youtube_publishes_it_while_this_machine_sleeps(rig: Rig) -> None:
    """publishAt is the release and comes once the film is there; at the hour nobody here does anything."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    assert (status(rig)["privacyStatus"], status(rig)["publishAt"]) == ("private", iso(T))
    assert (status(rig)["license"], status(rig)["embeddable"]) == ("creativeCommon", True)
    rig.clock.jump(T + timedelta(seconds=1))
    assert status(rig)["privacyStatus"] == "public"
    before = len(updates(rig))
    rig.play()
    assert set(rig.states().values()) == {"done"}
    assert len(updates(rig)) == before


def test_an_upload_that_ends_after_the_release_has_no_publish_at(rig: Rig) -> None:
    """A publishAt that is past would publish at once: launcher's own release does it."""
    rig.record(wanted("platform"))
    rig.clock.jump(T + MINUTE)
    rig.play()
    assert ["publishAt" in json.loads(each.body)["status"] for each in updates(rig)] == [False]
    assert status(rig)["privacyStatus"] == "public"


def test_a_release_that_is_held_is_taken_back_on_youtube(rig: Rig) -> None:
    """Else YouTube would publish what a person stopped. Resumed, YouTube is told again."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    assert stopped(rig) == [RELEASE, f"film/{BY_ITSELF}"]
    assert "publishAt" not in status(rig)
    rig.play(T - MINUTE)
    assert rig.state("schedule", BY_ITSELF.partition("/")[2]) is State.HELD
    decisions.resume(rig.journal, [RELEASE, f"film/{BY_ITSELF}"])
    rig.play(T - timedelta(seconds=65))
    assert status(rig).get("publishAt") in (iso(T), None)
    rig.play()
    assert status(rig)["privacyStatus"] == "public"


def test_what_was_taken_back_is_printed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`launcher hold` of the release alone names the step that it took back besides."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    for name, value in rig.settings().values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(SystemClock, "now", lambda _: rig.clock.now())
    stopping = Stopping(decide=decisions.hold, settings=rig.settings())
    decision = Decision(decide=stopping, done="held", why_left=str, on_all=bool)
    carry_out(decision, Shared(), [RELEASE], sure=True, json=False)
    assert capsys.readouterr().out == f"held  {RELEASE}\nheld  film/{BY_ITSELF}\n"


def test_an_instant_that_is_told_while_an_edit_is_recorded_is_taken_back(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker told YouTube after the edit had looked, and looked before it was recorded: the edit looks again."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    recorded = launching.record

    def crossed(*given: Any) -> Any:
        with rig.executor() as executor:
            decisions.resume(rig.journal, [f"film/{BY_ITSELF}"])
            executor.tick()
        assert status(rig)["publishAt"] == iso(T)
        monkeypatch.setattr(launching, "record", recorded)
        return recorded(*given)

    monkeypatch.setattr(launching, "record", crossed)
    rig.record(wanted("platform", at="2026-12-07 12:00"))
    assert "publishAt" not in status(rig)
    rig.play(T + SECOND)
    assert (status(rig)["privacyStatus"], status(rig)["publishAt"]) == ("private", iso(T + 3 * HOUR))
    assert rig.state("schedule", BY_ITSELF.partition("/")[2]) is State.CANCELLED


@pytest.mark.parametrize("decide", [decisions.hold, decisions.cancel])
def test_a_release_that_was_stopped_before_the_film_was_there_is_never_told(rig: Rig, decide: Any) -> None:
    """YouTube hears of no instant, and shows nothing when it comes; the step says why it waits."""
    rig.record(wanted("platform"))
    assert stopped(rig, decide) == [RELEASE]
    rig.play(T - HOUR)
    step = rig.entry("schedule", f"youtube/{iso(T)}")
    assert (step.state, updates(rig)) == (State.HELD, [])
    assert "youtube is not to publish the film by itself" in (step.error or "")
    rig.clock.jump(T + SECOND)
    assert status(rig)["privacyStatus"] == "private"


def test_a_hold_that_comes_while_youtube_is_told_is_minded(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler looks again once it has told, and takes it back."""
    schedule = YouTube.schedule

    def crossed(self: YouTube, *args: Any) -> None:
        schedule(self, *args)
        decisions.hold(rig.journal, [RELEASE])

    monkeypatch.setattr(YouTube, "schedule", crossed)
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    assert ["publishAt" in json.loads(each.body)["status"] for each in updates(rig)] == [True, False]
    assert rig.state("schedule", f"youtube/{iso(T)}") is State.HELD
    rig.clock.jump(T + SECOND)
    assert status(rig)["privacyStatus"] == "private"


def test_a_release_moved_within_its_last_minute_does_not_leave_the_old_instant(rig: Rig) -> None:
    """The new one is too close to be told: the old one is taken back all the same."""
    rig.record(wanted("platform"))
    rig.play(T - 20 * SECOND)
    rig.record(wanted("platform", at="2026-12-07 09:00:30"))
    rig.play(T + 10 * SECOND)
    assert status(rig)["privacyStatus"] == "private"
    rig.play(T + MINUTE)
    assert status(rig)["privacyStatus"] == "public"


def test_what_cannot_be_taken_back_is_told(rig: Rig) -> None:
    """It is held here, and YouTube goes on: the message says so and what to do; the same again tries again."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    with pytest.raises(LauncherError, match="will publish the film by itself"):
        stopped(rig, **NOWHERE)
    assert rig.state("release", "youtube") is State.HELD
    assert stopped(rig) == [f"film/{BY_ITSELF}"]
    assert "publishAt" not in status(rig)


def test_a_later_release_moves_publish_at(rig: Rig) -> None:
    """The new instant is told before the old one comes."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    rig.record(wanted("platform", at="2026-12-07 12:00"))
    rig.play(T - MINUTE)
    assert status(rig)["publishAt"] == iso(T + 3 * HOUR)


def test_a_later_release_takes_the_old_instant_back_at_once(rig: Rig) -> None:
    """Before it is recorded, and although the new one cannot be told: else YouTube would show the film at the old."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    with pytest.raises(LauncherError, match=f"nothing was recorded, and youtube will publish .* {iso(T)}"):
        rig.record(wanted("platform", at="2026-12-07 12:00"), **NOWHERE)
    assert (rig.entry("release", "youtube").due_at, status(rig)["publishAt"]) == (T, iso(T))
    rig.record(wanted("platform", at="2026-12-07 12:00"))
    assert "publishAt" not in status(rig)
    rig.fault("status", "youtube", path="/youtube/v3/videos", status=403, times=0, body=QUOTA)
    rig.play(T + SECOND)
    assert status(rig)["privacyStatus"] == "private"


def test_an_instant_that_comes_back_is_told_again(rig: Rig) -> None:
    """There and back: what YouTube was told of it first was taken back, and the step begins anew."""
    rig.record(wanted("platform", at="2026-12-07 12:00"))
    rig.play(T - HOUR)
    rig.record(wanted("platform"), earlier=True)
    rig.play(T - 50 * MINUTE)
    assert status(rig)["publishAt"] == iso(T)
    rig.record(wanted("platform", at="2026-12-07 12:00"))
    rig.play(T + SECOND)
    assert (status(rig)["privacyStatus"], status(rig)["publishAt"]) == ("private", iso(T + 3 * HOUR))
    assert rig.state("schedule", BY_ITSELF.partition("/")[2]) is State.CANCELLED


def test_a_lost_reply_may_have_told_youtube(rig: Rig) -> None:
    """An edit that forgets it is refused, and a hold takes it back: the journal alone does not say that it is there."""
    rig.record(wanted("platform"))
    rig.fault("drop_after", "youtube", method="PUT", path="/youtube/v3/videos", nth=1)
    with rig.executor() as executor:
        while not rig.entry("schedule", f"youtube/{iso(T)}").error:
            executor.tick()
            rig.clock.jump(claims.next_due(rig.journal) or T)
    assert (rig.state("schedule", f"youtube/{iso(T)}"), status(rig)["publishAt"]) == (State.PLANNED, iso(T))
    with pytest.raises(PlanError, match="takes it back"):
        rig.record(wanted("launcher", at="2026-12-07 12:00"))
    assert stopped(rig) == [RELEASE, f"film/{BY_ITSELF}"]
    assert "publishAt" not in status(rig)
    rig.record(wanted("launcher", at="2026-12-07 12:00"))


def test_an_edit_that_forgets_publish_at_is_refused(rig: Rig) -> None:
    """YouTube would publish at an instant that no plan knows; once it is taken back, the edit is taken."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    with pytest.raises(PlanError, match="takes it back"):
        rig.record(wanted("launcher", at="2026-12-07 12:00"))
    stopped(rig)
    rig.record(wanted("launcher", at="2026-12-07 12:00"))
    assert "publishAt" not in status(rig)


def test_youtubes_clock_waits_for_nobody(rig: Rig) -> None:
    """`together` and `hold` cannot be kept by a publishAt."""
    hosts = {"youtube": {"release_by": "platform"}, "vimeo": {}}
    with pytest.raises(ManifestError, match="if_not_ready is together"):
        rig.record(manifest(launch=launched(if_not_ready="together"), hosts=hosts, posts=[]))


def test_a_premiere_is_a_step_for_a_person(rig: Rig) -> None:
    """The step says what to do in YouTube Studio, and is done as soon as YouTube tells the right start."""
    rig.record(wanted("premiere"))
    rig.play(T - HOUR)
    key = iso(T)
    step, film = rig.entry("premiere", f"youtube/{key}"), rig.held("youtube")[0]["id"]
    assert step.state is State.HELD
    assert f"https://studio.youtube.com/video/{film}/edit" in (step.error or "")
    assert "2026-12-07 09:00 America/Los_Angeles" in (step.error or "")
    studio = f"{rig.world.environment()['YOUTUBE_WEB_ROOT']}/studio/premiere"
    requests.post(studio, params={"v": film, "at": iso(T + HOUR)}, timeout=5)
    rig.play(T - 50 * MINUTE)
    assert "the Premiere starts 2026-12-07 10:00" in (rig.entry("premiere", f"youtube/{key}").error or "")
    requests.post(studio, params={"v": film, "at": iso(T)}, timeout=5)
    rig.play(T - 40 * MINUTE)
    assert rig.state("premiere", f"youtube/{key}") is State.DONE


@pytest.mark.parametrize("decide", [decisions.hold, decisions.cancel])
def test_a_premiere_that_is_set_is_told_loudly_by_whoever_stops_or_moves_it(rig: Rig, decide: Any) -> None:
    """Nobody but a person can take it back: hold and cancel say so until that is done, and so does an edit."""
    rig.record(wanted("premiere"))
    rig.play(T - HOUR)
    studio = f"{rig.world.environment()['YOUTUBE_WEB_ROOT']}/studio/premiere"
    requests.post(studio, params={"v": rig.held("youtube")[0]["id"], "at": iso(T)}, timeout=5)
    rig.play(T - 50 * MINUTE)
    write_manifest(rig.path, wanted("premiere", at="2026-12-07 12:00"))
    (warned,) = [
        each for each in prepare(rig.path, rig.journal, rig.clock.now()).warnings if "release_by" in each.where
    ]
    assert (warned.severity, SHOWN in warned.what, "YouTube Studio" in warned.fix) == ("warning", True, True)
    for _ in range(2):
        with pytest.raises(LauncherError, match=f"held here, but {SHOWN}") as caught:
            stopped(rig, decide)
        assert "set it to private in YouTube Studio" in caught.value.fix
    assert rig.state("release", "youtube") in (State.HELD, State.CANCELLED)
    with pytest.raises(LauncherError, match=SHOWN):
        stopped(rig, decide, **NOWHERE)
    requests.post(studio, params={"v": rig.held("youtube")[0]["id"]}, timeout=5)
    stopped(rig, decide)
    assert rig.state("premiere", f"youtube/{iso(T)}") is State.HELD


def test_a_film_that_is_uploaded_anew_is_published_once(tmp_path: Path) -> None:
    """What YouTube could not process had a publishAt: it is taken back before another takes that film's place."""
    with rigged(tmp_path, transcode_fails=True) as rig:
        rig.launch(wanted("platform"), T - HOUR)
        assert (rig.state("ready", "youtube"), status(rig)["publishAt"]) == (State.REFUSED, iso(T))
        keys = ["film/ready/youtube"]
        with pytest.raises(LauncherError, match="nothing was changed, and youtube will publish the film by itself"):
            Retrying(settings=rig.settings(**NOWHERE))(rig.journal, keys)
        assert rig.state("ready", "youtube") is State.REFUSED
        assert Retrying(settings=rig.settings())(rig.journal, keys) == keys
        assert "publishAt" not in status(rig)


def test_the_preview_tells_what_is_taken_back(rig: Rig) -> None:
    """The old instant is not called done: it is withdrawn, and the host is told."""
    rig.record(wanted("platform"))
    rig.play(T - HOUR)
    write_manifest(rig.path, wanted("platform", at="2026-12-07 12:00"))
    told = {change.key: change for change in prepare(rig.path, rig.journal, rig.clock.now()).changes}
    found = told[f"film/{BY_ITSELF}"]
    assert (found.fate, found.why) == (Fate.WITHDRAWN, "no longer in the manifest: youtube is told")


def test_a_premiere_that_nobody_set_is_a_release_all_the_same(rig: Rig) -> None:
    """A missed launch is worse than one without a Premiere."""
    rig.launch(wanted("premiere"))
    assert rig.state("premiere", f"youtube/{iso(T)}") is State.SKIPPED
    assert status(rig)["privacyStatus"] == "public"


def test_settings_that_differ_are_told_before_the_release_and_hold_up_nothing(rig: Rig) -> None:
    """A person changed the title in the Studio: refused with both, and again with the release, which happens."""
    rig.record(wanted("launcher"))
    rig.play(BEGINS + timedelta(seconds=1))
    film = {"id": rig.held("youtube")[0]["id"], "snippet": {"title": "Frist Kiss", "categoryId": "1"}}
    film["status"] = {"privacyStatus": "unlisted", "license": "youtube", "embeddable": True}
    assert Tube(rig.world).call("PUT", "videos", film, part="snippet,status").status_code == 200
    rig.play()
    told = rig.entry("settings", "youtube")
    assert told.state is State.REFUSED
    for words in (
        "title is Frist Kiss, not First Kiss",
        "licence is youtube, not creativeCommon",
        "privacy is unlisted",
    ):
        assert words in (told.error or "")
    assert rig.state("release", "youtube") is rig.state("visible", "youtube") is State.DONE
    assert "title is Frist Kiss" in (rig.entry("visible", "youtube").error or "")
