"""`launcher cron --install`: put in place after it was shown, once; everything else there stays as it is."""

import os
import subprocess
from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.journal.database import open_journal
from launcher.report.cron_line import Ticking
from launcher.report.cron_place import MARK, Timer
from launcher.settings import load
from tests.cli.conftest import Call

OTHERS = "MAILTO=me\n# mine\n5 4 * * * backup --all\n"

CRONTAB = """\
#!/bin/sh
# the user's table is a file; without one it says what cron's own program says
table="$0.table"
case "$1" in
-l) [ -f "$table" ] && exec cat "$table"; echo "no crontab for me" >&2; exit 1 ;;
-) exec cat > "$table" ;;
esac
"""

REFUSES = """\
#!/bin/sh
echo "You (me) are not allowed to use this program (crontab)" >&2
exit 1
"""

SYSTEMCTL = """\
#!/bin/sh
echo "$*" >> "$0.calls"
case "$2" in
enable) touch "$0.enabled" ;;
disable) rm -f "$0.enabled" ;;
is-enabled|is-active) [ -f "$0.enabled" ] ;;
esac
"""

NO_BUS = """\
#!/bin/sh
case "$2" in is-*) exit 1 ;; esac
echo "Failed to connect to bus: No medium found" >&2
exit 1
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """The only folder on PATH besides the system's own, which has neither crontab nor systemctl in these tests."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "touch", "rm", "sh"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("LAUNCHER_SECRETS", raising=False)
    open_journal(load().journal_url).close()
    return folder


def provide(programs: Path, name: str, script: str) -> Path:
    """Put a program on PATH; where it keeps what it was given."""
    path = programs / name
    path.write_text(script)
    path.chmod(0o755)
    return path


@pytest.fixture
def table(programs: Path) -> Path:
    """The table of a user who has lines of their own."""
    found = Path(f"{provide(programs, 'crontab', CRONTAB)}.table")
    found.write_text(OTHERS)
    return found


@pytest.fixture
def units(programs: Path, tmp_path: Path) -> Path:
    """Where units go, with a systemd that takes them."""
    provide(programs, "systemctl", SYSTEMCTL)
    return tmp_path / "config" / "systemd" / "user"


def test_it_is_put_in_once(call: Call, table: Path) -> None:
    """Shown on stdout, added behind what is there; the second time nothing changes."""
    first = call("cron", "--install", "--yes")
    assert first.code == 0
    assert table.read_text() == OTHERS + first.out
    assert first.out.rstrip("\n").endswith(f"tick {MARK}")
    again = call("cron", "--install", "--yes")
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err
    assert table.read_text() == OTHERS + first.out


def test_the_first_line_of_an_empty_crontab(call: Call, table: Path) -> None:
    """A user who has no crontab yet gets one."""
    table.unlink()
    shown = call("cron", "--install", "--yes")
    assert (shown.code, table.read_text()) == (0, shown.out)


def test_it_replaces_its_own_line_alone(call: Call, table: Path, tmp_path: Path) -> None:
    """Another ping replaces the line; one of another home, and one that a person has changed, stay."""
    elsewhere = call("cron", "--install", "--yes", "--home", tmp_path / "elsewhere").out
    old = call("cron", "--install", "--yes").out
    changed = "*/5 * * * * LAUNCHER_HOME=x launcher tick --verbose\n"
    table.write_text(changed + table.read_text())
    shown = call("cron", "--install", "--yes", "--ping", "https://monitor.example/4711")
    assert table.read_text() == changed + OTHERS + elsewhere + shown.out
    assert f"takes the place of: {old}" in shown.err
    assert " tick --ping https://monitor.example/4711 #" in shown.out


def test_the_line_that_was_pasted_by_hand(call: Call, table: Path) -> None:
    """As `launcher cron` printed it: it is taken for ours, and not doubled."""
    pasted = call("cron").out
    table.write_text(OTHERS + pasted)
    shown = call("cron", "--install", "--yes")
    assert table.read_text() == OTHERS + shown.out


def test_it_is_taken_out(call: Call, table: Path) -> None:
    """What is left is what was there before; nothing to take out is no failure."""
    call("cron", "--install", "--yes")
    assert call("cron", "--remove", "--yes").code == 0
    assert table.read_text() == OTHERS
    again = call("cron", "--remove", "--yes")
    assert (again.code, again.out) == (0, "")
    assert table.read_text() == OTHERS


