"""`launcher rehearse`: the whole launch on the local stage, and what it showed."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output, problems
from launcher.cli.exits import Exit
from launcher.cli.staying import leave

if TYPE_CHECKING:
    from launcher.cli.progress import Lines
    from launcher.journal.database import Journal
    from launcher.rehearsal import Rehearsed

FULL_HOUSE = "2026-12-07 09:00"
"""T of a starter that is rehearsed: always the same, so that a rehearsal is the same on every day."""


def command(
    manifest: Annotated[
        Path | None, typer.Argument(help="The manifest, such as launch.yaml.", metavar="MANIFEST")
    ] = None,
    *,
    starter: Annotated[
        str, typer.Option("--from", metavar="STARTER", help="Rehearse a starter in its place, such as first-kiss.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Ids and growth are the same for the same seed.")] = 0,
    lasting: Annotated[
        str,
        typer.Option("--for", metavar="DURATION", help="How long after release, such as 3d. Else to the last post."),
    ] = "",
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report of it there, as `launcher report` does.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Run the whole launch, with the real client libraries, on imitations of the platforms: days pass in seconds.

    It sends nothing off this machine, needs no account, and keeps no journal. Exit code 1 where anything was public
    before release or stands twice, else as `launch`.
    """
    if (manifest is None) == (not starter):
        raise typer.BadParameter("name a manifest, or a starter with --from", param_hint="MANIFEST")
    span = duration(lasting)
    try:
        with TemporaryDirectory(prefix="rehearsal-") as folder:
            rehearsed(manifest or made(starter, Path(folder)), seed=seed, lasting=span, report=report, json=json)
    except KeyboardInterrupt:
        output.say("\nStopped; a rehearsal leaves nothing behind.")
        leave(Exit.INTERRUPTED)


def duration(text: str) -> timedelta | None:
    """The span that `--for` says. Raises SettingsError for what is no duration."""
    from launcher.settings import seconds

    return timedelta(seconds=seconds("--for", text)) if text else None


def made(name: str, folder: Path) -> Path:
    """The manifest of that starter, made in `folder` with its film."""
    from launcher.cli import making
    from launcher.starters import folder as starters

    known = starters.starters()
    if name not in known:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint="--from")
    return making.make(known[name], folder / name, at=FULL_HOUSE)


def rehearsed(
    manifest: Path,
    *,
    seed: int = 0,
    lasting: timedelta | None = None,
    report: Path | None = None,
    json: bool = False,
) -> None:
    """Rehearse the manifest and show what came of it. Raises ManifestError, and typer.Exit where all is not well."""
    from launcher.cli import rehearsal
    from launcher.cli.naming import within
    from launcher.rehearsal import rehearse
    from launcher.run.standing import standing

    began = time.monotonic()
    result = watched(lambda watch: rehearse(within(manifest), seed=seed, lasting=lasting, watch=watch))
    problems.warn(result.warnings)
    if json:
        output.as_json(rehearsal.as_json(result))
    else:
        rehearsal.show(result, time.monotonic() - began)
    if report is not None:
        _report(result, report)
    wrong = result.early or result.twice
    code = Exit.FAILED if wrong else standing(result.entries).exit_code
    if code:
        raise typer.Exit(code)


def _report(result: "Rehearsed", path: Path) -> None:
    """Write the report: a page, or a picture where the file's name ends so."""
    from launcher.cli.report import write
    from launcher.report.story.story import of_rehearsal

    story = of_rehearsal(result.launch, result.entries, result.samples, result.latest, result.ended_at)
    write(story, path, png=path.suffix.lower() == ".png")
    output.say(f"\nThe report is at {path}")


Watch = Callable[["Journal"], "Lines"]


def watched(run: "Callable[[Watch], Rehearsed]") -> "Rehearsed":
    """Run the rehearsal while its lines are shown, with the times of its own clock."""
    from rich.live import Live as Screen

    from launcher.cli.progress import Lines
    from launcher.cli.rehearsal import Days

    console = output.talk()
    if not console.is_terminal:
        return run(lambda journal: Lines(console, journal.now, _told(journal)))
    with Screen(console=console, transient=True, refresh_per_second=8) as screen:

        def watch(journal: "Journal") -> "Lines":
            days = Days(console, journal, _told(journal))
            screen.update(days)
            return days

        return run(watch)


def _told(journal: "Journal") -> Callable[[datetime], str]:
    """Instants in the zone of the launch that is rehearsed; its journal is gone when the last line is drawn."""
    from launcher.cli.layout import zone
    from launcher.journal.reading import launch, launch_names

    recorded = launch(journal, launch_names(journal)[0])
    place = zone(recorded.timezone if recorded else "UTC")
    return lambda instant: f"{instant.astimezone(place):%a %d %b %H:%M}"
