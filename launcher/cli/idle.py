"""Whether `launcher tick` has nothing to do: cron asks every minute for months, and the answer is nearly always yes.

Imports the standard library alone. In any doubt the answer is no, and the tick itself looks.
"""

import os
import sys

_SQLITE = "sqlite:///"


def is_idle(arguments: list[str]) -> bool:
    """Whether the arguments are exactly `tick`, or `tick --ping URL`, and the journal shows that nothing is due."""
    words, url = arguments[:2], arguments[2:]
    if arguments != ["tick"] and (words != ["tick", "--ping"] or len(url) != 1 or not _fits(url[0])):
        return False
    journal = _journal()
    if not journal:
        return False
    from pathlib import Path

    from launcher.journal.glance import nothing_due
    from launcher.journal.last_tick import mark

    idle = nothing_due(Path(journal))
    if idle:
        mark(Path(journal).parent)
    return idle


def tell_monitor(arguments: list[str]) -> None:
    """Send the ping of an idle tick, where its arguments ask for one, and say where that failed."""
    if arguments[1:]:
        from launcher.run.ping import ping

        failed = ping(arguments[2])
        if failed:
            print(f"Warning: {failed}", file=sys.stderr)  # noqa: T201


def _fits(url: str) -> bool:
    """Whether that may be pinged; where not, the tick itself says why."""
    from launcher.errors import SettingsError
    from launcher.run.ping import checked

    try:
        checked(url)
    except SettingsError:
        return False
    return True


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
