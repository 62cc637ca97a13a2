"""`launcher doctor`: what would stand in the way of a launch is found before it, and what mends it is told."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from launcher.cli import doctor
from launcher.cli.launch import record
from launcher.clock import SystemClock
from launcher.doctor import clocks, storage
from launcher.doctor.subject import Subject
from launcher.journal import last_tick
from launcher.logins.kept import Kept
from launcher.logins.store import opened
from launcher.logins.x import XLogin
from launcher.run.launching import prepare
from launcher.settings import load
from launcher.stage.server import Server
from launcher.stage.world import StageSettings, World
from launcher.text.redaction import HIDDEN
from tests.cli.conftest import Call, Called
from tests.cli.stagecraft import manifest

POSTS = [
    {"name": "on-x", "on": "x", "at": "release", "text": "A film. {{ youtube.url }}"},
    {"name": "answer", "on": "facebook", "at": "release", "text": "{{ vimeo.url }}"},
    {
        "name": "on-reddit",
        "on": "reddit",
        "at": "release",
        "subreddit": "Filmmakers",
        "flair": "Film",
        "title": "A film",
        "link": "youtube",
    },
]
Staged = Callable[..., World]


def reddit(**keys: Any) -> list[dict[str, Any]]:
    """One post on Reddit, other than the good one."""
    return [{**POSTS[2], **keys}]


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Staged]:
    """Runs a stage with these settings, in this process' environment."""
    with ExitStack() as stack:

        def start(**settings: Any) -> World:
            world = World(clock=SystemClock(), settings=StageSettings(transcode=timedelta(0), **settings))
            stack.enter_context(Server(world))
            for name, value in world.environment().items():
                monkeypatch.setenv(name, value)
            return world

        yield start


def whole(folder: Path, posts: list[dict[str, Any]] | None = None) -> Path:
    """A manifest on all five platforms, in some days."""
    at = (datetime.now(UTC) + timedelta(days=10)).strftime("%Y-%m-%d 12:00")
    launch = {"name": "tiny", "at": at, "timezone": "Europe/Berlin"}
    posts = POSTS if posts is None else posts
    return manifest(folder, launch=launch, hosts={"youtube": {}, "vimeo": {}}, posts=posts)


def checks(shown: Called) -> dict[str, dict[str, Any]]:
    """What was found, by heading and name."""
    return {f"{each['group']} {each['name']}": each for each in shown.json["checks"]}


def test_all_is_well_on_the_stage(call: Call, staged: Staged, tmp_path: Path) -> None:
    """Every account, and everything about it that the launch needs; only what nobody can know is a warning."""
    world = staged()
    shown = call("doctor", whole(tmp_path), "--json")
    found = checks(shown)
    assert shown.code == 0
    assert {name for name, each in found.items() if each["weight"] == "fail"} == set()
    for name in ("youtube scopes", "youtube length", "vimeo space", "facebook page", "x access", "reddit r/Filmmakers"):
        assert found[name]["weight"] == "pass"
    assert found["this machine clock"]["weight"] == "pass"
    assert "$0.20" in found["x credit"]["said"]
    assert "the launch needs" in found["youtube units"]["said"]
    told = [each for each in world.ledger.records() if each["method"] == "POST"]
    assert {each["path"].partition("?")[0] for each in told} == {"/token", "/api/v1/access_token"}


def test_it_reads_well(call: Call, staged: Staged, tmp_path: Path) -> None:
    """Grouped and aligned on stdout, a fix under what needs one, what to do next on stderr."""
    staged(youtube_long_uploads="disallowed", reddit_banned="filmmakers")
    shown = call("doctor", whole(tmp_path))
    lines = shown.out.splitlines()
    assert shown.code == 1
    assert lines[0].startswith("tiny  public ")
    assert "reddit" in lines
    at = lines.index(next(line for line in lines if "r/Filmmakers  " in line and "banned" in line))
    assert lines[at].lstrip().startswith("✗")
    assert lines[at + 1].lstrip().startswith("→ take the post out")
    assert len({len(line) - len(line[5:].lstrip()) for line in lines if line.startswith("  ✓  r")}) == 1
    assert shown.err.splitlines()[-1] == "Next: take the post out, or ask its moderators"


