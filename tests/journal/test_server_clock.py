"""The database server's clock, as workers on other machines see it."""

from datetime import UTC, datetime
from threading import Event

from launcher.journal.server_clock import ServerClock


def test_it_is_never_ahead_of_the_server() -> None:
    """A question that was long on its way, on a busy machine, lets nothing out before its time."""

    def ask() -> datetime:
        Event().wait(0.03)
        return datetime.now(UTC)

    clock = ServerClock(ask)
    assert clock.now() <= datetime.now(UTC)
