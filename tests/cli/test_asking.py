"""What `launcher launch` asks before anything is recorded: the platforms, and the person."""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer

from launcher.cli import launch
from launcher.clock import CompressedClock, SystemClock
from launcher.errors import PlanError
from launcher.journal import decisions
from launcher.journal.database import open_journal
from launcher.journal.fates import Fate
from launcher.journal.reading import entries
from launcher.logins.files import FileStore
from launcher.logins.kept import Kept
from launcher.run import launching
from launcher.run.readiness import meet
from launcher.stage.world import World
from tests.cli.conftest import Call
from tests.cli.stagecraft import manifest, stage


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A stage, and its environment for this process."""
    with stage() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_each_account_is_shown_before_anything_is_sent(call: Call, world: World, tmp_path: Path) -> None:
    """Its name and address, told by the platform."""
    shown = call("launch", manifest(tmp_path), "--yes")
    accounts = shown.err.partition("\nAccounts\n")[2].splitlines()[:2]
    assert [line.split()[0] for line in accounts] == ["youtube", "x"]
    assert "https://x.com/" in accounts[1]


@pytest.mark.usefixtures("world")
def test_wrong_credentials_are_all_told_and_nothing_is_recorded(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by a read on each platform, in one message with exit code 4, not at release."""
    monkeypatch.setenv("X_ACCESS_TOKEN", "not-the-token")
    monkeypatch.setenv("YOUTUBE_REFRESH_TOKEN", "not-the-token")
    refused = call("launch", manifest(tmp_path), "--yes")
    assert refused.code == 4
    said = refused.err.partition("Error:")[2]
    assert "nothing was recorded" in said
    assert "youtube" in said
    assert "x:" in said
    assert "not-the-token" not in refused.err
    assert not (tmp_path / "home").exists()


def test_credentials_of_another_account_record_nothing(call: Call, world: World, tmp_path: Path) -> None:
    """The account was pinned by `launcher login` to somebody else: told before anything is recorded, exit code 4."""
    pinned = Kept(platform="x", account="default", id="12", name="somebody", since=SystemClock().now())
    FileStore(tmp_path / "home" / "tokens").write(pinned)
    refused = call("launch", manifest(tmp_path), "--yes")
    assert refused.code == 4
    assert "of another account: stagepictures (2244994945), and this one is pinned to 12" in refused.err
    assert not (tmp_path / "home" / "journal.db").exists()
    assert world.ledger.created("x") == []


def test_a_platform_that_is_down_is_a_warning(call: Call, world: World, tmp_path: Path) -> None:
    """It could not be asked: that is said, and the launch begins."""
    world.faults.add("status", platform="x", method="GET", path="*/users/me", status=503, body="{}", times=1)
    shown = call("launch", manifest(tmp_path), "--yes")
    assert shown.code == 0
    assert "x could not be asked whose the credentials are" in shown.err


def test_a_platform_that_is_silent_does_not_hold_up_the_others() -> None:
    """The answer is there after the patience that was given, with what is known."""
    import threading

    release = threading.Event()

    class Silent:
        def account(self) -> None:
            release.wait(20)

    (met,) = meet({("x", "default"): Silent()}, patience=0.05)  # type: ignore[dict-item]
    release.set()
    assert "no answer" in str(met.error)
    assert not met.is_refused


def test_a_question_left_open_past_release_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The title typed before release is no consent to what became due meanwhile; that is shown first."""
    begun = datetime(2099, 12, 7, 7, 0, tzinfo=UTC)
    clock = CompressedClock(begun)
    at = {"name": "tiny", "at": "2099-12-07 09:00", "timezone": "Europe/Berlin"}
    prepared = launching.prepare(manifest(tmp_path, launch=at), None, begun)

    class Sleepy(io.StringIO):
        def readline(self, _size: int = -1, /) -> str:
            clock.jump(clock.now() + timedelta(hours=2))
            return super().readline()

    monkeypatch.setattr(sys, "stdin", Sleepy("A Tiny Film\n\n\n\n"))
    with pytest.raises(typer.Exit):
        launch.confirm(prepared, [], clock, begun)
    said = capsys.readouterr().err
    assert "they would go out at once:\n  release on youtube, Mon 2099-12-07 09:00 CET (" in said
    assert "announce on x" in said


def test_two_launchers_at_once_are_told_of_each_other(tmp_path: Path) -> None:
    """The second one changes nothing, and says what to type."""
    journal, now = open_journal(f"sqlite:///{tmp_path / 'journal.db'}"), SystemClock().now()
    one = launching.prepare(manifest(tmp_path), journal, now)
    launching.commit(journal, one)
    with pytest.raises(PlanError, match="another launcher") as refused:
        launching.commit(journal, one)
    assert "launcher status tiny" in refused.value.fix
    journal.close()


def test_a_second_launcher_that_changes_nothing_goes_on_beside_the_first(tmp_path: Path) -> None:
    """What the first did between the second's look and its start is no reason to refuse it."""
    journal, now = open_journal(f"sqlite:///{tmp_path / 'journal.db'}"), SystemClock().now()
    launching.commit(journal, launching.prepare(manifest(tmp_path), journal, now))
    second = launching.prepare(manifest(tmp_path), journal, now)
    decisions.hold(journal, [entries(journal, "tiny")[0].key])
    assert {each.fate for each in launching.commit(journal, second)} == {Fate.KEPT}
    journal.close()
