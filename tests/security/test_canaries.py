"""No credential is ever printed, logged, or put into journal, report or ledger: not by any error of any adapter."""

import io
import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.cli import naming
from launcher.cli.app import run
from launcher.errors import LauncherError
from launcher.journal import decisions, sessions
from launcher.journal.records import Entry, State
from launcher.platforms import registry
from launcher.stage.world import World
from launcher.text import logs, redaction
from tests.run.rig import HOUR, PAGE, REDDIT, Rig, T, X, manifest, rigged

FAULTS = ("drop_before", "drop_after", "drop_middle", "truncate", "status")
STATUSES = (429, 500, 502, 503, 302, 401, 400, 403, 404, 409, 422)
PLATFORMS = ("youtube", "vimeo", "facebook", "x", "reddit")

Canaries = dict[str, str]


def canaries(world: World) -> Canaries:
    """What must not be found anywhere: the stage's credentials in every spelling, and the tokens that it hands out."""
    secrets = world.secrets()
    spelled = {each: secret for secret in secrets for each in redaction.spellings(secret)}
    return {**spelled, "ya29.stage-": "an access token", "tus-link-": "an upload link"}


def found(where: str, text: str, birds: Canaries) -> list[str]:
    """Which canaries sing there."""
    return [
        f"{where}: {birds[each]} in …{text[max(0, text.index(each) - 60) :][:160]!r}" for each in birds if each in text
    ]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Debug logging of everything, as a command installs it, into memory."""
    monkeypatch.setattr(redaction, "_registry", redaction.Redactor())
    root = logging.getLogger()
    hooks, level, stream = (sys.excepthook, sys.unraisablehook), root.level, io.StringIO()
    logs.install("DEBUG", stream=stream)
    yield stream
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    root.handlers[:] = [each for each in root.handlers if each.get_name() != "launcher"]
    sys.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def flock(tmp_path: Path, log: io.StringIO) -> Iterator[Rig]:
    """A launch on all five platforms, its credentials protected as a command does it."""
    with rigged(tmp_path / "launch", home=tmp_path) as rig:
        redaction.protect(rig.world.secrets())
        yield rig


def every_fault(rig: Rig) -> None:
    """Each platform's requests meet every fault, one after the other; bodies and addresses repeat the tokens."""
    for platform in PLATFORMS:
        own = [text for name, text in rig.world.credentials.items() if name.startswith(platform.upper())]
        for what in FAULTS[:-1]:
            rig.fault(what, platform)
        for status in STATUSES:
            told = {
                "error": {"message": f"bad token {' '.join(own)}", "code": 100},
                "access_token": own[-1],
                "errors": own,
            }
            headers = {"location": f"https://elsewhere.example/?access_token={own[-1]}"} if status == 302 else {}
            rig.fault("status", platform, status=status, body=json.dumps(told), headers=headers)


def faulted(rig: Rig) -> dict[str, int]:
    """How many of each platform's requests met a fault."""
    return Counter(each["platform"] for each in rig.world.ledger.records() if each["fault"])


