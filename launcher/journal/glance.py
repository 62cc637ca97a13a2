"""A glance at a SQLite journal with the standard library alone: is there anything to do?

A cron tick runs every minute for months and finds nothing nearly always. It must not pay for importing
SQLAlchemy and the rest to learn that.
"""

import os
import sqlite3
import time
from pathlib import Path

# Each condition says a partial index with its own words: SQLite reads every row otherwise.
_WORK = """
SELECT EXISTS (SELECT 1 FROM actions WHERE state IN ('planned', 'unknown') AND armed AND due_at <= :now)
    OR EXISTS (SELECT 1 FROM actions WHERE state = 'running')
    OR EXISTS (SELECT 1 FROM actions WHERE look_at IS NOT NULL AND state = 'held')
    OR EXISTS (SELECT 1 FROM actions WHERE state IN ('planned', 'unknown') AND state = 'planned' AND late_at < :now)
    OR EXISTS (SELECT 1 FROM alembic_version WHERE version_num = 'moved')
"""


def nothing_due(journal: Path) -> bool:
    """Whether a tick would surely do nothing. False in any doubt: then the tick itself looks."""
    if not (os.access(journal, os.R_OK | os.W_OK) and os.access(journal.parent, os.W_OK)):
        return False
    try:
        connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=5)
        try:
            found = connection.execute(_WORK, {"now": int(time.time() * 1_000_000)}).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return not found[0]