def test_the_line_runs(call: Call, table: Path) -> None:
    """By /bin/sh in another folder without an environment, its mark and all: an idle tick is silent."""
    line = call("cron", "--install", "--yes").out.rstrip("\n").removeprefix("* * * * * ").replace(r"\%", "%")
    done = subprocess.run(["/bin/sh", "-c", line], env={"PATH": "/bin"}, cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("words", [("--install",), ("--remove",)])
def test_without_a_terminal_nothing_is_asked(call: Call, table: Path, words: tuple[str, ...]) -> None:
    """It is shown, exit code 2 says to add --yes, and the table is as it was."""
    if "--remove" in words:
        call("cron", "--install", "--yes")
    before = table.read_text()
    shown = call("cron", *words)
    assert (shown.code, table.read_text()) == (2, before)
    assert "* * * * *" in shown.out
    assert "--yes" in shown.err


def test_both_at_once(call: Call, table: Path) -> None:
    """A usage error."""
    assert call("cron", "--install", "--remove", "--yes").code == 2
    assert table.read_text() == OTHERS


def test_no_crontab_program(call: Call, programs: Path) -> None:
    """A clear error, and what else there is."""
    shown = call("cron", "--install", "--yes")
    assert (shown.code, shown.out) == (1, "")
    assert "there is no crontab on this machine" in shown.err
    assert "--systemd" in shown.err


def test_a_user_without_the_right(call: Call, programs: Path) -> None:
    """What crontab says is told, and is not taken for an empty table."""
    provide(programs, "crontab", REFUSES)
    shown = call("cron", "--install", "--yes")
    assert shown.code == 1
    assert "not allowed to use this program" in shown.err


def test_a_ping_that_is_not_fit(call: Call, table: Path) -> None:
    """Refused before anything is shown or written."""
    shown = call("cron", "--install", "--yes", "--ping", "http://monitor.example/4711")
    assert (shown.code, shown.out, table.read_text()) == (2, "", OTHERS)
    assert "4711" not in shown.err


def test_systemd(call: Call, units: Path, programs: Path) -> None:
    """Both units are written, the timer enabled and started; the second time nothing changes."""
    shown = call("cron", "--systemd", "--install", "--yes", "--ping", "https://monitor.example/50%")
    assert shown.code == 0
    assert 'tick --ping "https://monitor.example/50%%"' in (units / "launcher.service").read_text()
    assert "Persistent=true" in (units / "launcher.timer").read_text()
    assert (programs / "systemctl.enabled").exists()
    again = call("cron", "--systemd", "--install", "--yes", "--ping", "https://monitor.example/50%")
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err


def test_systemd_is_stopped_and_taken_away(call: Call, units: Path, programs: Path) -> None:
    """The timer is disabled before its files go."""
    call("cron", "--systemd", "--install", "--yes")
    assert call("cron", "--systemd", "--remove", "--yes").code == 0
    assert list(units.iterdir()) == []
    assert not (programs / "systemctl.enabled").exists()
    assert "--user disable --now launcher.timer" in (programs / "systemctl.calls").read_text()
    assert call("cron", "--systemd", "--remove", "--yes").code == 0


def test_units_of_another_origin(call: Call, units: Path) -> None:
    """A file of that name that a person wrote is not overwritten."""
    units.mkdir(parents=True)
    (units / "launcher.service").write_text("[Service]\nExecStart=/usr/bin/true\n")
    shown = call("cron", "--systemd", "--install", "--yes")
    assert shown.code == 1
    assert "was not made by launcher" in shown.err
    assert not (units / "launcher.timer").exists()


def test_no_systemd(call: Call, programs: Path) -> None:
    """A clear error, and nothing is written."""
    shown = call("cron", "--systemd", "--install", "--yes")
    assert shown.code == 1
    assert "there is no systemctl on this machine" in shown.err
    assert not Path(os.environ["XDG_CONFIG_HOME"]).exists()


def test_a_systemd_that_does_not_serve_this_user(call: Call, programs: Path) -> None:
    """What it says is told, with both ways on; trying again tries again."""
    provide(programs, "systemctl", NO_BUS)
    for _ in range(2):
        shown = call("cron", "--systemd", "--install", "--yes")
        assert shown.code == 1
        assert "Failed to connect to bus" in shown.err


def test_units_go_where_the_environment_says(tmp_path: Path) -> None:
    """XDG_CONFIG_HOME moves them."""
    ticking = Ticking(program=["launcher"])
    assert Timer(ticking, {"XDG_CONFIG_HOME": str(tmp_path)}).name == f"{tmp_path}/systemd/user"
    with pytest.raises(LauncherError, match="systemctl"):
        _without_programs(ticking, tmp_path)


def _without_programs(ticking: Ticking, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        Timer(ticking, {"XDG_CONFIG_HOME": str(folder)}).installation()
