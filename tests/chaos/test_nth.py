"""A crash here and there: what `make chaos` plays at every commit and every request."""

from pathlib import Path

import pytest

from tests.chaos.crash import Crash
from tests.chaos.nth import crash, share, some

STEP, EACH = 27, 1


@pytest.mark.timeout(300)
def test_a_crash_anywhere_repeats_and_loses_nothing(tmp_path: Path) -> None:
    """Killed before and after commits and requests all over a launch, and finished: everything exactly once."""
    result = crash(tmp_path, some(STEP, EACH))
    assert result.exact, str(result)
    assert set(result.crashes.values()) == {EACH}, str(result)


def test_the_shares_are_every_number_once() -> None:
    """However many trials go on at a time, together they crash at every n."""
    shares = [share(part, 3) for part in range(3)]
    for place in Crash:
        assert sorted(number for each in shares for number in each[place]) == list(range(1, 10_000))
