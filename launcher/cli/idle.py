"""Whether `launcher tick` has nothing to do: cron asks every minute for months, and the answer is nearly always yes.

Imports the standard library alone. In any doubt the answer is no, and the tick itself looks.
"""

import os

_SQLITE = "sqlite:///"


def is_idle(arguments: list[str]) -> bool:
    """Whether the arguments are exactly `tick`, and the journal shows that nothing is due."""
    if arguments != ["tick"]:
        return False
    journal = _journal()
    if not journal:
        return False
    from pathlib import Path

    from launcher.journal.glance import nothing_due

    return nothing_due(Path(journal))


def _journal() -> str:
    """The path of the journal that the environment names, or "" where it is no SQLite file."""
    url = os.environ.get("LAUNCHER_JOURNAL", "")
    if url:
        return url.removeprefix(_SQLITE) if url.startswith(_SQLITE) and "?" not in url else ""
    home = os.environ.get("LAUNCHER_HOME", "")
    if home:
        return os.path.join(os.path.expanduser(home), "journal.db")
    from launcher.settings import default_home

    return str(default_home() / "journal.db")
