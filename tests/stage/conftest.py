"""A fresh stage for each test, on a clock that only the test moves."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from launcher.clock import CompressedClock
from launcher.stage.server import Server
from launcher.stage.world import World

START = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
"""9:00 in Los Angeles."""


@pytest.fixture
def clock() -> CompressedClock:
    """The stage's clock, which stands still."""
    return CompressedClock(START)


@pytest.fixture
def world(clock: CompressedClock) -> World:
    """A stage's state, with seed 0."""
    return World(clock=clock)


@pytest.fixture
def stage(world: World) -> Iterator[Server]:
    """A running stage."""
    with Server(world) as server:
        yield server
