"""The crontab line and the systemd timer that run `launcher tick` every minute, with this journal and these secrets."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from launcher.settings import ROOTS, Settings

EVERY_MINUTE = "* * * * *"

UNIT_MARK = "# Made by `launcher cron --systemd`; `launcher cron --systemd --remove` takes it away."

SERVICE = f"""\
{UNIT_MARK}
[Unit]
Description=Launch films: do what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
SyslogIdentifier=launcher
{{environment}}ExecStart={{command}}
# an upload may take hours; 3 says that something waits for a person, and the journal of the system has told it
TimeoutStartSec=infinity
SuccessExitStatus=3
"""

TIMER = f"""\
{UNIT_MARK}
[Unit]
Description=Launch films: look every minute

[Timer]
OnCalendar=minutely
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, kw_only=True)
class Ticking:
    """What cron or systemd is to run: the program, what it must be told, and what it tells in turn."""

    program: Sequence[str]
    told: Mapping[str, str] = field(default_factory=dict)
    ping: str = ""

    @property
    def tick(self) -> list[str]:
        """The words behind the program."""
        return ["tick", *(["--ping", self.ping] if self.ping else [])]

    def crontab(self) -> str:
        """One crontab line. cron runs it by /bin/sh, and would take a percent sign for the end of the command."""
        variables = (set_to(name, value) for name, value in self.told.items())
        return escaped(" ".join([EVERY_MINUTE, *variables, shlex.join([*self.program, *self.tick])]))

    def units(self) -> dict[str, str]:
        """The systemd service and its timer by file name; a run missed while the machine was off is made up for."""
        environment = "".join(f"Environment={_unit_word(f'{name}={value}')}\n" for name, value in self.told.items())
        words = [_unit_word(word, command=True) for word in self.program]
        ping = [_unit_word(self.ping, command=True)] if self.ping else []
        command = " ".join([*words, "tick", *(["--ping", *ping] if ping else [])])
        return {"launcher.service": SERVICE.format(environment=environment, command=command), "launcher.timer": TIMER}


def variables(settings: Settings, environment: Mapping[str, str], secrets: Path | None) -> dict[str, str]:
    """What a tick must be told besides its own defaults: where journal and secrets are, and settings by hand.

    Credentials are never among them, nor is a journal's address that has a password in it.
    """
    given = ("LAUNCHER_TIMEOUT", "LAUNCHER_GRACE", *ROOTS)
    kept = {name: environment[name] for name in given if environment.get(name)}
    journal = environment.get("LAUNCHER_JOURNAL", "")
    if journal and not has_password(journal):
        kept["LAUNCHER_JOURNAL"] = _absolute(journal)
    if secrets is not None:
        kept["LAUNCHER_SECRETS"] = str(secrets.resolve())
    return {"LAUNCHER_HOME": str(settings.home.expanduser().absolute()), **kept}


def has_password(url: str) -> bool:
    """Whether a database's address holds a password."""
    return bool(urlsplit(url).password)


def _absolute(journal: str) -> str:
    """A journal's address as it reads from any folder: a SQLite file's path may be relative."""
    scheme, path = journal[:10], journal[10:]
    return f"{scheme}{Path(path).absolute()}" if scheme == "sqlite:///" and path else journal


def set_to(name: str, value: str) -> str:
    """A variable's assignment as the shell reads it."""
    return f"{name}={shlex.quote(value)}"


def escaped(line: str) -> str:
    """A line as a crontab wants it: its percent signs as signs."""
    return line.replace("%", r"\%")


def _unit_word(word: str, *, command: bool = False) -> str:
    """A word as systemd reads it: quoted, its percent signs doubled, and in a command its dollar signs too."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{quoted.replace("$", "$$") if command else quoted}"'
