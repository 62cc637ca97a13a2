"""`launcher launch` against a stage: shown, asked, recorded, stayed with, interrupted, resumed."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.stage.world import World
from tests.cli.conftest import Call
from tests.cli.stagecraft import SOON, manifest, stage, started


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A stage, and its environment for this process."""
    with stage() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def made(world: World, platform: str, path: str) -> int:
    """How many requests the platform saw whose path ends so."""
    return sum(each["platform"] == platform and each["path"].endswith(path) for each in world.ledger.records())


def test_a_launch_ends_with_its_addresses(call: Call, world: World, tmp_path: Path) -> None:
    """On stdout, one a line, behind the manifest's names; what goes on later is said with what to type."""
    shown = call("launch", manifest(tmp_path), "--yes")
    assert shown.code == 0
    host, post = (line.split() for line in shown.out.splitlines())
    assert host[0] == "youtube"
    assert host[1].startswith("https://www.youtube.com/watch?v=")
    assert post[0] == "announce"
    assert world.shelves["x"]()[0]["text"].endswith(host[1])
    assert "Still to come: engagement.\nIt goes on by cron: launcher cron --install" in shown.err
    assert "\x1b" not in shown.out + shown.err


def test_launching_again_repeats_nothing(call: Call, world: World, tmp_path: Path) -> None:
    """With nothing changed there is nothing to confirm, and nothing is sent."""
    path = manifest(tmp_path)
    call("launch", path, "--yes")
    before = len(world.ledger.records())
    again = call("launch", path)
    assert again.code == 0
    assert "A Tiny Film · launch tiny · on the stage · goes on" in again.err
    assert "resuming tiny" in again.err
    assert len(world.ledger.records()) == before
    assert call("launch", "tiny").code == 0


def test_an_edit_of_what_is_out_is_told_with_what_to_do_by_hand(call: Call, world: World, tmp_path: Path) -> None:
    """A title that an uploaded film has otherwise is not "nothing has changed"."""
    film = {"file": "film.mp4", "title": "A Better Film", "tags": ["short"]}
    call("launch", manifest(tmp_path), "--yes")
    edited = call("launch", manifest(tmp_path, film=film))
    assert edited.code == 0
    assert "upload to youtube  title, tags  change it there by hand: https://www.youtube.com/watch?v=" in edited.err
    assert "Nothing is left to change: resuming tiny." in edited.err
    without = call("launch", manifest(tmp_path, film=film, posts=[]), "--yes")
    assert "announce on x      no longer in the manifest  edit or delete it there: https://x.com/" in without.err


