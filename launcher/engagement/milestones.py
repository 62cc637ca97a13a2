"""Milestones: which waiting actions of a launch have reached their condition."""

from launcher.engagement.totals import metrics
from launcher.journal import sweeps
from launcher.journal.database import Journal
from launcher.journal.samples import latest


def reach(journal: Journal, launch: str) -> list[str]:
    """Make due what has reached its condition by the believed readings; the keys of those. Each once."""
    if not sweeps.awaited(journal, launch):
        return []
    return sweeps.reach(journal, launch, metrics(latest(journal, launch)))
