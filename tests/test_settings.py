"""Settings and credentials: what is wrong is told with the variable and the fix, and no secret."""

# ruff: noqa: E501 - a message stands on one line

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.errors import LoginExpired, SettingsError
from launcher.logins.base import words
from launcher.logins.reddit import RedditLogin
from launcher.logins.vimeo import VimeoLogin
from launcher.logins.x import XLogin
from launcher.logins.youtube import YoutubeLogin
from launcher.settings import fixed, load, read_secrets

BAD_SETTINGS: list[tuple[Mapping[str, str], str]] = [
    (
        {"X_API_ROOT": "http://api.example.com"},
        "X_API_ROOT is 'http://api.example.com', and tokens are sent there\n"
        "  fix: give X_API_ROOT an https:// address, or http:// on 127.0.0.1, or unset it",
    ),
    (
        {"YOUTUBE_TOKEN_URI": "ftp://127.0.0.1/token"},
        "YOUTUBE_TOKEN_URI is 'ftp://127.0.0.1/token', and tokens are sent there\n"
        "  fix: give YOUTUBE_TOKEN_URI an https:// address, or http:// on 127.0.0.1, or unset it",
    ),
    (
        {"VIMEO_API_ROOT": "http://127.0.0.1.example.com/"},
        "VIMEO_API_ROOT is 'http://127.0.0.1.example.com/', and tokens are sent there\n"
        "  fix: give VIMEO_API_ROOT an https:// address, or http:// on 127.0.0.1, or unset it",
    ),
    (
        {"LAUNCHER_GRACE": "soon"},
        "LAUNCHER_GRACE is 'soon', not a duration\n  fix: write it like LAUNCHER_GRACE=2m or LAUNCHER_GRACE=1h 30m",
    ),
    (
        {"LAUNCHER_LIMIT_RATE": "fast"},
        "the limit on uploads is 'fast', not a rate\n  fix: write it like --limit-rate 5M (five megabytes a second) or "
        '--limit-rate "5M 08:00-20:00", or the same in LAUNCHER_LIMIT_RATE',
    ),
    (
        {"LAUNCHER_TIMEOUT": "60"},
        "LAUNCHER_TIMEOUT is '60', not a duration\n  fix: write it like LAUNCHER_TIMEOUT=2m or LAUNCHER_TIMEOUT=1h 30m",
    ),
]
_AGAIN = "launcher login {} (or put them into secrets.env)"
BAD_CREDENTIALS = [
    ({"X_API_KEY": "k", "X_API_SECRET": "s"}, XLogin, "default", "x (default): X_ACCESS_TOKEN, X_ACCESS_SECRET not set"),
    ({"X_API_KEY": "k"}, XLogin, "studio", "x (studio): X_STUDIO_API_KEY, X_STUDIO_API_SECRET, "
     "X_STUDIO_ACCESS_TOKEN, X_STUDIO_ACCESS_SECRET not set"),
    ({}, VimeoLogin, "default", "vimeo (default): VIMEO_ACCESS_TOKEN not set"),
    ({"YOUTUBE_CLIENT_ID": " ", "YOUTUBE_CLIENT_SECRET": "s", "YOUTUBE_REFRESH_TOKEN": "r"}, YoutubeLogin, "default",
     "youtube (default): YOUTUBE_CLIENT_ID not set"),
    ({"REDDIT_CLIENT_ID": "i", "REDDIT_CLIENT_SECRET": "s", "REDDIT_REFRESH_TOKEN": "r"}, RedditLogin, "default",
     "reddit (default): REDDIT_USER_AGENT not set"),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "message"), BAD_SETTINGS)
def test_a_bad_setting_names_its_variable_and_the_fix(environment: Mapping[str, str], message: str) -> None:
    """Roots must be https or loopback; durations have units."""
    with pytest.raises(SettingsError) as caught:
        fixed({"LAUNCHER_HOME": "home", **environment})
    assert str(caught.value) == message


@pytest.mark.parametrize(("environment", "login", "account", "message"), BAD_CREDENTIALS)
def test_missing_credentials_are_all_named(environment, login, account, message) -> None:  # type: ignore[no-untyped-def]
    """Every variable that is missing or blank, for the account that is asked."""
    with pytest.raises(LoginExpired) as caught:
        login.load(fixed({"LAUNCHER_HOME": "home", **environment}), account)
    assert str(caught.value) == f"{message}\n  fix: {_AGAIN.format(words(login.platform(), account))}"


def test_a_secrets_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The fix is the command."""
    path = tmp_path / "secrets.env"
    path.write_text("X_API_KEY=k\n")
    path.chmod(0o644)
    with pytest.raises(SettingsError) as caught:
        read_secrets(path)
    assert str(caught.value) == f"{path} can be read by others (mode 0644)\n  fix: chmod 600 {path}"


def test_a_secrets_file_named_by_hand_must_exist(tmp_path: Path) -> None:
    """A slip in --secrets is not a launch without credentials."""
    with pytest.raises(SettingsError, match="no secrets file at"):
        load({"LAUNCHER_HOME": str(tmp_path)}, secrets=tmp_path / "nowhere.env")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """And nothing in the file is expanded."""
    path = tmp_path / "secrets.env"
    path.write_text('X_API_KEY=file\nX_API_SECRET="a # $HOME"\n')
    path.chmod(0o600)
    settings = load({"LAUNCHER_HOME": str(tmp_path), "X_API_KEY": "environment"}, secrets=path)
    assert settings.values["X_API_KEY"] == "environment"
    assert settings.values["X_API_SECRET"] == "a # $HOME"


def test_a_secrets_file_cannot_send_tokens_elsewhere(tmp_path: Path) -> None:
    """API roots come from the environment alone, and a root in the file is refused, not ignored."""
    path = tmp_path / "secrets.env"
    path.write_text("X_API_KEY=k\nX_API_ROOT=https://evil.example\n")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="sets X_API_ROOT: tokens would be sent there"):
        load({"LAUNCHER_HOME": str(tmp_path)}, secrets=path)


def test_nothing_secret_is_shown(tmp_path: Path) -> None:
    """Neither settings nor a login say their secrets when they are printed."""
    names = ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
    settings = fixed({"LAUNCHER_HOME": str(tmp_path), **{f"X_{name}": f"canary-{name}" for name in names}})
    assert "canary" not in repr(settings)
    assert "canary" not in repr(XLogin.load(settings))


def test_durations_add_up(tmp_path: Path) -> None:
    """Every unit may be given once, in any part."""
    assert fixed({"LAUNCHER_HOME": str(tmp_path), "LAUNCHER_GRACE": "1h 30m 15s"}).grace == timedelta(seconds=5415)


def test_a_grace_is_never_shorter_than_the_platforms_own() -> None:
    """Else a post that is not to be found yet would be sent again; a stage on this machine is known to be quicker."""
    own, hour = timedelta(minutes=5), timedelta(hours=1)
    given = {each: fixed({"LAUNCHER_GRACE": each}) for each in ("1s", "1h")}
    assert [each.grace_of("reddit", own) for each in (fixed({}), *given.values())] == [own, own, hour]
    staged = fixed({"LAUNCHER_GRACE": "1s", "REDDIT_API_ROOT": "http://127.0.0.1:8000"})
    assert (staged.grace_of("reddit", own), staged.grace_of("x", own)) == (timedelta(seconds=1), own)
