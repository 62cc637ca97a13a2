"""`launcher check`: everything that is wrong in a manifest, at once."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.exits import Exit

if TYPE_CHECKING:
    from launcher.errors import Problem


def command(
    manifest: Annotated[Path, typer.Argument(help="The manifest, such as launch.yaml.", metavar="MANIFEST")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
) -> None:
    """Find everything that is wrong in a manifest and in the files that it names. Sends nothing.

    Exit code 2 where there is an error; warnings alone leave it 0.
    """
    found = problems(manifest)
    errors = sum(problem.severity == "error" for problem in found)
    if json:
        listed = [asdict(problem) for problem in found]
        output.as_json(
            {"manifest": str(manifest), "errors": errors, "warnings": len(found) - errors, "problems": listed}
        )
    else:
        tell(found)
        output.data(f"{manifest}: {summary(errors, len(found) - errors)}")
    if errors:
        raise typer.Exit(Exit.USAGE)


def problems(manifest: Path) -> "list[Problem]":
    """All problems of the manifest, in the order of the file."""
    from launcher.clock import SystemClock
    from launcher.errors import ManifestError
    from launcher.manifest.checks import check
    from launcher.manifest.loading import load

    try:
        return check(load(manifest), SystemClock().now())
    except ManifestError as error:
        return error.problems


def tell(found: "list[Problem]") -> None:
    """One paragraph a problem."""
    for problem in found:
        output.data(str(problem) if problem.severity == "error" else f"warning: {problem}")


def summary(errors: int, warnings: int) -> str:
    """How many of which, in words."""
    counts = [(errors, "error"), (warnings, "warning")]
    words = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    return ", ".join(words) or "no problems"
