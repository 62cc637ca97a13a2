"""`launcher retry`: try again what was refused, cancelled or skipped."""

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
        list[str] | None,
        typer.Argument(
            help="Actions or posts; or a launch (its name or manifest, or nothing), for all that was refused.",
            metavar="WHAT",
        ),
    ] = None,
    *,
    cancelled: Annotated[
        bool, typer.Option("--cancelled", help="Of a launch: also what was cancelled by hand.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Try refused actions again, or bring cancelled or skipped ones back: now, but never before their planned time.

    At a terminal it asks first where that makes something public. What was sent and never confirmed is looked for
    first. Exit code 1 where there was nothing to try again.
    """
    from launcher.cli.deciding import Decision, carry_out
    from launcher.run.loosening import Retrying

    said = shared(context)
    decision = Decision(
        decide=Retrying(settings=said.settings()),
        done="planned again",
        why_left=why_left,
        on_all=lambda entry: entry.state == "refused" or (cancelled and is_withdrawn(entry)),
        asks=consequences,
        idle=lambda meant: "" if cancelled else withdrawn(meant),
    )
    carry_out(decision, said, what or [], sure=yes, json=json)


def is_withdrawn(entry: "Entry") -> bool:
    """Whether a person cancelled it."""
    return entry.state == "cancelled" and entry.by_hand


def withdrawn(meant: "Meant") -> str:
    """What brings back what was cancelled of these launches, or ""."""
    names = dict.fromkeys(each.launch for each in meant.entries if is_withdrawn(each))
    return f"What was cancelled comes back by: launcher retry {' '.join(names)} --cancelled" if names else ""


def why_left(entry: "Entry") -> str:
    """Why an action cannot be tried again."""
    others = {
        "held": f"it is held; launcher resume {entry.key}",
        "running": "it is under way",
        "unknown": f"it was sent and is looked for; launcher resolve {entry.key} tells what you saw",
        "done": "it is done, and nothing is done twice",
    }
    return others.get(entry.state, "it is planned, and goes on by itself")


def consequences(meant: "Meant", journal: "Journal") -> str:
    """What becomes public by it at once, or ""."""
    from launcher.journal.decisions import RETRIABLE

    public = ("release", "post", "comment")
    unready = [each.platform for each in meant.entries if each.state in RETRIABLE and each.kind == "ready"]
    if unready:
        return f"This uploads the film to {' and '.join(unready)} anew; the one that failed there stays."
    chosen = [each for each in meant.entries if each.state in RETRIABLE and each.kind in public]
    now = [each.key for each in chosen if each.planned_for <= journal.now() and each.armed]
    return f"This makes public, at the next tick: {', '.join(now)}." if now else ""
