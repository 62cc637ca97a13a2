"""`launcher check`: everything that is wrong in a manifest, at once."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from launcher.cli import output, problems
from launcher.cli.context import shared
from launcher.cli.exits import Exit


def command(
    context: typer.Context,
    manifest: Annotated[
        Path, typer.Argument(help="The manifest, such as launch.yaml, or the folder that it is in.", metavar="MANIFEST")
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
) -> None:
    """Find everything that is wrong in a manifest and in the files that it names. Sends nothing.

    Exit code 2 where there is an error; warnings alone leave it 0.
    """
    from launcher.cli.naming import within
    from launcher.clock import SystemClock
    from launcher.manifest.checks import examine

    path = within(manifest)
    found = examine(path, SystemClock().now())
    errors, warnings = problems.counted(found)
    if json:
        listed = [asdict(problem) for problem in found]
        output.as_json({"manifest": str(path), "errors": errors, "warnings": warnings, "problems": listed})
    else:
        for problem in found:
            output.data(problems.labelled(problem))
        output.data(f"{path}: {problems.summary(found)}")
        if not errors:
            without_address(path, context)
    if errors:
        raise typer.Exit(Exit.USAGE)


def without_address(path: Path, context: typer.Context) -> None:
    """Say which people of the manifest have no address here, which is no fault of the manifest."""
    from launcher.errors import SettingsError
    from launcher.logins.notify import variable
    from launcher.manifest.loading import load

    try:
        values = shared(context).settings().values
    except SettingsError:
        return  # told by whatever needs the settings
    missing = [variable(name) for name in load(path).manifest.notify if not values.get(variable(name))]
    for each in missing:
        output.say(f"note: {each} is not set here: nobody of that name is told what goes wrong")
