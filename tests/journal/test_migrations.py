"""The journal's schema through time: an old journal is brought up without losing a row."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from launcher.clock import CompressedClock
from launcher.errors import JournalError
from launcher.journal import claims, migrations
from launcher.journal.database import Journal, open_journal
from launcher.journal.recording import record
from launcher.journal.tables import VERSION, metadata
from launcher.plan.action import Kind
from tests.journal.conftest import T, plan, post

FOLDER = Path(migrations.__file__).parent


def migrate(engine: sa.Engine, version: str) -> None:
    """Bring an empty database to that version."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def test_the_migrations_make_the_tables(journal: Journal) -> None:
    """What the migrations make is what the program believes, table by table and index by index."""
    with journal.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def old_journal(engine: sa.Engine, newer: Journal) -> None:
    """A journal of the first schema, with the rows of `newer` as far as it had their columns."""
    migrate(engine, "0001")
    tables = sa.MetaData()
    tables.reflect(engine)
    with newer.engine.connect() as source, engine.begin() as target:
        for name in ("launches", "actions", "lanes"):
            columns = list(tables.tables[name].columns)
            for row in source.execute(sa.select(*columns)):
                target.execute(tables.tables[name].insert().values(dict(row._mapping)))
        target.execute(sa.text("UPDATE actions SET lane = 'read' WHERE kind = 'sample'"))
        target.execute(sa.text("DELETE FROM lanes WHERE lane = 'sample'"))


def test_an_old_journal_is_refused_until_it_is_migrated(tmp_path: Path, clock: CompressedClock) -> None:
    """It says what to type; then its actions go on, samples in the lane that they have since."""
    url, newer = f"sqlite:///{tmp_path / 'old.db'}", open_journal(f"sqlite:///{tmp_path / 'new.db'}", clock)
    record(newer, plan(post("sample", kind=Kind.SAMPLE), post("post")))
    engine = sa.create_engine(url)
    old_journal(engine, newer)
    with pytest.raises(JournalError, match="older launcher") as refused:
        open_journal(url, clock)
    assert refused.value.fix.startswith("launcher migrate")
    migrations.upgrade(engine)
    again = open_journal(url, clock)
    clock.jump(T)
    assert claims.due(again) == [1, 2]
    with again.read() as connection:
        lanes = connection.execute(sa.text("SELECT kind, lane FROM actions ORDER BY id")).all()
        assert migrations.version(connection) == VERSION
    assert [tuple(row) for row in lanes] == [("sample", "sample"), ("post", "write")]
    for each in (again, newer):
        each.close()
    engine.dispose()


def test_every_step_can_be_taken_alone(tmp_path: Path) -> None:
    """From nothing to the first schema and on to the newest is the same as at once."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    migrate(engine, "0001")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
