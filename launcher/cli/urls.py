"""`launcher urls`: every public address of a launch."""

from pathlib import Path
from typing import Annotated

import typer

from launcher.cli import output, writing
from launcher.cli.context import shared
from launcher.cli.naming import LaunchName
from launcher.report.sheets import Form


def command(
    context: typer.Context,
    launch: LaunchName = "",
    *,
    form: Annotated[
        Form | None, typer.Option("--format", help="Else what the file's name says, else plain lines.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, and print the path.")
    ] = None,
) -> None:
    """Print every public address of a launch: the manifest's name, spaces, the address; or a table of them.

    The columns of the table keep their names and places: docs/cli.md lists them. Changes nothing.
    """
    from launcher.cli.closing import addresses
    from launcher.cli.naming import existing, launch_meant
    from launcher.journal.reading import entries
    from launcher.report import export

    chosen = writing.form_of(form, out) if form or out else None
    journal = existing(shared(context).settings())
    meant = launch_meant(journal, launch)
    found = entries(journal, meant.name)
    if chosen is None:
        addresses(output.screen(), found)
    else:
        writing.table(out, chosen, export.ADDRESSES, export.addresses(meant, found))
