"""Where the journal is: the database URL as people write it, made one that SQLAlchemy opens."""

from pathlib import Path

import sqlalchemy as sa

from launcher.errors import SettingsError

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_FORMS = "sqlite:////var/lib/launcher/journal.db or postgresql://launcher@db.example.org/launcher"


def parsed(url: str) -> sa.URL:
    """The URL, PostgreSQL's by psycopg. Raises SettingsError for anything but SQLite and PostgreSQL."""
    try:
        found = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise SettingsError("LAUNCHER_JOURNAL is not a database URL", fix=f"write it like {_FORMS}") from None
    if found.drivername == "sqlite":
        return found
    if found.drivername in _POSTGRESQL:
        return found.set(drivername="postgresql+psycopg")
    raise SettingsError(f"a journal cannot be kept on {found.drivername}", fix=f"write it like {_FORMS}")


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite URL, or None for another database. Raises SettingsError."""
    found = parsed(url)
    return Path(found.database) if found.drivername == "sqlite" and found.database else None


def is_postgresql(url: str) -> bool:
    """Whether the journal is on PostgreSQL. Raises SettingsError."""
    return parsed(url).get_backend_name() == "postgresql"


def conninfo(url: str) -> str:
    """The URL as PostgreSQL's own libraries take it, password and all."""
    return parsed(url).set(drivername="postgresql").render_as_string(hide_password=False)


def shown(url: str) -> str:
    """The URL without its password, for people."""
    found = parsed(url)
    plain = found.set(drivername=found.get_backend_name(), query={})
    return plain.render_as_string(hide_password=True)
