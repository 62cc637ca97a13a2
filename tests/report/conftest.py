"""A journal on a clock that the test moves."""

from tests.journal.conftest import clock, journal

__all__ = ["clock", "journal"]
