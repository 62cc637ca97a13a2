"""`launcher init`: a folder with a starter manifest, its texts, a film and a poster."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from launcher.cli import output


def command(
    folder: Annotated[Path, typer.Argument(help="Where to; made where it is not there.", metavar="[FOLDER]")] = Path(),
    *,
    starter: Annotated[
        str, typer.Option("--from", metavar="STARTER", help="first-kiss (the worked example), minimal or premiere.")
    ] = "minimal",
    at: Annotated[
        str, typer.Option(metavar="TIME", help="T: a local date-time, or now. Without it: a Monday soon, at 09:00.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
) -> None:
    """Make a folder that passes `launcher check`: manifest, texts, a film of twenty seconds, and a poster.

    Overwrites nothing without --force. Put your own film in the place of the film that it makes.
    """
    from launcher.cli import making
    from launcher.clock import SystemClock
    from launcher.starters import folder as starters

    known = starters.starters()
    if starter not in known:
        raise typer.BadParameter(f"{starter!r} is none of {', '.join(known)}", param_hint="--from")
    moment = at or starters.next_monday(SystemClock().now())
    manifest = making.make(known[starter], folder, at=moment, force=force)
    output.data(str(manifest))
    output.say(next_steps(manifest, starters.film_name(known[starter])))


def next_steps(manifest: Path, film: str) -> str:
    """What to type now, in order."""
    name = shlex.quote(str(manifest))
    steps = [
        (f"launcher check {name}", "what is wrong, if anything"),
        (f"launcher plan {name}", "what would happen, and when"),
        (f"launcher rehearse {name}", "the whole launch on the local stage, in seconds"),
        (f"launcher doctor {name}", "whether all that it stands on is well: logins, quotas, clock, cron"),
        (f"launcher launch {name}", "for real; needs logins: launcher login youtube"),
    ]
    width = max(len(step) for step, _ in steps)
    first = f"Next: {film} is a placeholder: put your own film in its place (or name it under film: file:). Then:"
    return "\n".join([first, *(f"  {step:<{width}}  # {what}" for step, what in steps)])