def test_a_launch_on_the_stage_is_marked_and_does_not_go_on_for_real(
    call: Call, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever forgets the stage's variables is told, before any platform is asked."""
    path = manifest(tmp_path)
    call("launch", path, "--yes")
    shown = call("status")
    assert shown.out.splitlines()[0].endswith(" · on the stage")
    assert call("status", "--json").json["on_stage"] is True
    for name in world.environment():
        monkeypatch.delenv(name)
    refused = call("launch", path, "--yes")
    assert refused.code == 2
    assert "tiny was launched on a stage" in refused.err
    assert "another LAUNCHER_HOME" in refused.err


def test_an_edit_shows_what_is_kept_and_changed(call: Call, world: World, tmp_path: Path) -> None:
    """What is done stays as it is, what is new is added and done, and each change says why."""
    call("launch", manifest(tmp_path), "--yes")
    more = {"name": "again", "on": "x", "at": "release + 1s", "text": "Still here: {{ youtube.url }}"}
    edited = call("launch", manifest(tmp_path, posts=[{**SOON, "text": "Out! {{ youtube.url }}"}, more]), "--yes")
    assert edited.code == 0
    assert "1 added" in edited.err
    assert "1 fixed" in edited.err
    assert "text changed, but it is done already" in edited.err
    assert "announce on x  text  edit or delete it there: https://x.com/" in edited.err
    assert len(world.shelves["x"]()) == 2
    assert len(world.shelves["youtube"]()) == 1


def test_without_a_terminal_nothing_is_asked_and_nothing_recorded(call: Call, world: World, tmp_path: Path) -> None:
    """Exit code 2, and the flag that would do."""
    refused = call("launch", manifest(tmp_path))
    assert refused.code == 2
    assert "--yes" in refused.err
    assert not (tmp_path / "home").exists()
    assert world.ledger.records() == []


def test_missing_credentials_are_all_told_before_anything_is_recorded(call: Call, tmp_path: Path) -> None:
    """Exit code 4; every variable of every account, at once."""
    refused = call("launch", manifest(tmp_path), "--yes")
    assert refused.code == 4
    assert "YOUTUBE_CLIENT_ID" in refused.err
    assert "X_API_KEY" in refused.err
    assert not (tmp_path / "home").exists()


def test_a_refused_post_is_told_with_what_to_type(call: Call, world: World, tmp_path: Path) -> None:
    """Exit code 1, the platform's reason, and the command that tries again."""
    world.faults.add("status", platform="x", method="POST", path="*/tweets", status=403, body="{}", times=9)
    shown = call("launch", manifest(tmp_path), "--yes")
    assert shown.code in (1, 3)
    assert "announce on x is" in shown.err
    assert "launcher re" in shown.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_in_mid_upload_ends_at_once(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """No traceback, the command that goes on, and that command finishes the launch with one film and one post."""
    path = manifest(tmp_path, size=30_000_000)
    with stage() as world:
        world.faults.add("delay", platform="youtube", method="PUT", path="*", nth=2, seconds=5)
        environment = {**world.environment(), "LAUNCHER_HOME": str(tmp_path / "home")}
        launch = started("launch", path, "--yes", environment=environment)
        assert launch.stderr is not None
        for line in launch.stderr:
            if "upload to youtube" in line and "%" in line:
                break
        launch.send_signal(number)
        _, said = launch.communicate(timeout=10)
        assert launch.returncode == code
        assert f"launcher launch {path}" in said
        assert "Traceback" not in said
        world.faults.clear()
        again = started("launch", path, environment=environment)
        out, said = again.communicate(timeout=60)
        assert again.returncode == 0, said
        assert "announce" in out
        assert [len(world.shelves[name]()) for name in ("youtube", "x")] == [1, 1]


def test_an_interrupt_before_anything_is_recorded_has_nothing_to_go_on_with(tmp_path: Path) -> None:
    """It says that nothing was recorded or sent, and no command."""
    path = manifest(tmp_path)
    with stage() as world:
        world.faults.add("delay", platform="x", method="GET", path="*/users/me", seconds=5)
        environment = {**world.environment(), "LAUNCHER_HOME": str(tmp_path / "home")}
        launch = started("launch", path, "--yes", environment=environment)
        assert launch.stderr is not None
        for line in launch.stderr:
            if "announce on x" in line:
                break
        launch.send_signal(signal.SIGINT)
        _, said = launch.communicate(timeout=10)
        assert launch.returncode == 130
    assert "Stopped. Nothing was recorded or sent." in said
    assert "launcher launch" not in said
    assert not (tmp_path / "home").exists()


def test_a_dry_run_is_a_rehearsal(call: Call, tmp_path: Path) -> None:
    """It needs no credentials, and keeps no journal."""
    shown = call("launch", manifest(tmp_path), "--dry-run")
    assert shown.code == 0
    assert "What a rehearsal cannot show" in shown.out
    assert not (tmp_path / "home").exists()


def test_people_without_an_address_are_named_before_the_launch(call: Call, tmp_path: Path) -> None:
    """Whoever asks to be told is warned, before the prompt, that nobody can be."""
    path = manifest(tmp_path, notify=["team"], alerts=[{"when": {"views": 10}, "say": "Ten"}])
    shown = call("launch", path, "--yes")
    assert "nobody is told what goes wrong: NOTIFY_TEAM is not set" in shown.err
