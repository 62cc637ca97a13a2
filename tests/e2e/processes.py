"""Real processes: a stage in one, launchers in others, and the launch's folder between them."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher.journal.database import open_journal
from launcher.journal.reading import entries
from launcher.run.launching import commit, prepare
from tests.e2e.gateway import Gateway
from tests.forking import Forked
from tests.tiny import film_bytes, write_manifest

PATIENCE = 60.0
"""Seconds after which something that should have happened counts as not happening."""

LAUNCHER = ("launcher",)
"""Forked: what `command` names in its place is a program."""


def eventually(happened: Callable[[], Any]) -> Any:
    """What `happened` returns as soon as that is true. Fails after a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = happened()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it never happened")


@dataclass
class StageProcess:
    """A stage in a process of its own, asked over HTTP alone."""

    root: str
    environment: Mapping[str, str]

    def ledger(self, platform: str, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """What came over the wire."""
        found = self._get("/stage/ledger")
        return [
            each for each in found if each["platform"] == platform and method in each["method"] and path in each["path"]
        ]

    def held(self, platform: str) -> list[dict[str, Any]]:
        """What a platform holds, without YouTube's playlists."""
        shelf: list[dict[str, Any]] = self._get("/stage/shelves")[platform]
        return [each for each in shelf if each.get("kind", "video") in ("video", "post", "link", "self")]

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(self.root + path, timeout=10) as reply:
            return json.load(reply)


@contextmanager
def stage_process(folder: Path) -> Iterator[StageProcess]:
    """A stage whose hosts process a film at once."""
    told, said = folder / "stage.json", folder / "stage.log"
    with told.open("wb") as out, said.open("wb") as err:
        process = Forked([*LAUNCHER, "stage", "--json", "--transcode", "0s"], stdout=out, stderr=err)
        try:
            eventually(lambda: process.poll() is not None or b"The stage is at" in said.read_bytes())
            environment = json.loads(told.read_text())
            root = environment["VIMEO_API_ROOT"].removesuffix("/vimeo")
            yield StageProcess(root, environment)
        finally:
            process.kill()
            process.wait()


@dataclass
class Site:
    """One folder of a launch, its home, and the environment in which launcher runs there."""

    folder: Path
    stage: StageProcess
    gateway: Gateway
    extra: dict[str, str] = field(default_factory=dict)
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The stage's, with every address going through the gateway."""
        told = {n: v.replace(self.stage.root, self.gateway.root) for n, v in self.stage.environment.items()}
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        home = {"LAUNCHER_HOME": str(self.folder / "home"), "LAUNCHER_TIMEOUT": "30s"}
        return {**kept, **told, **home, **self.extra}

    @property
    def journal_url(self) -> str:
        """Where the journal is."""
        return self.extra.get("LAUNCHER_JOURNAL", f"sqlite:///{self.folder / 'home' / 'journal.db'}")

    def record(self, wanted: dict[str, Any], *, name: str = "launch.yaml", film: bytes | None = None) -> None:
        """Put a launch into the journal, and leave it to others to go on with it."""
        path = self.manifest(wanted, name=name, film=film)
        journal = open_journal(self.journal_url)
        commit(journal, prepare(path, journal, journal.now()))
        journal.close()

    def manifest(self, wanted: dict[str, Any], *, film: bytes | None = None, name: str = "launch.yaml") -> Path:
        """Write the manifest and, unless it is there, its film."""
        path, wanted_film = self.folder / "film.mp4", film or film_bytes()
        if not path.exists() or path.read_bytes() != wanted_film:
            path.write_bytes(wanted_film)
        return write_manifest(self.folder / name, wanted)

    def start(self, *arguments: str, command: tuple[str, ...] = LAUNCHER) -> "subprocess.Popen[str]":
        """Start launcher in the folder."""
        process = (Forked if command == LAUNCHER else subprocess.Popen)(
            [*command, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def kill(self) -> None:
        """End whatever a failed test left running."""
        for process in self.started:
            process.kill()
            process.communicate()

    def run(self, *arguments: str, command: tuple[str, ...] = LAUNCHER) -> "subprocess.CompletedProcess[str]":
        """Run launcher in the folder to its end."""
        process = self.start(*arguments, command=command)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def states(self, launch: str = "film") -> dict[str, str]:
        """Where every action stands, by its key without the launch."""
        journal = open_journal(self.journal_url, create=False)
        found = {each.key.partition("/")[2]: each.state.value for each in entries(journal, launch)}
        journal.close()
        return found


def now(**parts: Any) -> dict[str, Any]:
    """A launch that goes out now: YouTube and one post on X, unless `parts` says otherwise."""
    whole = {
        "launch": {"name": "film", "at": "now", "timezone": "America/Los_Angeles"},
        "film": {"file": "film.mp4", "title": "First Kiss", "description": "Strangers kiss."},
        "hosts": {"youtube": {}},
        "posts": [{"name": "on-x", "on": "x", "at": "release", "text": "{{ film.title }} {{ youtube.url }}"}],
        "engagement": [],
    }
    return {**whole, **parts}
