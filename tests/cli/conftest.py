"""The command line called in this process, as a program would see it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from launcher.cli.app import run
from launcher.text import logs, redaction
from tests.sample import quick_film, sample_film

__all__ = ["quick_film", "sample_film"]


@dataclass(frozen=True, kw_only=True)
class Called:
    """What one call left: exit code, data, talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data, as JSON."""
        return json.loads(self.out)


Call = Callable[..., Called]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Call the command line with these words, in an empty folder and with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAUNCHER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LAUNCHER_JOURNAL", raising=False)

    def called(*words: str | Path) -> Called:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Called(code=int(code), out=out, err=err)

    return called


@pytest.fixture(autouse=True)
def _no_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging's hooks are the process's: those of a command called here would outlive it. So would secrets."""
    monkeypatch.setattr(logs, "install", lambda _level: None)
    monkeypatch.setattr(redaction, "_registry", redaction.Redactor())
