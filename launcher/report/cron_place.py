"""Where a tick is put so that it comes every minute: this user's crontab, or systemd's timers of this user.

Both know their own work by a mark and leave everything else as it is.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError
from launcher.report.cron_line import UNIT_MARK, Ticking, escaped, set_to

MARK = "# by launcher cron --install"
"""Ends every crontab line that we put there; to the shell it is a comment."""

_PATIENCE = 60
"""Seconds after which crontab or systemctl count as hanging."""

_NO_TABLE = ("no crontab for", "no such file")
"""What the crontab programs say where the user has none yet (vixie, cronie, dcron; busybox)."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would be put or taken away, the old lines that it replaces, and what does it."""

    text: str
    replaces: tuple[str, ...]
    carry_out: Callable[[], None]


class Crontab:
    """This user's crontab, through the program `crontab`."""

    name = "your crontab"

    def __init__(self, ticking: Ticking) -> None:
        self._ticking = ticking

    def installation(self) -> Change | None:
        """Put the line there in place of an own one for the same home; None where it stands there already.

        Raises LauncherError where there is no crontab program, or it refuses.
        """
        line, table = f"{self._ticking.crontab()} {MARK}", self._read()
        own = [each for each in table if self._is_own(each)]
        if own == [line]:
            return None
        kept = [each for each in table if not self._is_own(each)]
        return Change(text=line, replaces=tuple(own), carry_out=lambda: self._write([*kept, line]))

    def removal(self) -> Change | None:
        """Take the own line out; None where there is none. Raises LauncherError as `installation`."""
        table = self._read()
        own = [each for each in table if self._is_own(each)]
        kept = [each for each in table if not self._is_own(each)]
        return Change(text="\n".join(own), replaces=(), carry_out=lambda: self._write(kept)) if own else None

    def _is_own(self, line: str) -> bool:
        """Ours, of this home; or pasted by hand as it was printed."""
        home = f" {escaped(set_to('LAUNCHER_HOME', self._ticking.told['LAUNCHER_HOME']))} "
        return line == self._ticking.crontab() or (line.endswith(MARK) and home in line and line[:1] != "#")

    def _read(self) -> list[str]:
        found = _call(["crontab", "-l"], _NO_CRONTAB)
        if found.returncode == 0:
            return found.stdout.splitlines()
        if any(sign in found.stderr.lower() for sign in _NO_TABLE):
            return []
        raise LauncherError(f"crontab -l failed: {_last_words(found)}", fix=_BY_HAND)

    def _write(self, table: Sequence[str]) -> None:
        done = _call(["crontab", "-"], _NO_CRONTAB, "".join(f"{line}\n" for line in table))
        if done.returncode or self._read() != list(table):
            raise LauncherError(f"crontab did not take the table: {_last_words(done)}", fix=_BY_HAND)


class Timer:
    """systemd's service and timer of this user."""

    def __init__(self, ticking: Ticking, environment: Mapping[str, str]) -> None:
        base = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        self._folder = Path(base) / "systemd" / "user"
        self._wanted = ticking.units()
        self.name = str(self._folder)

    def installation(self) -> Change | None:
        """Write the units and start the timer; None where that was done.

        Raises LauncherError where systemd does not serve this user, or files of another origin stand there.
        """
        found = self._found()
        if found == self._wanted and all(self._is(state) for state in ("is-enabled", "is-active")):
            return None
        text = "\n".join(f"# {self._folder / name}\n{unit}" for name, unit in self._wanted.items())
        old = tuple(str(self._folder / name) for name in found if found[name] != self._wanted[name])
        return Change(text=text, replaces=old, carry_out=self._put)

    def removal(self) -> Change | None:
        """Stop the timer and take its files away; None where there are none. Raises LauncherError as `installation`."""
        found = self._found()
        text = "\n".join(str(self._folder / name) for name in found)
        return Change(text=text, replaces=(), carry_out=lambda: self._take_away(found)) if found else None

    def _found(self) -> dict[str, str]:
        """Our units as they stand there."""
        paths = {name: self._folder / name for name in self._wanted}
        found = {name: path.read_text("utf-8") for name, path in paths.items() if path.is_file()}
        for name, text in found.items():
            if UNIT_MARK not in text:
                raise LauncherError(f"{paths[name]} was not made by launcher cron", fix="move it away first")
        _found_program("systemctl", _NO_SYSTEMD)
        return found

    def _put(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, unit in self._wanted.items():
            (self._folder / name).write_text(unit, "utf-8")
        self._systemctl("daemon-reload")
        self._systemctl("enable", "launcher.timer")
        self._systemctl("restart", "launcher.timer")

    def _take_away(self, found: Mapping[str, str]) -> None:
        if "launcher.timer" in found:
            self._systemctl("disable", "--now", "launcher.timer")
        for name in found:
            (self._folder / name).unlink(missing_ok=True)
        self._systemctl("daemon-reload")

    def _is(self, state: str) -> bool:
        return _call(["systemctl", "--user", state, "--quiet", "launcher.timer"], _NO_SYSTEMD).returncode == 0

    def _systemctl(self, *words: str) -> None:
        done = _call(["systemctl", "--user", *words], _NO_SYSTEMD)
        if done.returncode:
            raise LauncherError(f"systemctl --user {' '.join(words)} failed: {_last_words(done)}", fix=_NO_SESSION)


_BY_HAND = "run `launcher cron` and put its line in with: crontab -e"
_NO_CRONTAB = "install cron, or use systemd's timers: launcher cron --systemd --install"
_NO_SYSTEMD = "this machine has no systemd; use the crontab: launcher cron --install"
_NO_SESSION = "log in as this user (not by su or sudo) and try again, or use the crontab: launcher cron --install"


def _found_program(name: str, fix: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise LauncherError(f"there is no {name} on this machine", fix=fix)
    return found


def _call(words: Sequence[str], fix: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """Run it to its end in plain English. Raises LauncherError where it is not there or hangs."""
    command = [_found_program(words[0], fix), *words[1:]]
    try:
        return subprocess.run(  # noqa: S603 - crontab and systemctl, with words of our own
            command,
            input=said,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "LC_ALL": "C"},
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LauncherError(f"{words[0]} cannot be run: {error}", fix=fix) from error


def _last_words(done: "subprocess.CompletedProcess[str]") -> str:
    return " ".join(done.stderr.split())[-300:] or f"exit code {done.returncode}"
