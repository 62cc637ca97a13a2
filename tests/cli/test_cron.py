"""`launcher cron`: a line that works in cron's empty environment, and units that systemd can read."""

import configparser
import shlex
import subprocess
from pathlib import Path

import pytest

from launcher.journal.database import open_journal
from launcher.report.cron_line import Ticking
from launcher.settings import load
from tests.cli.conftest import Call

EMPTY = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A home and a secrets file whose names need quoting, and a journal."""
    home = tmp_path / "a film's 100% home"
    monkeypatch.setenv("LAUNCHER_HOME", str(home))
    open_journal(load().journal_url).close()
    secrets = tmp_path / "my secrets.env"
    secrets.write_text("X_API_KEY=key-of-mine\n")
    secrets.chmod(0o600)
    return secrets


def test_the_line_ticks_every_minute(call: Call, odd: Path) -> None:
    """One line on stdout; it names journal and secrets file, and no secret."""
    shown = call("cron", "--secrets", odd)
    (line,) = shown.out.splitlines()
    assert line.startswith("* * * * * ")
    words = shlex.split(line.removeprefix("* * * * * ").replace(r"\%", "%"))
    assert f"LAUNCHER_SECRETS={odd}" in words
    assert words[-1] == "tick"
    assert "key-of-mine" not in shown.out + shown.err


def test_the_line_works_as_cron_runs_it(call: Call, odd: Path) -> None:
    """By /bin/sh, in another folder, without an environment: an idle tick is silent."""
    line = call("cron", "--secrets", odd).out.strip()
    command = line.removeprefix("* * * * * ").replace(r"\%", "%")
    done = subprocess.run(["/bin/sh", "-c", command], env=EMPTY, cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_systemd_reads_its_units(call: Call, odd: Path) -> None:
    """A service and a timer that makes up for missed minutes; percent signs are doubled."""
    shown = call("cron", "--systemd", "--secrets", odd).out
    service, timer = shown.split("# ~/.config/systemd/user/launcher.timer\n")
    assert "100%% home" in service
    assert "TimeoutStartSec=infinity" in service
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.read_string(timer)
    assert (read["Timer"]["OnCalendar"], read["Timer"]["Persistent"]) == ("minutely", "true")


def test_words_are_quoted() -> None:
    """Spaces, quotes, percent and dollar signs mean themselves to cron and to systemd."""
    told = {"LAUNCHER_HOME": 'a "b" 5%'}
    ticking = Ticking(program=["/opt/my $x/launcher"], told=told)
    assert ticking.crontab() == (r"""* * * * * LAUNCHER_HOME='a "b" 5\%' '/opt/my $x/launcher' tick""")
    service = ticking.units()["launcher.service"]
    assert r'Environment="LAUNCHER_HOME=a \"b\" 5%%"' in service
    assert 'ExecStart="/opt/my $$x/launcher" tick' in service


@pytest.mark.usefixtures("odd")
def test_credentials_that_cron_will_not_have(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in this shell alone is named, never printed."""
    monkeypatch.setenv("X_API_SECRET", "made-up-secret")
    shown = call("cron")
    assert "X_API_SECRET" in shown.err
    assert "made-up-secret" not in shown.out + shown.err


def test_a_journal_with_a_password_is_left_out(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address is not printed; a line says to set it by hand."""
    monkeypatch.setenv("LAUNCHER_JOURNAL", "postgresql://me:hidden@example.org/journal")
    shown = call("cron")
    assert "hidden" not in shown.out + shown.err
    assert "LAUNCHER_JOURNAL has a password" in shown.err


def test_a_home_without_a_journal(call: Call) -> None:
    """A tick there would fail: that is said now."""
    assert "no journal" in call("cron").err
