"""`launcher report`: the launch as it went, as one page, a picture, text or JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output, writing
from launcher.cli.context import shared
from launcher.cli.naming import LaunchName

if TYPE_CHECKING:
    from launcher.report.story.story import Story


def command(
    context: typer.Context,
    launch: LaunchName = "",
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, in place of the home's reports.")
    ] = None,
    clicks: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Clicks by source, as your site counted them: who drove what.")
    ] = None,
    png: Annotated[bool, typer.Option("--png", help="The curve as a picture.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print it here, in place of a page.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    overlay: Annotated[bool, typer.Option("--first-kiss", help="In the picture: the day of First Kiss, too.")] = False,
) -> None:
    """Write the launch as it went: timeline, addresses, the curve, where the views came from. Prints the file's path.

    One HTML file that needs nothing else: it opens from a mail attachment, and prints. Changes nothing.
    """
    from launcher.cli.naming import existing, launch_meant
    from launcher.report.story.story import of_journal

    if png + text + json > 1:
        raise typer.BadParameter("choose one of --png, --text and --json", param_hint="--png")
    settings = shared(context).settings()
    journal = existing(settings)
    story = of_journal(journal, launch_meant(journal, launch))
    if json:
        from launcher.report.story.as_json import as_json

        output.as_json(as_json(story))
    elif text:
        from launcher.cli.telling import tell

        tell(story)
    else:
        path = out or settings.reports / f"{story.launch.name}.{'png' if png else 'html'}"
        write(story, path, png=png, overlay=overlay, clicks=clicks)
        output.data(str(path))


def write(story: "Story", path: Path, *, png: bool = False, overlay: bool = False, clicks: Path | None = None) -> None:
    """Write the page, or the picture of its curve. Raises LauncherError where a file cannot be written or read."""
    if png:
        from launcher.report.picture import of_story

        made = of_story(story, overlay=overlay)
    else:
        from launcher.report.kit import clicks as counted
        from launcher.report.page.report import page

        made = page(story, counted.read(clicks) if clicks else ()).encode()
    with writing.whole(path) as file:
        file.write(made)
