"""`launcher resolve`: a person looked, and says whether what was sent is there."""

from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared

if TYPE_CHECKING:
    from launcher.cli.naming import Meant
    from launcher.journal.records import Entry
    from launcher.platforms.base import Receipt
    from launcher.settings import Settings


def command(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="The action's key, or its last part.", metavar="ACTION")],
    *,
    posted: Annotated[str, typer.Option(metavar="URL", help="It is there, at this address.")] = "",
    not_posted: Annotated[
        bool, typer.Option("--not-posted", help="It is not there: send it again, not before its time.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Say what became of an action that was sent and never confirmed: exactly one of --posted and --not-posted.

    Look at the platform first: after --not-posted it is sent again. --posted also closes what is held or was refused
    and what you then did by hand; what waits for it goes on.
    """
    from launcher.cli.naming import actions_meant, existing
    from launcher.journal import decisions
    from launcher.journal.takeover import free_the_dead

    if bool(posted) == not_posted:
        raise typer.BadParameter("give either --posted URL or --not-posted")
    settings = shared(context).settings()
    journal = existing(settings)
    free_the_dead(journal)
    meant = actions_meant(journal, [action])
    if meant.whole:
        raise typer.BadParameter(f"{action} is a launch: name one action of it", param_hint="ACTION")
    entry = in_doubt(meant)
    refuse_running(entry)
    if posted:
        decisions.resolve_posted(journal, entry.key, receipt_at(posted, entry, settings))
    else:
        decisions.resolve_not_posted(journal, entry.key)
    journal.close()
    _tell(entry, posted, json=json)


def in_doubt(meant: "Meant") -> "Entry":
    """The one of a post's actions that is meant. Raises typer.BadParameter where that is not clear."""
    entries = meant.entries if len(meant.entries) == 1 else [each for each in meant.entries if each.state == "unknown"]
    if len(entries) == 1:
        return entries[0]
    listed = ", ".join(f"{each.key} ({each.state})" for each in meant.entries)
    raise typer.BadParameter(f"name one of {listed}", param_hint="ACTION")


def _tell(entry: "Entry", posted: str, *, json: bool) -> None:
    if json:
        output.as_json({"changed": [entry.key], "left": []})
    elif posted:
        output.data(f"done  {entry.key}")
    else:
        output.data(f"planned again  {entry.key}: the next tick sends it")


def refuse_running(entry: "Entry") -> None:
    """Raise JournalError where a worker looks for it at this very moment."""
    from launcher.errors import JournalError

    if entry.state == "running":
        raise JournalError(f"{entry.key} is under way just now", fix="type it again in a few seconds")


def receipt_at(url: str, entry: "Entry", settings: "Settings") -> "Receipt":
    """The receipt that the address proves. Raises typer.BadParameter for the address of something else."""
    from launcher.platforms.addresses import read_address

    prefix = "FACEBOOK_" if entry.account == "default" else f"FACEBOOK_{entry.account.upper()}_"
    try:
        return read_address(entry.platform, url, owner=settings.values.get(f"{prefix}PAGE_ID", ""))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--posted") from error
