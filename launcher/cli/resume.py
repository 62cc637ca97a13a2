"""`launcher resume`: what is held goes on."""

from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli.context import shared

if TYPE_CHECKING:
    from launcher.journal.records import Entry


def command(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="Actions or posts, or a launch (its name or manifest) as a whole; may be left out.", metavar="WHAT"
        ),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Let held actions run, however late they are. The next tick, or a `launch` that stays, sends what is due.

    What was sent and never confirmed is looked for first. Exit code 1 where nothing was resumed.
    """
    from launcher.cli.deciding import Decision, carry_out
    from launcher.journal import decisions

    decision = Decision(
        decide=decisions.resume, done="resumed", why_left=why_left, on_all=lambda entry: entry.state == "held"
    )
    carry_out(decision, shared(context), what or [], sure=True, json=json)


def why_left(entry: "Entry") -> str:
    """Why an action cannot be resumed."""
    others = {
        "running": "it is under way",
        "planned": "it is not held, and goes on by itself",
        "unknown": f"it was sent and is looked for; launcher resolve {entry.key} tells what you saw",
        "done": "it is done",
    }
    return others.get(entry.state, f"it is {entry.state}; launcher retry {entry.key} brings it back")
