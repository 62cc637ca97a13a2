"""A short storm: what `make chaos` plays at length."""

from pathlib import Path

import pytest

from tests.chaos.storm import Weather, storm


@pytest.mark.timeout(300)
def test_a_storm_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Three workers killed and stopped, a stage that throttles, fails and loses replies: everything exactly once."""
    report = storm(tmp_path, Weather(items=22, seconds=270.0, seed=1))
    assert report.tally.exact, str(report)
    assert report.blows["killed"], str(report)