def test_no_error_of_any_adapter_shows_a_secret(
    flock: Rig, log: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every fault on every platform in one launch, debug logging on: nothing in log, journal, report and ledger."""
    every_fault(flock)
    flock.record(manifest(posts=[X, PAGE, REDDIT], engagement=[]))
    for hours in range(2, 20):
        flock.play(T + hours * HOUR)
        if faulted(flock) == dict.fromkeys(PLATFORMS, len(FAULTS) - 1 + len(STATUSES)):
            break
        keys = [each.key for each in flock.entries() if each.state in (State.REFUSED, State.HELD, State.UNKNOWN)]
        decisions.retry(flock.journal, keys)
        decisions.resume(flock.journal, keys)
    birds = canaries(flock.world)
    said = [each for entry in flock.entries() for each in flock.events(entry.kind, entry.key.split("/", 2)[2])]
    assert len(said) > 40
    assert faulted(flock) == dict.fromkeys(PLATFORMS, len(FAULTS) - 1 + len(STATUSES))
    for name, value in {**flock.world.environment(), "LAUNCHER_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    for words in (["status", "--history"], ["status", "--json"], ["report"], ["report", "--json"], ["export"]):
        run([*words, "--debug"])
    shown = capsys.readouterr()
    assert (tmp_path / "reports").is_dir()
    assert len(shown.out) > 2000
    told = found("log", log.getvalue(), birds) + found("history", "\n".join(said), birds)
    told += found("ledger", json.dumps(flock.world.ledger.records()), birds)
    told += found("screen", shown.out + shown.err, birds)
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        told += found(path.name, path.read_bytes().decode("latin-1"), birds)
    assert not told


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_read_of_an_account_shows_a_secret(flock: Rig, log: io.StringIO, platform: str) -> None:
    """What doctor and login ask, through every fault: message, fix, cause and traceback."""
    from launcher.settings import fixed

    every_fault(flock)
    settings = fixed({**flock.world.environment(), "LAUNCHER_HOME": str(flock.folder), "LAUNCHER_TIMEOUT": "2s"})
    adapter, birds = registry.open_platform(platform, "default", settings, flock.clock), canaries(flock.world)
    told: list[str] = []
    for number in range(len(FAULTS) + len(STATUSES)):
        try:
            adapter.account()
        except LauncherError as error:
            shown = f"{error} {error.fix} {error!r} {error.__cause__!r} {logs.safe_traceback(error)}"
            told += found(f"{platform} {number}", shown, birds)
            logging.getLogger("launcher").exception("failed")
        flock.clock.jump(flock.clock.now() + timedelta(minutes=20))
    assert not told + found("log", log.getvalue(), birds)


def test_a_crash_inside_an_adapter_shows_no_secret(
    flock: Rig, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that nobody foresaw, with the token in its text, its cause and its locals."""
    from launcher.platforms.x.adapter import X as Adapter

    secret = flock.world.credentials["X_ACCESS_SECRET"]

    def crash(_self: object, _draft: object) -> None:
        token = secret
        try:
            {}[f"https://api.x.com/?oauth_token={token}"]
        except KeyError as inner:
            raise RuntimeError(f"{token} in {inner!r}") from inner

    monkeypatch.setattr(Adapter, "post", crash)
    flock.launch(manifest(hosts={"youtube": {}}, posts=[{**X, "text": "Out."}], engagement=[]))
    entry: Entry = flock.entry("post", "on-x")
    assert "RuntimeError" in log.getvalue()
    birds = canaries(flock.world)
    told = f"{entry.error} {entry.next} {flock.events('post', 'on-x')}"
    assert not found("log", log.getvalue(), birds) + found("journal", told, birds)


def test_an_upload_link_is_a_secret_as_soon_as_it_is_kept(
    flock: Rig, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has it can write the film: it stands in the journal's own table, and nowhere else."""
    kept: list[str] = []
    keep = sessions.KeptSession.keep

    def keeping(self: sessions.KeptSession, session: sessions.Session) -> None:
        kept.append(session.uri)
        keep(self, session)
        logging.getLogger("launcher").warning("an upload goes to %s", session.uri)

    monkeypatch.setattr(sessions.KeptSession, "keep", keeping)
    flock.launch(manifest(posts=[], engagement=[]), until=T - HOUR)
    assert len(kept) == 2
    said = [each for entry in flock.entries() for each in flock.events(entry.kind, entry.key.split("/", 2)[2])]
    assert not any(uri in log.getvalue() + "".join(said) for uri in kept)
    assert log.getvalue().count("an upload goes to") == 2


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        ("https://vimeo.com/903706952/5f2a9c01de", "5f2a9c01de"),
        ("GET /v26.0/me?access_token=EAABsbCS1iHgBO&appsecret_proof=0a1b2c3d4e5f", "0a1b2c3d4e5f"),
        ("PUT https://files.tus.vimeo.com/files/vimeo-prod-src-tus/0123456789abcdef", "0123456789abcdef"),
        ("PUT https://youtube.googleapis.com/upload/youtube/v3/videos?upload_id=ADPycd0123", "ADPycd0123"),
    ],
)
def test_what_opens_a_film_before_its_hour_is_hidden(shown: str, hidden: str) -> None:
    """Unlisted addresses, upload links, session addresses, and proofs, also where nobody told us of them."""
    assert hidden not in redaction.redact(shown)
    assert hidden not in logs.safe(f"error at {shown}: no")


def test_a_command_that_crashes_shows_neither_locals_nor_secrets(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No pretty traceback of typer's or rich's; with --debug a plain one, its words redacted."""
    del log

    def crash(_path: object) -> None:
        token = os.environ["X_ACCESS_SECRET"]
        raise RuntimeError(f"no path for {token}")

    monkeypatch.setenv("X_ACCESS_SECRET", "canary-7d1f9a0c2b")
    monkeypatch.setenv("LAUNCHER_HOME", str(tmp_path))
    redaction.protect(["canary-7d1f9a0c2b"])
    monkeypatch.setattr(naming, "within", crash)
    assert run(["check", "launch.yaml", "--debug"]) == 1
    shown = capsys.readouterr()
    assert f"RuntimeError: no path for {redaction.HIDDEN}" in shown.err
    assert "canary" not in shown.out + shown.err
    assert "locals" not in shown.err


CRASHES = """
import os, sys, threading
from launcher.cli.context import Shared
Shared(debug=True).settings()
import logging
token = os.environ["X_ACCESS_SECRET"]
logging.getLogger("urllib3.connectionpool").debug("GET /?access_token=%s", token)
logging.getLogger("oauthlib").debug("signing with %s", token)
print(repr(Shared().settings()))
import launcher.cli.output as output
output.data(f"data {token}"), output.error(token), output.as_json({"value": token})
def fail(secret):
    raise RuntimeError(f"died with {secret}")
worker = threading.Thread(target=fail, args=(token,)); worker.start(); worker.join()
from rich.console import Console
fail(token)
"""


def test_a_process_that_dies_shows_no_secret(tmp_path: Path) -> None:
    """Debug on, a thread and the main program die with the token in hand, and it was printed in three ways."""
    token = "canary-7d1f9a0c2b"
    environment = {**os.environ, "LAUNCHER_HOME": str(tmp_path), "X_ACCESS_SECRET": token}
    died = subprocess.run(
        [sys.executable, "-c", CRASHES], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert died.returncode == 1
    assert died.stderr.count("RuntimeError: died with") == 2
    assert died.stdout.count(redaction.HIDDEN) >= 2
    assert token not in died.stdout + died.stderr
    assert "secret = " not in died.stderr
