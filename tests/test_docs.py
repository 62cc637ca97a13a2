"""The documents keep up with the code: every command, exit code, setting and platform has its line."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from launcher.cli.commands import COMMANDS
from launcher.cli.exits import MEANINGS, Exit
from launcher.logins.base import Login
from launcher.logins.facebook import FacebookLogin
from launcher.logins.reddit import RedditLogin
from launcher.logins.vimeo import VimeoLogin
from launcher.logins.x import XLogin
from launcher.logins.youtube import YoutubeLogin
from launcher.settings import ROOTS
from launcher.starters.folder import starters

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")
SECRETS = (TOP / "secrets.example.env").read_text("utf-8")
LOGINS: list[type[Login]] = [YoutubeLogin, VimeoLogin, FacebookLogin, XLogin, RedditLogin]
CREDENTIALS = [
    login.prefix("default") + each.name.upper()
    for login in LOGINS
    for each in fields(login)
    if each.metadata.get("secret")
]
SETTINGS = sorted(set(re.findall(r"\bLAUNCHER_[A-Z]+\b", (TOP / "launcher" / "settings.py").read_text("utf-8"))))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_line(name: str) -> None:
    """In README's table."""
    assert re.search(rf"^\| `launcher {name}\b", README, re.MULTILINE)


@pytest.mark.parametrize("code", list(Exit))
def test_every_exit_code_has_its_line(code: Exit) -> None:
    """In README's table, with the meaning that the code has here."""
    assert f"| {code.value} | {MEANINGS[code]} |" in README


@pytest.mark.parametrize("name", [*SETTINGS, *ROOTS])
def test_every_setting_has_its_line(name: str) -> None:
    """In README's table of settings."""
    assert re.search(rf"^\|[^|]*`{name}`", README, re.MULTILINE)


@pytest.mark.parametrize("name", CREDENTIALS)
def test_every_credential_is_explained(name: str) -> None:
    """README names it, and the example of the secrets file has it, empty."""
    assert f"`{name}`" in README
    assert re.search(rf"^{name}=$", SECRETS, re.MULTILINE)


def test_the_secrets_example_has_nothing_else() -> None:
    """Every variable of the example is one that a login reads, or an address of people."""
    named = re.findall(r"^([A-Z_]+)=", SECRETS, re.MULTILINE)
    assert [each for each in named if not each.startswith("NOTIFY_")] == CREDENTIALS


@pytest.mark.parametrize("login", LOGINS)
def test_every_platform_has_its_line(login: type[Login]) -> None:
    """In README's table of platforms, under the name that a manifest uses."""
    assert f"| `{login.prefix('default').rstrip('_').lower()}` |" in README


@pytest.mark.parametrize("name", starters())
def test_every_starter_is_named(name: str) -> None:
    """README says which starters there are."""
    assert f"`{name}`" in README or f"--from {name}" in README


def test_links_lead_somewhere() -> None:
    """Every relative link of README is a file of the project."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (TOP / target).is_file(), target


def test_no_advice_names_a_command_that_does_not_exist() -> None:
    """Wherever the source or a page says `launcher WORD`, WORD is a command."""
    pages = [*TOP.glob("*.md"), *TOP.glob("docs/*.md"), TOP / "secrets.example.env", *TOP.glob("launcher/**/*.py")]
    advice = re.compile(r"(?:`|fix=f?\"|next\": f?\"|then |; )launcher ([a-z]+)")
    found = {(word, page.name) for page in pages for word in advice.findall(page.read_text("utf-8"))}
    assert not {each for each in found if each[0] not in COMMANDS}
