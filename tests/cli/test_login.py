"""`launcher login` against the stage: the consent pages in a real browser, and whatever must not pass for a login."""

import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Browser

from launcher.cli.app import run
from launcher.stage.world import World
from tests.browser import chromium
from tests.cli.stagecraft import stage
from tests.cli.terminal import terminal
from tests.logins.ring import ring_of_this_test

APP = {
    "youtube": ("CLIENT_ID", "CLIENT_SECRET"),
    "vimeo": ("CLIENT_ID", "CLIENT_SECRET"),
    "facebook": ("APP_ID", "APP_SECRET"),
    "x": ("API_KEY", "API_SECRET"),
    "reddit": ("CLIENT_ID", "CLIENT_SECRET"),
}
WHO = {
    "youtube": "Stage Films (UCstage0000000000000kiss)",
    "vimeo": "Stage Films (5550001)",
    "facebook": "Stage Pictures (1029384756)",
    "x": "stagepictures (2244994945)",
    "reddit": "stage_director (5ta6e)",
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One stage for all of them."""
    with stage() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of them."""
    with chromium() as running:
        yield running


@dataclass
class Conversation:
    """One `launcher login` that runs in a thread of this process: what it shows, and what is typed."""

    capture: pytest.CaptureFixture[str]
    ended: "Future[int]"
    typed: "Queue[str]"
    out: str = ""
    err: str = ""
    code: int = field(default=-1)

    @property
    def page(self) -> str:
        """The address of the consent page, once it is shown."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            over = self.ended.done()
            self._hear()
            found = re.search(r"Open this page:\n(\S+)\n[\s\S]", self.err)
            if found:
                return found[1]
            if over:
                break
            time.sleep(0.02)
        raise AssertionError(self.end().err)

    @property
    def redirect(self) -> str:
        """Where the page's answer goes."""
        return parse_qs(urlsplit(self.page).query)["redirect_uri"][0]

    @property
    def state(self) -> str:
        """What the answer must repeat."""
        return parse_qs(urlsplit(self.page).query)["state"][0]

    def type(self, line: str) -> None:
        """One line of stdin."""
        self.typed.put(line + "\n")

    def end(self) -> "Conversation":
        """Wait for its end."""
        self.code = self.ended.result(timeout=30)
        self._hear()
        return self

    def _hear(self) -> None:
        out, err = self.capture.readouterr()
        self.out += out
        self.err += err


LogIn = Callable[..., Conversation]


@pytest.fixture
def log_in(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[LogIn]:
    """Begin a login with the stage's apps in the environment, and no terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAUNCHER_HOME", str(tmp_path / "home"))
    known = world.credentials
    apps = {f"{name.upper()}_{part}": known[f"{name.upper()}_{part}"] for name, parts in APP.items() for part in parts}
    for name, text in {**{k: v for k, v in world.environment().items() if k not in known}, **apps}.items():
        monkeypatch.setenv(name, text)
    with ThreadPoolExecutor() as pool:

        def begin(*words: str) -> Conversation:
            typed: Queue[str] = Queue()
            stdin = SimpleNamespace(isatty=lambda: False, readline=lambda: typed.get(timeout=30))
            monkeypatch.setattr("sys.stdin", stdin)
            patient = [] if "--wait" in words else ["--wait", "30s"]
            return Conversation(capsys, pool.submit(lambda: int(run(["login", *words, *patient]))), typed)

        yield begin


def kept(tmp_path: Path, platform: str, account: str = "default") -> dict[str, Any]:
    """What the store has."""
    found: dict[str, Any] = json.loads((tmp_path / "home" / "tokens" / f"{platform}.{account}.json").read_text())
    return found


def free_port() -> str:
    """One that nobody uses now: other tests may use the usual one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def allowed(page: str, who: str = "own") -> str:
    """What a person who allows everything is led to, or the PIN."""
    names = re.findall(r'name="(scope [^"]*)"', requests.get(page).text)
    reply = requests.post(page, data={"as": who, **dict.fromkeys(names, "on")}, allow_redirects=False)
    return reply.headers.get("location") or re.search(r"<code>(\d+)", reply.text)[1]  # type: ignore[index]


@pytest.mark.parametrize("platform", APP)
def test_each_platform_end_to_end_in_a_browser(
    platform: str, log_in: LogIn, browser: Browser, world: World, tmp_path: Path
) -> None:
    """The page is allowed by a click; the credentials are kept, pinned to their owner, and none of them is shown."""
    fixed = [] if platform in ("youtube", "x") else ["--port", free_port()]
    chosen = ["--page", "Stage Pictures"] if platform == "facebook" else []
    talk = log_in(platform, *fixed, *chosen)
    page = browser.new_page()
    page.goto(talk.page)
    page.get_by_role("button").first.click()
    if platform == "x":
        talk.type(page.locator("code").inner_text())
    else:
        page.get_by_text("go back to the terminal").wait_for()
    page.close()
    assert talk.end().code == 0, talk.err
    assert WHO[platform] in talk.out
    known = {name: text for name, text in world.credentials.items() if name.startswith(f"{platform.upper()}_")}
    values = kept(tmp_path, platform)["values"]
    for name, text in values.items():
        if name != "user_agent":
            assert text == known[f"{platform.upper()}_{name.upper()}"]
    shown = talk.out + talk.err
    hidden = [text for name, text in known.items() if name.endswith(("SECRET", "TOKEN")) or name == "X_API_KEY"]
    assert not [text for text in hidden if text in shown]


def test_only_this_logins_answer_counts_and_only_once(log_in: LogIn) -> None:
    """Another state is refused and the wait goes on; a second answer is refused; then nobody listens any more."""
    talk = log_in("youtube", "--wait", "20s")
    told = requests.get(talk.redirect, params={"code": "stolen", "state": "another"})
    assert (told.status_code, "its state is another one" in told.text) == (400, True)
    assert requests.get(talk.redirect + "favicon.ico").status_code == 404
    assert (
        requests.get(talk.redirect, params={"state": talk.state}, headers={"host": "evil.example"}).status_code == 404
    )
    answer = allowed(talk.page)
    assert requests.get(answer).status_code == 200
    assert talk.end().code == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(answer)


@pytest.mark.parametrize(
    ("platform", "why"),
    [("youtube", "invalid_grant"), ("vimeo", "2214"), ("facebook", "100"), ("reddit", "invalid_grant")],
)
def test_a_code_is_good_once(platform: str, why: str, log_in: LogIn) -> None:
    """Replayed it is refused by the platform, and told so."""
    chosen = ["--page", "Stage Pictures"] if platform == "facebook" else []
    first = log_in(platform, "--paste", *chosen)
    answer = allowed(first.page)
    first.type(answer)
    assert first.end().code == 0
    second = log_in(platform, "--paste", "--account", "two")
    second.type(answer.replace(first.state, second.state))
    assert second.end().code == 4
    assert f"{platform} did not take the code ({why})\n  fix: launcher login {platform} --account two" in second.err


def test_into_a_keyring_and_again(log_in: LogIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has no token; the app is known to the next login, which asks nobody for it."""
    with ring_of_this_test() as ring:
        for _ in range(2):
            talk = log_in("vimeo", "--paste", "--keyring")
            talk.type(allowed(talk.page))
            assert talk.end().code == 0
            assert "Kept in the keyring" in talk.err
            monkeypatch.delenv("VIMEO_CLIENT_ID", raising=False)
            monkeypatch.delenv("VIMEO_CLIENT_SECRET", raising=False)
        assert len(ring.held) == 1
        assert kept(tmp_path, "vimeo")["values"] == {}


def test_a_stolen_code_is_worth_nothing(log_in: LogIn, world: World) -> None:
    """Whoever sees YouTube's answer, and knows the app, lacks the word whose hash went with the question."""
    talk = log_in("youtube", "--paste")
    answer = allowed(talk.page)
    app = {name: world.credentials[f"YOUTUBE_{name.upper()}"] for name in ("client_id", "client_secret")}
    stolen = {"code": parse_qs(urlsplit(answer).query)["code"][0], "redirect_uri": talk.redirect}
    token = world.environment()["YOUTUBE_TOKEN_URI"]
    asked = {**app, **stolen, "grant_type": "authorization_code", "code_verifier": "a-guess"}
    assert requests.post(token, data=asked).json()["error"] == "invalid_grant"
    talk.type(answer)
    assert talk.end().code == 4


def test_a_pasted_answer_of_another_login_is_refused(log_in: LogIn, tmp_path: Path) -> None:
    """Its state is not this one's: nothing is exchanged, nothing kept."""
    talk = log_in("reddit", "--paste")
    talk.type(allowed(talk.page).replace(talk.state, "another"))
    assert talk.end().code == 4
    assert "that address is the answer of another login" in talk.err
    assert not (tmp_path / "home" / "tokens").exists()


def test_another_account_is_refused(log_in: LogIn, tmp_path: Path) -> None:
    """The account is pinned by its first login: the second, as somebody else, keeps nothing and says what to type."""
    for who, code in (("own", 0), ("other", 4)):
        talk = log_in("reddit", "--paste")
        talk.type(allowed(talk.page, who))
        assert talk.end().code == code, talk.err
    assert "the credentials are of another account: somebody_else (07e4)" in talk.err
    assert "launcher logout reddit, then launcher login reddit" in talk.err
    assert kept(tmp_path, "reddit")["id"] == "5ta6e"


def test_what_was_not_allowed_is_named(log_in: LogIn) -> None:
    """A denied page, a box that was not ticked, and no answer at all."""
    denied = log_in("youtube", "--paste")
    denied.type(allowed(denied.page, "no"))
    assert denied.end().code == 4
    assert "youtube: access was denied on its page\n  fix: launcher login youtube" in denied.err
    less = log_in("youtube", "--paste")
    upload = {"scope https://www.googleapis.com/auth/youtube.upload": "on"}
    reply = requests.post(less.page, data={"as": "own", **upload}, allow_redirects=False)
    less.type(reply.headers["location"])
    assert less.end().code == 4
    assert "not everything was allowed: https://www.googleapis.com/auth/youtube.force-ssl is missing" in less.err
    silent = log_in("youtube", "--wait", "50ms")
    assert silent.end().code == 4
    assert "no answer came to http://127.0.0.1:" in silent.err


def test_without_a_terminal_nothing_prompts(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is named; a secret may come by stdin; nobody is waited for unasked."""
    assert run(["login", "youtube"]) == 4
    told = capsys.readouterr().err
    assert "there is no terminal to show it on" in told
    assert "--wait 5m" in told
    monkeypatch.delenv("VIMEO_CLIENT_SECRET")
    talk = log_in("vimeo")
    assert talk.end().code == 2
    assert "set VIMEO_CLIENT_ID and VIMEO_CLIENT_SECRET, or give --client-id ID and --secret-stdin" in talk.err
    assert "developer.vimeo.com/apps" in talk.err
    talk = log_in("vimeo", "--paste", "--secret-stdin")
    talk.type("a-wrong-secret")
    talk.type(allowed(talk.page))
    assert talk.end().code == 4
    assert "vimeo did not take the code (8001)" in talk.err
    assert "a-wrong-secret" not in talk.err


def test_at_a_terminal_secrets_are_not_echoed(world: World, tmp_path: Path) -> None:
    """Asked for, typed, chosen, told and listed, with --debug on: what was typed unseen is never on the screen."""
    roots = {name: text for name, text in world.environment().items() if name not in world.credentials}
    environment = {**os.environ, **roots, "LAUNCHER_HOME": str(tmp_path), "TERM": "xterm", "COLUMNS": "200"}
    known = world.credentials
    with terminal("--debug", "login", "facebook", "--paste", environment=environment, folder=tmp_path) as screen:
        screen.answer("App ID (not shown)", known["FACEBOOK_APP_ID"])
        screen.answer("App secret (not shown)", known["FACEBOOK_APP_SECRET"])
        page = screen.until(r"Open this page:\s+(\S+)\s")
        screen.answer("Address", allowed(page))
        screen.answer("Which Page (1 to 2)", "1")
        screen.until(r"(Kept in)")
    assert "1  Stage Pictures (1029384756)" in screen.shown
    assert "Facebook takes http://localhost:8912/ without" in screen.shown
    hidden = ("FACEBOOK_APP_ID", "FACEBOOK_APP_SECRET", "FACEBOOK_PAGE_TOKEN")
    before = screen.shown.partition("Open this page")[0]
    assert not [name for name in hidden if known[name] in before or known[name] in screen.shown.partition("Which")[2]]
    assert known["FACEBOOK_APP_SECRET"] not in screen.shown


@pytest.mark.parametrize("fault", ["drop_after", "status", "truncate"])
@pytest.mark.parametrize("platform", APP)
def test_a_platform_that_fails_shows_no_secret_and_keeps_nothing(
    platform: str, fault: str, log_in: LogIn, world: World, tmp_path: Path
) -> None:
    """The exchange breaks off: told in words, with --debug on, without the app's secret or the code."""
    talk = log_in(platform, "--paste", "--debug")
    answer = allowed(talk.page)
    path = "/token" if platform == "youtube" else "*/access_token"
    world.faults.add(fault, platform=platform, path=path, status=502, times=1)
    talk.type(answer)
    assert talk.end().code in (4, 5), talk.err
    world.faults.clear()
    code = answer if platform == "x" else parse_qs(urlsplit(answer).query)["code"][0]
    secret = world.credentials[f"{platform.upper()}_{APP[platform][1]}"]
    assert f"Error: {platform}" in talk.err
    assert f"fix: launcher login {platform}" in talk.err
    assert not [text for text in (code, secret) if text in talk.out + talk.err]
    assert not (tmp_path / "home" / "tokens").exists()
