"""The crontab line and the systemd timer that run `launcher tick` every minute, with this journal and these secrets."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from launcher.settings import ROOTS, Settings

EVERY_MINUTE = "* * * * *"

SERVICE = """\
[Unit]
Description=Launch films: do what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
SyslogIdentifier=launcher
{environment}ExecStart={command} tick
# an upload may take hours; 3 says that something waits for a person, and the journal of the system has told it
TimeoutStartSec=infinity
SuccessExitStatus=3
"""

TIMER = """\
[Unit]
Description=Launch films: look every minute

[Timer]
OnCalendar=minutely
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


def variables(settings: Settings, environment: Mapping[str, str], secrets: Path | None) -> dict[str, str]:
    """What a tick must be told besides its own defaults: where journal and secrets are, and settings by hand.

    Credentials are never among them, nor is a journal's address that has a password in it.
    """
    given = ("LAUNCHER_TIMEOUT", "LAUNCHER_GRACE", *ROOTS)
    kept = {name: environment[name] for name in given if environment.get(name)}
    journal = environment.get("LAUNCHER_JOURNAL", "")
    if journal and not has_password(journal):
        kept["LAUNCHER_JOURNAL"] = journal
    if secrets is not None:
        kept["LAUNCHER_SECRETS"] = str(secrets.resolve())
    return {"LAUNCHER_HOME": str(settings.home.expanduser().absolute()), **kept}


def has_password(url: str) -> bool:
    """Whether a database's address holds a password."""
    return bool(urlsplit(url).password)


def crontab(program: Sequence[str], told: Mapping[str, str]) -> str:
    """One crontab line. cron runs it by /bin/sh, and would take a percent sign for the end of the command."""
    words = [*(f"{name}={shlex.quote(value)}" for name, value in told.items()), shlex.join(program), "tick"]
    return f"{EVERY_MINUTE} {' '.join(words)}".replace("%", r"\%")


def units(program: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """The systemd service and its timer by file name; a run missed while the machine was off is made up for."""
    environment = "".join(f"Environment={_unit_word(f'{name}={value}')}\n" for name, value in told.items())
    command = " ".join(_unit_word(word, command=True) for word in program)
    service = SERVICE.format(environment=environment, command=command)
    return {"launcher.service": service, "launcher.timer": TIMER}


def _unit_word(word: str, *, command: bool = False) -> str:
    """A word as systemd reads it: quoted, its percent signs doubled, and in a command its dollar signs too."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if command else escaped}"'
