"""Exit codes and messages: every error has one of each, and no secret in either."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import errors
from launcher.cli.context import Shared
from launcher.cli.exits import MEANINGS, Exit, code_of, guarded

PROBLEM = errors.Problem(where="launch.at", what="is not a time", fix="write it like 2026-12-07 09:00")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.LauncherError("x"), Exit.FAILED),
        (errors.ManifestError([PROBLEM]), Exit.USAGE),
        (errors.SettingsError("x"), Exit.USAGE),
        (errors.TemplateProblem("x"), Exit.USAGE),
        (errors.PlanError("x"), Exit.USAGE),
        (errors.JournalError("x"), Exit.FAILED),
        (errors.Lost("x"), Exit.FAILED),
        (errors.PlatformError("x"), Exit.FAILED),
        (errors.LoginExpired("x"), Exit.LOGIN),
        (errors.Refused("x"), Exit.FAILED),
        (errors.Throttled("x"), Exit.FAILED),
        (errors.Unavailable("x"), Exit.UNREACHABLE),
        (errors.OutcomeUnknown("x"), Exit.HELD),
        (KeyError("x"), Exit.FAILED),
    ],
)
def test_every_error_has_its_exit_code(error: Exception, code: Exit) -> None:
    """As the table in the README says."""
    assert code_of(error) == code


def test_every_exit_code_has_a_meaning() -> None:
    """One line each."""
    assert set(MEANINGS) == set(Exit)


def raising(error: BaseException) -> int:
    """The exit code of a command that raises `error`."""

    def command() -> None:
        raise error

    return guarded(command)


def test_an_error_is_one_clear_message(capsys: pytest.CaptureFixture[str]) -> None:
    """What, where and fix on stderr, without a traceback."""
    assert raising(errors.SettingsError("LAUNCHER_GRACE is 'soon', not a duration", fix="LAUNCHER_GRACE=2m")) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err == "Error: LAUNCHER_GRACE is 'soon', not a duration\n  fix: LAUNCHER_GRACE=2m\n"


def test_a_mistake_of_ours_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """The kind of the exception, and what to do; --debug adds where."""
    assert raising(ZeroDivisionError("division by zero")) == 1
    err = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in err
    assert "--debug" in err
    assert "Traceback" not in err


def test_debug_shows_where_without_secrets(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret of the settings, and whatever looks like one, is in neither message nor traceback."""
    monkeypatch.setenv("VIMEO_ACCESS_TOKEN", "s3cr3t-of-vimeo")
    Shared(home=tmp_path).settings()

    def command() -> None:
        raise errors.Unavailable("GET /me?access_token=EAAB1234567890 with s3cr3t-of-vimeo failed")

    assert guarded(command, debug=True) == Exit.UNREACHABLE
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "s3cr3t-of-vimeo" not in err
    assert "EAAB1234567890" not in err


def test_foreign_text_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes in what a platform said are gone."""
    raising(errors.Refused("no \x1b]0;owned\x07\x1b[2Jthanks"))
    assert "\x1b" not in capsys.readouterr().err


def test_ctrl_c_is_130() -> None:
    """Without a word of its own: the command has said how to go on."""
    assert raising(KeyboardInterrupt()) == 130


@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}])
def test_nothing_is_coloured_where_nobody_looks(colour: dict[str, str]) -> None:
    """A pipe gets plain text."""
    done = subprocess.run(
        [sys.executable, "-m", "launcher", "check", "nowhere.yaml"],
        capture_output=True,
        env={**os.environ, **colour},
        check=False,
    )
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_reader_that_leaves_is_no_error_message() -> None:
    """`launcher schema | head -c 1`: no traceback, no message."""
    with subprocess.Popen(
        [sys.executable, "-m", "launcher", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(30) == Exit.FAILED
