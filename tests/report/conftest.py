"""A journal on a clock that the test moves."""

from tests.journal.conftest import clock, journal, journal_url

__all__ = ["clock", "journal", "journal_url"]
