"""`launcher hold`: nothing of a launch, or not this action, runs before `resume`."""

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
    """Hold a launch or some of its actions: they do not run before `launcher resume`.

    What is under way goes on to its end, unless it only waits for its instant. A release that the host was told to do
    by itself is taken back there; where that fails, it says so. Exit code 1 where nothing was held.
    """
    from launcher.cli.deciding import Decision, carry_out
    from launcher.journal import decisions
    from launcher.journal.records import OPEN
    from launcher.run.loosening import Stopping

    def goes_on(entry: "Entry") -> bool:
        return entry.state in OPEN or entry.look_at is not None

    said = shared(context)
    stopping = Stopping(decide=decisions.hold, settings=said.settings())
    decision = Decision(decide=stopping, done="held", why_left=why_left, on_all=goes_on)
    carry_out(decision, said, what or [], sure=True, json=json)


def why_left(entry: "Entry") -> str:
    """Why an action cannot be held."""
    if entry.state == "running":
        return "it is under way, and goes on to its end"
    if entry.state == "held":
        return f"it is held already: {entry.error}"
    return f"it is {entry.state}: nothing to hold"
