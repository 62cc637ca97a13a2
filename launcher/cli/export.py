"""`launcher export`: every sample of a launch, as a table."""

from pathlib import Path
from typing import Annotated

import typer

from launcher.cli import writing
from launcher.cli.context import shared
from launcher.cli.naming import LaunchName
from launcher.report.sheets import Form


def command(
    context: typer.Context,
    launch: LaunchName = "",
    *,
    form: Annotated[
        Form | None, typer.Option("--format", help="Else what the file's name says, else csv.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, and print the path.")
    ] = None,
) -> None:
    """Write every sample of a launch as CSV, JSON Lines or Parquet, oldest first, instants in UTC.

    The columns keep their names and places: docs/cli.md lists them. Parquet goes to a file, and needs the extra
    `parquet`. Changes nothing.
    """
    from launcher.cli.naming import existing, launch_meant
    from launcher.journal.columns import rows
    from launcher.journal.reading import entries
    from launcher.report import export

    chosen = writing.form_of(form, out)
    journal = existing(shared(context).settings())
    meant = launch_meant(journal, launch)
    table = export.samples(meant, entries(journal, meant.name), rows(journal, meant.name))
    writing.table(out, chosen, export.SAMPLES, table)
