"""A launch on a stage of its own for each test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.run.rig import Rig, Rigged, rigged


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A launch on a friendly stage."""
    with rigged(tmp_path) as made:
        yield made


@pytest.fixture
def rig_on(tmp_path: Path) -> Iterator[Rigged]:
    """Makes a launch on a stage with other settings."""
    with ExitStack() as stack:

        def make(**settings: Any) -> Rig:
            return stack.enter_context(rigged(tmp_path, **settings))

        yield make
