"""What will tick: cron's line or systemd's timer, really there, and when it came last."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from launcher.clock import utc
from launcher.doctor.finding import MACHINE, Finding, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.errors import LauncherError
from launcher.journal import last_tick
from launcher.report.cron_line import UNIT_MARK, Ticking
from launcher.report.cron_place import Crontab
from launcher.settings import Settings
from launcher.text.human import ago

INSTALL = "launcher cron --install"
STALE = timedelta(minutes=3)
"""A minute's tick that has not come for so long does not come."""


def check_scheduler(subject: Subject) -> Iterator[Finding]:
    """Whether something ticks by itself. `launch` stays without it, but follow-ups and a broken terminal need it."""
    found = [name for name, there in (("crontab", _cron), ("systemd timer", _timer)) if there(subject.settings)]
    if not found:
        said = "neither cron nor systemd ticks here: nothing goes out once the terminal is closed"
        yield doubtful(MACHINE, "scheduler", said, INSTALL)
        return
    yield fine(MACHINE, "scheduler", f"{' and '.join(found)}, every minute")
    yield _last(subject, found[0])


def _last(subject: Subject, what: str) -> Finding:
    seconds = last_tick.read(subject.settings.marks)
    fix = (
        "systemctl --user status launcher.timer"
        if "systemd" in what
        else "see whether the cron service runs, and cron's log"
    )
    if seconds is None:
        return doubtful(MACHINE, "last tick", "there was none yet; one comes within a minute", fix)
    passed = subject.now - utc(seconds)
    said = ago(max(passed, timedelta(0)))
    return doubtful(MACHINE, "last tick", said, fix) if passed > STALE else fine(MACHINE, "last tick", said)


def _cron(settings: Settings) -> bool:
    told = {"LAUNCHER_HOME": str(settings.home.expanduser().absolute())}
    try:
        return Crontab(Ticking(program=["launcher"], told=told)).removal() is not None
    except LauncherError:
        return False


def _timer(settings: Settings) -> bool:
    """Whether the units of this home stand there and were enabled: systemd itself need not be asked."""
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    try:
        service = (base / "launcher.service").read_text("utf-8")
    except OSError:
        return False
    enabled = (base / "timers.target.wants" / "launcher.timer").exists()
    return UNIT_MARK in service and f"LAUNCHER_HOME={settings.home.expanduser().absolute()}" in service and enabled
