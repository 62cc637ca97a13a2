"""A crash here and there: what `make chaos` plays at every commit and every request."""

from pathlib import Path

import pytest

from tests.chaos.nth import crash_everywhere, some

STEP, EACH = 27, 1


@pytest.mark.timeout(300)
def test_a_crash_anywhere_repeats_and_loses_nothing(tmp_path: Path) -> None:
    """Killed before and after commits and requests all over a launch, and finished: everything exactly once."""
    result = crash_everywhere(tmp_path, some(STEP, EACH))
    assert result.exact, str(result)
    assert set(result.crashes.values()) == {EACH}, str(result)
