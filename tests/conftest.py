"""What tests of several areas stand on."""

import os
import resource
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.postgresql import Server, serving

# Started in the background, where Ctrl-C is ignored, the programs under test would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL, started when the first test asks for it."""
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def leave_the_process_as_it_was() -> Iterator[None]:
    """A test that leaves a trace in its process fails itself, and not one that comes long after it."""
    before = _process()
    yield
    assert _process() == before


def _process() -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {"environment": kept, "folder": os.getcwd(), "longest file": resource.getrlimit(resource.RLIMIT_FSIZE)}
