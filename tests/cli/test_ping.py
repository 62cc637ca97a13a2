"""`launcher tick --ping`: a monitor hears of every good tick, and of no other; its failure is told, no more."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from launcher.errors import SettingsError
from launcher.journal.database import open_journal
from launcher.run.ping import checked
from launcher.settings import load
from tests.cli.conftest import Call
from tests.cli.onstage import OnStage, X, on_stage

SECRET = "5f3c-the-secret-of-the-address"


class Monitor(ThreadingHTTPServer):
    """A dead-man switch that notes what it hears."""

    status = 200
    heard: list[str]

    @property
    def url(self) -> str:
        """The address to ping."""
        return f"http://127.0.0.1:{self.server_address[1]}/{SECRET}"


class Page(BaseHTTPRequestHandler):
    """Whatever is asked for."""

    server: Monitor

    def do_GET(self) -> None:
        """Note it, and answer as the monitor says."""
        self.server.heard.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Location", "http://192.0.2.1/")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Monitor]:
    with Monitor(("127.0.0.1", 0), Page) as made:
        made.heard = []
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            made.shutdown()
            thread.join()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    """A monitor on this machine."""
    with serving() as made:
        yield made


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Iterator[OnStage]:
    """A launch of two posts on a stage, the first due now."""
    with on_stage(tmp_path, monkeypatch) as made:
        made.record()
        yield made


def test_a_good_tick_pings(call: Call, stage: OnStage, monitor: Monitor) -> None:
    """Once, after what was due is done, and silently."""
    ticked = call("tick", "--ping", monitor.url)
    assert (ticked.code, ticked.out, ticked.err) == (0, "", "")
    assert monitor.heard == [f"/{SECRET}"]
    assert len(stage.posts("x")) == 1


def test_a_tick_that_is_not_good_does_not(call: Call, stage: OnStage, monitor: Monitor) -> None:
    """The platform refuses for good: exit code 1, and the monitor hears nothing."""
    stage.world.faults.add("status", platform="x", method="POST", path="*tweets", nth=1, status=400)
    assert call("tick", "--ping", monitor.url).code == 1
    assert monitor.heard == []


def test_a_tick_without_a_journal_does_not(call: Call, monitor: Monitor) -> None:
    """A crontab that names the wrong home raises the alarm."""
    assert call("tick", "--ping", monitor.url).code == 1
    assert monitor.heard == []


def test_an_idle_tick_pings_too(call: Call, monitor: Monitor) -> None:
    """It ends before anything large is imported, and the monitor hears of it all the same."""
    open_journal(load().journal_url).close()
    command = [sys.executable, "-X", "importtime", "-m", "launcher", "tick", "--ping", monitor.url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert monitor.heard == [f"/{SECRET}"]
    assert "sqlalchemy" not in done.stderr
    assert "typer" not in done.stderr


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_ping_that_is_not_taken(call: Call, stage: OnStage, monitor: Monitor, status: int) -> None:
    """Told without the address, whose path is its secret; the tick is as good as it was. No redirect is followed."""
    monitor.status = status
    ticked = call("tick", "--ping", monitor.url)
    assert ticked.code == 0
    assert f"was answered {status}" in ticked.err
    assert SECRET not in ticked.err


def test_a_monitor_that_is_not_there(call: Call, stage: OnStage) -> None:
    """The post is out, the exit code 0, and one line says that nobody was told."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        ticked = call("tick", "--ping", f"http://127.0.0.1:{unused.getsockname()[1]}/{SECRET}")
    assert ticked.code == 0
    assert "failed (ConnectionRefusedError)" in ticked.err
    assert SECRET not in ticked.err
    assert stage.entry(X).state == "done"


BAD = [
    "",
    "http://example.org/ping",
    "ftp://127.0.0.1/",
    "example.org/ping",
    "https://",
    "https://user:word@example.org/",
    "https://example.org:port/",
    "https://example.org/a b",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", BAD)
def test_addresses_that_are_not_pinged(call: Call, stage: OnStage, url: str) -> None:
    """Only https, or this machine: exit code 2 before anything is sent, and the address is not repeated."""
    with pytest.raises(SettingsError):
        checked(url)
    ticked = call("tick", "--ping", url)
    assert ticked.code == 2
    assert len(url) < 9 or url not in ticked.err
    assert stage.posts("x") == []
