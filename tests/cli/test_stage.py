"""`launcher stage`: it serves until Ctrl-C, and says how to reach it."""

import json
import shlex
import signal
import stat
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from launcher.cli.stage import write
from tests.cli.conftest import Call


def test_the_env_file_is_the_environment_and_private(tmp_path: Path) -> None:
    """A shell reads it; nobody else may: credentials of a stage look like any others."""
    path = tmp_path / "stage.env"
    write(path, {"X_API_KEY": "a b'c", "X_API_ROOT": "http://127.0.0.1:1"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shell = ["sh", "-c", 'set -a; . "$0"; set +a; echo "$X_API_KEY"; env | grep X_API_ROOT', str(path)]
    assert subprocess.check_output(shell, text=True) == "a b'c\nX_API_ROOT=http://127.0.0.1:1\n"
    write(path, {})
    assert path.read_text() == ""


def test_prints_the_environment_and_serves_until_ctrl_c(tmp_path: Path) -> None:
    """Lines for a shell on stdout: every API root, a home of its own; Ctrl-C is exit code 130, without a traceback."""
    with subprocess.Popen(
        [sys.executable, "-m", "launcher", "--home", str(tmp_path), "stage", "--seed", "7"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said = program.stderr.readline()
        root = said.partition("http://")[2].partition(";")[0]
        with urlopen(f"http://{root}/stage/environment", timeout=10) as reply:
            environment = json.load(reply)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=20)
    exported = dict(shlex.split(line)[1].split("=", 1) for line in out.splitlines())
    own = {name: exported.pop(name) for name in ("LAUNCHER_HOME", "LAUNCHER_JOURNAL")}
    assert own == {"LAUNCHER_HOME": str(tmp_path / "on-stage"), "LAUNCHER_JOURNAL": ""}
    assert exported == environment
    assert exported["VIMEO_API_ROOT"].startswith(f"http://{root}")
    assert program.returncode == 130
    assert not err


def test_an_unreadable_duration_is_exit_2(call: Call) -> None:
    """It names the option."""
    shown = call("stage", "--transcode", "soon")
    assert shown.code == 2
    assert "--transcode is 'soon'" in shown.err
