"""`launcher cancel`: withdraw what has not been sent."""

from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli.context import shared

if TYPE_CHECKING:
    from launcher.cli.naming import Meant
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry


def command(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(help="Actions or posts, or a launch (its name or manifest) as a whole.", metavar="WHAT"),
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Withdraw actions that have not been done. `launcher retry` brings them back.

    At a terminal it asks first where more than one action is withdrawn or where others wait for it. What is done
    stays: delete it on the platform. A release that the host was told to do by itself is taken back there. Exit code 1
    where nothing was withdrawn.
    """
    from launcher.cli.deciding import Decision, carry_out, waiting_in_vain
    from launcher.journal import decisions
    from launcher.run.loosening import Stopping

    said = shared(context)
    decision = Decision(
        decide=Stopping(decide=decisions.cancel, settings=said.settings()),
        done="cancelled",
        why_left=why_left,
        on_all=lambda entry: entry.state not in ("cancelled", "skipped"),
        asks=consequences,
        after=waiting_in_vain,
    )
    carry_out(decision, said, what, sure=yes, json=json)


def why_left(entry: "Entry") -> str:
    """Why an action cannot be withdrawn."""
    if entry.state == "done":
        where = f"; delete it there: {entry.receipt.url}" if entry.receipt and entry.receipt.url else ""
        return f"it is done and cannot be withdrawn{where}"
    if entry.state == "running":
        return "it is under way; stop the launcher that runs it (Ctrl-C), then cancel it"
    return f"it is {entry.state} already"


def consequences(meant: "Meant", journal: "Journal") -> str:
    """What is withdrawn, and what waits for it; "" where that is one action alone."""
    from launcher.journal.decisions import CANCELLABLE
    from launcher.journal.reading import entries

    keys = [each.key for each in meant.entries if each.state in CANCELLABLE]
    launches = dict.fromkeys(each.launch for each in meant.entries)
    siblings = [each for name in launches for each in entries(journal, name)]
    waiting = [each.key for each in siblings if set(each.needs) & set(keys) and each.key not in keys]
    if len(keys) < 2 and not waiting:
        return ""
    said = f"This withdraws {len(keys)} actions: {', '.join(keys)}."
    return f"{said}\nWaiting for it in vain from then on: {', '.join(waiting)}." if waiting else said
