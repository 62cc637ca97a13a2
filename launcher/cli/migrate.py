"""`launcher migrate`: a journal of an older launcher made readable, or the journal moved to another database."""

from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared

if TYPE_CHECKING:
    from launcher.journal.database import Journal


def command(
    context: typer.Context,
    *,
    to: Annotated[
        str, typer.Option("--to", metavar="URL", help="Move it to this empty database, such as postgresql://…")
    ] = "",
) -> None:
    """Bring the journal to this launcher's schema; with --to, move it to another database without losing a row.

    Moving is refused while something runs, and where the other database is not empty. Afterwards nothing can go on
    with the old journal, which keeps every row. Broken off, it goes on when it is typed again.
    """
    from launcher.journal.database import unchecked

    settings = shared(context).settings()
    journal = unchecked(settings.journal_url)
    if to:
        move(journal, unchecked(to, create=True))
    else:
        upgrade(journal)
    journal.close()


def upgrade(journal: "Journal") -> None:
    """Bring it to this launcher's schema, and say what that did. Raises JournalError."""
    from launcher.journal.moving import migrate
    from launcher.journal.tables import VERSION

    before = migrate(journal)
    if before == VERSION:
        output.say(f"The journal at {journal.where} is of this launcher's schema, {VERSION}: nothing to do.")
    else:
        output.say(f"The journal at {journal.where} is migrated from schema {before} to {VERSION}.")


def move(journal: "Journal", target: "Journal") -> None:
    """Move it, and say what has to change. Raises JournalError."""
    from launcher.journal.moving import move as carry

    try:
        counts = carry(journal, target)
    finally:
        target.close()
    for name, count in counts.items():
        output.data(f"{count:>9}  {name}")
    output.say(f"Moved from {journal.where} to {target.where}, every row of it.")
    output.say("Set LAUNCHER_JOURNAL to it wherever launcher runs (cron, systemd, shells), and start what you ended.")
