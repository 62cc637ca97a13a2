"""The journal's schema through time. Run on first creation and by `launcher migrate`, never in a tick."""

from pathlib import Path

import sqlalchemy as sa


def version(connection: sa.Connection) -> str | None:
    """The schema that the database has, or None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Bring the database to this program's schema, in one transaction. Does nothing where another process was first."""
    from alembic import command
    from alembic.config import Config

    from launcher.journal.tables import VERSION

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(_ONE_AT_A_TIME)
        if version(connection) == VERSION:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, to)


_ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(hashtext('launcher: migrations'))")
