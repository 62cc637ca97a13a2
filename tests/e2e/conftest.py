"""A stage in a process of its own, a gateway in front of it, and a folder to launch from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.processes import Site, stage_process


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Where a test launches from."""
    with stage_process(tmp_path) as stage, Gateway(stage.root).serving() as gateway:
        made = Site(tmp_path, stage, gateway)
        yield made
        made.kill()
