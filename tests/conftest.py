"""What tests of several areas stand on."""

from collections.abc import Iterator

import pytest

from tests.postgresql import Server, serving


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL, started when the first test asks for it."""
    with serving() as server:
        yield server
