"""The storm on PostgreSQL, in short: `python -m tests.chaos postgres` is the long one."""

from pathlib import Path

import pytest

from tests.chaos.storm import Weather, storm
from tests.postgresql import Server


@pytest.mark.timeout(240)
def test_killed_and_stopped_workers_on_a_bad_stage_post_everything_once(tmp_path: Path, postgresql: Server) -> None:
    """Three `launcher worker`, killed and stopped every second or two: posts / distinct / lost / early = N/N/0/0."""
    with postgresql.journal() as url:
        report = storm(tmp_path, Weather(items=8, seconds=180, pause=(1.0, 2.0)), url, "serve")
    assert report.blows["killed"], report
    assert report.tally.exact, report
    assert not report.undone, report
