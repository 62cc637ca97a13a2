"""A journal on a clock that the test moves."""

from tests.journal.conftest import clock, database, journal, journal_url

__all__ = ["clock", "journal"]
