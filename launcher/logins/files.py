"""Logins in files: one a login, in a folder that is its owner's alone.

A file is private from its first byte, and appears whole or not at all: it is written beside its place, forced to the
disk and renamed.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.errors import LoginExpired, SettingsError, Unavailable
from launcher.logins import kept, keyrings
from launcher.logins.kept import Kept

PATIENCE = 60.0
"""Seconds to wait for another process that renews the same login."""


class FileStore:
    """The logins of one LAUNCHER_HOME."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)

    def read(self, platform: str, account: str) -> Kept | None:
        """The login, with what the keyring holds of it."""
        found = self.glance(platform, account)
        return keyrings.filled(found) if found and found.in_keyring else found

    def glance(self, platform: str, account: str) -> Kept | None:
        """The file alone."""
        return self._read(self._path(platform, account))

    def every(self) -> list[Kept]:
        """All logins, by platform and account. Lock files and unfinished ones begin with a dot."""
        paths = sorted(self.folder.glob("[!.]*.json"))
        return [found for found in map(self._read, paths) if found]

    def write(self, login: Kept) -> None:
        """Keep it. Raises SettingsError where the folder is not its owner's alone, or cannot be written."""
        self._require_folder()
        public = keyrings.emptied(login) if login.in_keyring else login
        try:
            replace(self._path(login.platform, login.account), public.written())
        except OSError as error:
            raise SettingsError(f"{self.folder} cannot be written: {error.strerror}", fix=_FIX) from error

    def forget(self, platform: str, account: str) -> bool:
        """Remove the file, and what the keyring holds."""
        path = self._path(platform, account)
        if not path.exists():
            return False
        found = self._read(path)
        if found and found.in_keyring:
            keyrings.forget(found)
        path.unlink()
        flush_folder(self.folder)
        return True

    @contextmanager
    def locked(self, platform: str, account: str) -> Iterator[None]:
        """By a lock file beside the login. Raises Unavailable where it is not free for a minute."""
        import filelock

        self._require_folder()
        path = self.folder / f".{platform}.{account}.lock"
        try:
            with filelock.FileLock(path, timeout=PATIENCE, mode=0o600):
                yield
        except filelock.Timeout:
            told = f"{platform} ({account}): another process has been renewing this login for a minute"
            raise Unavailable(told, code="locked", fix=f"if none does, delete {path}") from None

    def _path(self, platform: str, account: str) -> Path:
        return self.folder / f"{platform}.{account}.json"

    def _read(self, path: Path) -> Kept | None:
        """The file's login. Raises LoginExpired where others can read it, or nobody."""
        try:
            with path.open("rb") as file:
                require_private(path, os.fstat(file.fileno()).st_mode)
                return kept.read(file.read())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            fix = f"delete it, and type: launcher login {path.name.partition('.')[0]}"
            raise LoginExpired(f"{path} cannot be read: {why}", code="unreadable", fix=fix) from None

    def _require_folder(self) -> None:
        """Make the folder, its owner's alone from the start. Raises SettingsError where it is there and is not so."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            mode = stat.S_IMODE(self.folder.stat().st_mode)
        except OSError as error:
            raise SettingsError(f"{self.folder} cannot be made: {error.strerror}", fix=_FIX) from error
        if mode & 0o077:
            raise SettingsError(
                f"{self.folder} is open to others (mode {mode:04o})", fix=f"chmod 700 {self.folder}, and try again"
            )


_FIX = "make it writable for this user, or set LAUNCHER_HOME to another folder"


def require_private(path: Path, mode: int) -> None:
    """Raise LoginExpired where others than its owner could read it."""
    if stat.S_IMODE(mode) & 0o077:
        told = f"{path} can be read by others (mode {stat.S_IMODE(mode):04o})"
        raise LoginExpired(told, code="unsafe", fix=f"chmod 600 {path}")


def replace(path: Path, data: bytes) -> None:
    """Write it whole or not at all, private from the first byte, and durable when this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        create(draft, data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    flush_folder(path.parent)


def create(path: Path, data: bytes) -> None:
    """Write a new private file, durable when this returns. Raises FileExistsError where there is one."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make the folder's list of names durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
