"""`launcher compare`: launches beside each other, each counted from its own release."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output, writing
from launcher.cli.context import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launcher.report.story.story import Story


def command(
    context: typer.Context,
    launches: Annotated[list[str], typer.Argument(metavar="LAUNCH...", help="Two launches or more, by name.")],
    *,
    html: Annotated[bool, typer.Option("--html", help="Write a page, and print its path.")] = False,
    png: Annotated[bool, typer.Option("--png", help="Write a picture, and print its path.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write there: a page, or a picture (.png).")
    ] = None,
) -> None:
    """Show launches beside each other: views after the first hour, day and week, and how long each step took.

    With --html, --png or -o the curves lie on one axis, each counted from its own release. Changes nothing.
    """
    from launcher.cli.naming import existing, launch_meant
    from launcher.report.page.comparison import MOST
    from launcher.report.story.story import of_journal

    if not 2 <= len(launches) <= MOST:
        raise typer.BadParameter(f"name two launches to {MOST}", param_hint="LAUNCH")
    settings = shared(context).settings()
    journal = existing(settings)
    stories = [of_journal(journal, launch_meant(journal, each)) for each in launches]
    if json:
        from launcher.report.story.comparing import as_json

        output.as_json(as_json(stories))
    elif html or png or out:
        picture = png or (out is not None and out.suffix.lower() == ".png")
        name = "-and-".join(story.launch.name for story in stories)[:120]
        path = out or settings.reports / f"{name}.{'png' if picture else 'html'}"
        _write(stories, path, picture=picture)
        output.data(str(path))
    else:
        _tell(stories)


def _write(stories: "Sequence[Story]", path: Path, *, picture: bool) -> None:
    if picture:
        from launcher.report.picture import of_stories

        made = of_stories(stories)
    else:
        from launcher.report.page.comparison import page

        made = page(stories).encode()
    with writing.whole(path) as file:
        file.write(made)


def _tell(stories: "Sequence[Story]") -> None:
    """The tables, on stdout; the sparks share one axis of time."""
    from launcher.cli.layout import cell, columns, show
    from launcher.report.charts.blocks import spark
    from launcher.report.story.comparing import beside, steps_of
    from launcher.report.story.windows import FIRST
    from launcher.report.words import said_count

    rows, until = beside(stories), max(story.views.until for story in stories)
    heads = [name for name, _ in FIRST]
    table = columns("", "from release on", *heads, "now", right=(*heads, "now"))
    for row in rows:
        curve = spark(row.story.views, 24, until)
        table.add_row(cell(row.label, "bold"), cell(curve, "cyan"), *row.first, row.now)
    show(output.screen(), table)
    steps = [f"{said_count(value)} views" for value in steps_of(stories)]
    if steps:
        took = columns("", *steps, right=tuple(steps))
        for row in rows:
            took.add_row(cell(row.label, "bold"), *row.steps)
        output.data("")
        show(output.screen(), took)
