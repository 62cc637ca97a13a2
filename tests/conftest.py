"""What tests of several areas stand on."""

import signal
from collections.abc import Iterator

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
