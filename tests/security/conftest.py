"""The command line called in this process, as the tests of the commands do."""

from tests.cli.conftest import call

__all__ = ["call"]
