"""A site whose journal is on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.processes import Site, stage_process
from tests.postgresql import Server


@pytest.fixture
def studio(tmp_path: Path, postgresql: Server) -> Iterator[Site]:
    """Where a test's launches and workers are."""
    with (
        postgresql.journal() as url,
        stage_process(tmp_path) as stage,
        Gateway(stage.root).serving() as gateway,
    ):
        site = Site(tmp_path, stage, gateway, {"LAUNCHER_JOURNAL": url, "LAUNCHER_GRACE": "1s"})
        yield site
        site.kill()
