"""What tests of several areas stand on."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from launcher.journal import database
from tests.postgresql import Server, serving

# Started in the background, where Ctrl-C is ignored, the programs under test would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_migrated = database._build


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL, started when the first test asks for it."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def _journals_are_copies() -> Iterator[None]:
    """A new SQLite journal is migrated once in this process; every later one is a copy of that, before its first row.

    What other processes make is migrated, and so is what a test brings from an older schema, or asks to be.
    """
    made: list[bytes] = []

    def copied(draft: Path) -> None:
        if not made:
            _migrated(draft)
            made.append(draft.read_bytes())
        draft.write_bytes(made[0])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_build", copied)
        yield


@pytest.fixture
def every_journal_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new journal is made as users have theirs made."""
    monkeypatch.setattr(database, "_build", _migrated)


@pytest.fixture(autouse=True)
def leave_the_process_as_it_was() -> Iterator[None]:
    """A test that leaves a trace in its process fails itself, and not one that comes long after it."""
    before = _process()
    yield
    assert _process() == before


def _process() -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {"environment": kept, "folder": os.getcwd(), "longest file": resource.getrlimit(resource.RLIMIT_FSIZE)}
