"""Milestones: which waiting actions of a launch have reached their condition."""

from functools import partial

from launcher.engagement.conditions import holds, see
from launcher.journal import sweeps
from launcher.journal.database import Journal
from launcher.journal.reading import launch as recorded


def reach(journal: Journal, launch: str) -> list[str]:
    """Make due what has reached its condition by the believed readings; the keys of those. Each once."""
    known = recorded(journal, launch)
    if known is None or not sweeps.awaited(journal, launch):
        return []
    return sweeps.reach(journal, launch, partial(holds, seen=see(journal, launch, known.release_at)))