WRONG: dict[str, tuple[dict[str, Any], dict[str, str], list[dict[str, Any]] | None, str, str, str]] = {
    "testing": ({"youtube_testing": True}, {}, None, "youtube token", "fail", "before the last action"),
    "readonly app": ({}, {"X_ACCESS_TOKEN": "{}-readonly"}, None, "x access", "fail", "may only read"),
    "no credit": ({"x_credit": 0.0}, {}, None, "x account", "fail", "credits"),
    "no space": ({"vimeo_space": 10}, {}, None, "vimeo space", "fail", "10 B free"),
    "no scope": ({"vimeo_scopes": "public private"}, {}, None, "vimeo scopes", "fail", "create, edit, upload"),
    "page token": ({}, {"FACEBOOK_PAGE_TOKEN": "{}-readonly"}, None, "facebook scopes", "fail", "pages_manage_posts"),
    "unpublished": ({"page_published": False}, {}, None, "facebook page", "fail", "only its admins"),
    "dead token": ({}, {"FACEBOOK_PAGE_TOKEN": "{}-expired"}, None, "facebook account", "fail", "expired"),
    "missing": ({}, {"X_API_KEY": ""}, None, "x login", "fail", "X_API_KEY"),
    "no karma": ({"reddit_karma": 3}, {}, None, "reddit standing", "warn", "3 karma"),
    "no subreddit": ({}, {}, reddit(subreddit="NoSuchPlace"), "reddit r/NoSuchPlace", "fail", "does not exist"),
    "no flair": ({}, {}, reddit(flair=""), "reddit r/Filmmakers", "fail", "wants a flair"),
    "other flair": ({}, {}, reddit(flair="Movie"), "reddit r/Filmmakers", "fail", "no flair 'Movie'"),
    "text only": ({}, {}, reddit(subreddit="TrueFilm", flair=""), "reddit r/TrueFilm", "fail", "text posts only"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_each_thing_that_is_wrong_is_found(
    call: Call, staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """One thing is wrong on the platform, and the finding names it and what mends it; the other accounts stay well."""
    settings, environment, posts, name, weight, said = WRONG[wrong]
    world = staged(**settings)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value.format(world.credentials[variable]))
    shown = call("doctor", whole(tmp_path, posts), "--json")
    found = checks(shown)[name]
    assert found["weight"] == weight
    assert said in found["said"]
    assert found["fix"]
    assert shown.code == (4 if found["login"] else 1 if weight == "fail" else 0)
    others = {each["group"] for each in shown.json["checks"] if each["weight"] == "fail"}
    assert others <= {found["group"]}


def test_a_network_that_fails_is_no_mistake_of_the_configuration(
    call: Call, staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be asked is a warning that says so; the exit code says unreachable."""
    world = staged()
    world.faults.add("status", platform="x", method="GET", path="*/users/me", status=503, body="{}")
    monkeypatch.setenv("FACEBOOK_API_ROOT", "http://127.0.0.1:9")
    shown = call("doctor", whole(tmp_path), "--json")
    found = checks(shown)
    for name in ("x account", "facebook account"):
        assert (found[name]["weight"], found[name]["unreachable"]) == ("warn", True)
        assert "could not be asked" in found[name]["said"]
    assert shown.code == 5


def test_an_account_that_said_yes_and_then_nothing_is_told(call: Call, staged: Staged, tmp_path: Path) -> None:
    """The preflight's own failure is a finding, and the others are heard."""
    world = staged()
    world.faults.add("status", platform="reddit", method="GET", path="*/about", status=500, body="{}")
    found = checks(call("doctor", whole(tmp_path), "--json"))
    assert found["reddit account"]["weight"] == "pass"
    assert found["reddit preflight"]["unreachable"]
    assert found["youtube scopes"]["weight"] == "pass"


def test_a_secret_in_a_platform_s_words_is_not_shown(call: Call, staged: Staged, tmp_path: Path) -> None:
    """A name with a token and an escape in it comes out without either."""
    world = staged()
    token = world.credentials["FACEBOOK_PAGE_TOKEN"]
    body = json.dumps({"error": {"code": 190, "message": f"bad \x1b[31m {token}"}})
    world.faults.add("status", platform="facebook", method="GET", path="*", status=400, body=body)
    shown = call("doctor", whole(tmp_path))
    assert token not in shown.out + shown.err
    assert "\x1b[31m" not in shown.out
    assert HIDDEN in shown.out or "***" in shown.out


class Wrong(SystemClock):
    """This machine's clock, off by `by`."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        """The wrong time."""
        return super().now() + self.by


@pytest.mark.parametrize(
    ("seconds", "weight", "blocks", "said"),
    [
        (0, "pass", False, "right"),
        (20, "warn", False, "fast"),
        (-90, "fail", True, "slow"),
        (7300, "fail", True, "2 h"),
    ],
)
def test_a_clock_that_is_off(staged: Staged, seconds: int, weight: str, said: str, *, blocks: bool) -> None:
    """Held against the platforms' Date headers; by more than a minute it blocks."""
    world = staged()
    places = tuple((name, "default") for name in ("youtube", "vimeo", "facebook", "x", "reddit"))
    clock = Wrong(timedelta(seconds=seconds))
    (found,) = clocks.check_clock(Subject(settings=load(), clock=clock, places=places))
    assert (found.weight, found.blocks) == (weight, blocks)
    assert said in found.said
    assert {each["method"] for each in world.ledger.records()} == {"HEAD"}


def test_launch_refuses_what_must_fail_and_no_doctor_goes(
    call: Call, staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is off by an hour: nothing is recorded, unless somebody says that it shall."""
    staged()
    monkeypatch.setattr(clocks, "offset", lambda *_: timedelta(hours=1))
    refused = call("launch", manifest(tmp_path), "--yes")
    assert refused.code == 1
    assert "nothing was recorded" in refused.err
    assert "clock: 1 h fast" in refused.err
    assert "timedatectl set-ntp true" in refused.err
    assert not (tmp_path / "home").exists()
    assert call("launch", manifest(tmp_path), "--yes", "--no-doctor").code == 0


def test_launch_tells_what_is_doubtful_and_goes(call: Call, staged: Staged, tmp_path: Path) -> None:
    """No cron, and a channel that takes no long film: told, and no reason to stay."""
    staged()
    shown = call("launch", manifest(tmp_path), "--yes")
    assert shown.code == 0
    assert "nothing goes out once the terminal is closed" in shown.err
    assert "✓ scopes" not in shown.err


def test_a_film_that_changed_since_it_was_launched(call: Call, staged: Staged, tmp_path: Path) -> None:
    """The uploads of cron would stop at it: told before."""
    world = staged()
    world.faults.add("status", platform="youtube", method="POST", path="/upload*", status=503, body="{}")
    path = whole(tmp_path, [])
    record(None, prepare(path, None, SystemClock().now()), load())
    film = tmp_path / "film.mp4"
    os.utime(film, (1, 1))
    found = checks(call("doctor", path, "--json"))["the launch film"]
    assert (found["weight"], found["blocks"]) == ("fail", False)
    assert "put the first film back" in found["fix"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a file away")
def test_a_film_that_the_journal_s_owner_may_not_read(call: Call, staged: Staged, tmp_path: Path) -> None:
    """Another user's cron would stop at it: told, with the chmod."""
    staged()
    path = whole(tmp_path, [])
    record(None, prepare(path, None, SystemClock().now()), load())
    (tmp_path / "film.mp4").chmod(0o600)
    os.chown(tmp_path / "home" / "journal.db", 4243, 4243)
    found = checks(call("doctor", path, "--json"))
    assert found["the launch reader"]["fix"] == f"chmod o+rX {tmp_path / 'film.mp4'}"
    assert "4243" in found["this machine journal"]["said"]


@pytest.mark.parametrize(("free", "weight"), [(10**12, "pass"), (10**8, "warn"), (10**6, "fail")])
def test_a_disk_without_room(
    call: Call, staged: Staged, monkeypatch: pytest.MonkeyPatch, free: int, weight: str
) -> None:
    """The journal grows with every reading."""
    staged()
    usage = type(storage.shutil.disk_usage("/"))(free, 0, free)
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda _: usage)
    assert checks(call("doctor", "--json"))["this machine disk"]["weight"] == weight


def test_cron_s_line_and_its_last_tick(
    call: Call, staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Really there, for this home; and whether it ticks, by the mark that every tick leaves, also an idle one."""
    staged()
    table = tmp_path / "bin" / "crontab"
    table.parent.mkdir()
    table.write_text(
        f"#!/bin/sh\necho '* * * * * LAUNCHER_HOME={tmp_path}/home launcher tick # by launcher cron --install'\n"
    )
    table.chmod(0o755)
    monkeypatch.setenv("PATH", f"{table.parent}:/usr/bin:/bin")
    (tmp_path / "home").mkdir()
    found = checks(call("doctor", "--json"))
    assert "crontab, every minute" in found["this machine scheduler"]["said"]
    assert "none yet" in found["this machine last tick"]["said"]
    assert call("launch", manifest(tmp_path, posts=[]), "--yes").code == 0
    assert call("tick").code == 0
    assert checks(call("doctor", "--json"))["this machine last tick"]["weight"] == "pass"
    os.utime(tmp_path / "home" / last_tick.NAME, (1, 1))
    assert checks(call("doctor", "--json"))["this machine last tick"]["weight"] == "warn"


def test_a_new_user_is_told_where_to_begin(call: Call, staged: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials at all: the machine is looked at, and the first login is named."""
    world = staged()
    for name in world.credentials:
        monkeypatch.delenv(name)
    shown = call("doctor")
    assert "launcher login youtube" in shown.out
    assert shown.code == 0


def test_a_kept_login_that_ends_too_early_is_told(call: Call, staged: Staged, tmp_path: Path) -> None:
    """The end that the platform told when it was made stands beside the last action; a named account is advised so."""
    world = staged()
    ends = datetime.now(UTC) + timedelta(days=5)
    values = {name: world.credentials[f"X_{name.upper()}"] for name in XLogin.required()}
    kept = Kept(platform="x", account="studio", id="2244994945", name="s", since=ends, expires_at=ends, values=values)
    opened(load()).write(kept)
    posts = [{"name": "on-x", "on": "x", "account": "studio", "at": "release", "text": "Out."}]
    found = checks(call("doctor", whole(tmp_path, posts), "--json"))["x (studio) login"]
    assert found["weight"] == "fail"
    assert "before the last action" in found["said"]
    assert found["fix"] == "launcher login x --account studio"
    assert "x (studio) account" in checks(call("doctor", "--json"))
    opened(load()).write(replace(kept, expires_at=datetime.now(UTC) + timedelta(days=2, hours=1)))
    near = checks(call("doctor", "--json"))["x (studio) login"]
    assert (near["weight"], near["fix"]) == ("warn", "launcher login x --account studio")
    path = whole(tmp_path, posts)
    record(None, prepare(path, None, datetime.now(UTC)), load())
    assert "the login of x (studio) ends in 2 d" in call("status").err


def test_people_without_an_address_are_named(
    call: Call, staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the doctor as something to mind, by check as a note that is no fault of the manifest."""
    staged()
    path = manifest(tmp_path, notify=["team"])
    found = checks(call("doctor", path, "--json"))["the launch people"]
    assert (found["weight"], "NOTIFY_TEAM=…" in found["fix"]) == ("warn", True)
    checked = call("check", path)
    assert checked.code == 0
    assert "note: NOTIFY_TEAM is not set here" in checked.err
    monkeypatch.setenv("NOTIFY_TEAM", "json://127.0.0.1/in")
    assert checks(call("doctor", path, "--json"))["the launch people"]["said"] == "told by team"
    assert call("check", path).err == ""


def test_a_store_that_others_can_read_is_a_finding(call: Call, tmp_path: Path) -> None:
    """Not silence: the chmod is told."""
    folder = tmp_path / "home" / "tokens"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "x.default.json").write_text("{}")
    shown = call("doctor", "--json")
    assert shown.json["verdict"] != "pass"
    assert any("chmod" in each["fix"] for each in shown.json["checks"])


def test_every_fix_comes_once_and_what_blocks_comes_first() -> None:
    """The lines behind `Next:` are the failures' fixes; without a failure, the first doubt's."""
    from launcher.doctor.finding import bad, doubtful

    found = [doubtful("a", "b", "c", "four"), bad("a", "b", "c", "two"), bad("a", "b", "c", "one", blocks=True)]
    assert doctor.steps([*found, replace(found[1], name="again")]) == ["one", "two"]
    assert doctor.steps(found[:1]) == ["four"]
