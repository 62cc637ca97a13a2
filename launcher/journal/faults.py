"""What goes wrong with the storage of a journal, in words, and what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from launcher.errors import JournalError


@contextmanager
def told(where: str = "") -> Iterator[None]:
    """Turn database errors into JournalError that names the journal and the way on."""
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        cause = str(getattr(error, "orig", None) or error)
        at = f" at {where}" if where else ""
        raise JournalError(f"the journal{at} failed: {cause}", fix=advice(cause)) from error


def passes(error: JournalError) -> bool:
    """Whether it may pass by itself: a server that is being started anew, or was cut off. No file mends itself."""
    if cut_off(error):
        return True
    cause = error.__cause__
    lost = isinstance(cause, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)
    on_file = isinstance(getattr(cause, "orig", None), sqlite3.Error)
    return lost and not on_file and "authentication failed" not in str(cause)


def cut_off(error: JournalError) -> bool:
    """Whether the server ended one connection: its transaction stood idle, since this process was stopped or starved.

    A process that wakes may find the connection closed before it can read the server's reason.
    """
    cause = error.__cause__
    idle = getattr(getattr(cause, "orig", None), "sqlstate", None) == _IDLE_IN_TRANSACTION
    return idle or (isinstance(cause, sa.exc.DBAPIError) and cause.connection_invalidated)


def advice(cause: str) -> str:
    """The way on after a database's own words."""
    return next((said for signs, said in _ADVICE if any(sign in cause for sign in signs)), _ELSE)


_IDLE_IN_TRANSACTION = "25P03"

_SAFE = "nothing was sent that is not recorded"
_ELSE = f"mend the database and run the command again; {_SAFE}"
_FULL = f"free some space, then run the command again; {_SAFE}"
_DISK = f"its disk is full, over your quota, or failing: see to it, then run the command again; {_SAFE}"
_LOCKED_UP = "make the journal's file and folder writable for this user"
_DAMAGED = (
    "the file is damaged: restore a copy of it; before you launch anew without it, look at what is posted already"
)
_ADVICE = (
    (("disk is full", "No space left"), _FULL),
    (("disk I/O error",), _DISK),
    (("readonly", "read-only"), _LOCKED_UP),
    (("unable to open",), "make the journal's folder writable for this user, or set LAUNCHER_HOME"),
    (("malformed", "Could not decode", "no such table", "no such column"), _DAMAGED),
    (("not a database",), f"LAUNCHER_JOURNAL or LAUNCHER_HOME points at another kind of file; or {_DAMAGED}"),
    (
        ("locking protocol",),
        "a launcher was stopped while it opened the journal: let it go on (fg) or end it, then run the command again",
    ),
    (("locked",), "another process holds the journal for over 30 seconds: look at `launcher status` and try again"),
    (
        ("password authentication failed",),
        "mend user and password in LAUNCHER_JOURNAL, or put the password into ~/.pgpass",
    ),
    (("connection failed",), "see that the server of LAUNCHER_JOURNAL runs and takes connections from here"),
    (("too many clients",), "raise max_connections on the server, or run fewer workers"),
)
"""Signs in a database's words, and what to do; the first that fits counts."""
