"""The command line as a whole: help, options that all commands share, lazy imports."""

import subprocess
import sys

import pytest

from launcher import __version__
from launcher.cli.app import shared_first
from launcher.cli.commands import COMMANDS
from tests.cli.conftest import Call

HEAVY = (
    "pydantic",
    "sqlalchemy",
    "rich",
    "jinja2",
    "av",
    "PIL",
    "googleapiclient",
    "praw",
    "tweepy",
    "vimeo",
    "uvicorn",
)


def imported(*arguments: str) -> set[str]:
    """The modules that a call of the program imports."""
    code = "import sys; from launcher.cli.app import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Help needs none of the libraries with which the work is done."""
    assert imported(*arguments).intersection(HEAVY) == set()


def test_help_lists_every_command(call: Call) -> None:
    """Each command with its line, from the table."""
    shown = call("--help")
    assert shown.code == 0
    for name, entry in COMMANDS.items():
        assert f"  {name} " in shown.out
        assert entry.help in shown.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(call: Call, name: str) -> None:
    """A command says what it does, and its options what they are for."""
    shown = call(name, "--help")
    assert shown.code == 0
    assert f"Usage: launcher {name}" in shown.out


def test_version(call: Call) -> None:
    """The package's version, on stdout."""
    assert call("--version").out == f"launcher {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shcema"], "Did you mean 'schema'?"),
        (["schema", "--colour"], "No such option"),
        (["check"], "Missing argument 'MANIFEST'"),
        (["stage", "--port", "70000"], "65535"),
        (["init", "--from", "second-kiss"], "'second-kiss' is none of first-kiss, minimal, premiere"),
    ],
)
def test_wrong_usage_is_exit_2(call: Call, words: list[str], said: str) -> None:
    """What is wrong is said on stderr; stdout stays empty."""
    shown = call(*words)
    assert shown.code == 2
    assert said in shown.err
    assert not shown.out


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        (["tick"], ["tick"]),
        (["status", "--home", "a b", "--json"], ["--home", "a b", "status", "--json"]),
        (["status", "--home=x", "--debug"], ["--home=x", "--debug", "status"]),
        (["check", "--", "--home"], ["check", "--", "--home"]),
        (["check", "--secrets"], ["--secrets", "check"]),
    ],
)
def test_shared_options_may_stand_behind_the_command(given: list[str], ordered: list[str]) -> None:
    """They are moved to the front, where the group reads them."""
    assert shared_first(given) == ordered
