"""The launch path on PostgreSQL: tests of the same names, on the other database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgresql import Server
from tests.run.rig import Rig, rigged
from tests.run.test_late_and_unready import (
    test_a_held_post_waits_and_then_goes,
    test_a_later_release_moves_everything_with_it,
    test_a_post_that_is_too_late_is_held,
    test_an_edit_in_the_middle_reaches_what_has_not_run,
    test_together_waits_for_the_slowest,
)
from tests.run.test_lost_replies import (
    test_a_duplicate_refusal_after_a_doubt_is_adopted,
    test_a_resumed_doubt_is_looked_for_again,
    test_an_unmade_post_is_sent_again_after_its_grace,
)
from tests.run.test_two_at_once import (
    test_a_burst_on_one_account_goes_out_one_by_one,
    test_a_lost_reply_with_three_executors_makes_one_post,
    test_three_executors_send_everything_once,
)

__all__ = [
    "test_a_burst_on_one_account_goes_out_one_by_one",
    "test_a_duplicate_refusal_after_a_doubt_is_adopted",
    "test_a_held_post_waits_and_then_goes",
    "test_a_later_release_moves_everything_with_it",
    "test_a_lost_reply_with_three_executors_makes_one_post",
    "test_a_post_that_is_too_late_is_held",
    "test_a_resumed_doubt_is_looked_for_again",
    "test_an_edit_in_the_middle_reaches_what_has_not_run",
    "test_an_unmade_post_is_sent_again_after_its_grace",
    "test_three_executors_send_everything_once",
    "test_together_waits_for_the_slowest",
]


@pytest.fixture
def rig(tmp_path: Path, postgresql: Server) -> Iterator[Rig]:
    """A launch on a friendly stage, its journal on PostgreSQL."""
    with postgresql.journal() as url, rigged(tmp_path, journal_url=url) as made:
        yield made
