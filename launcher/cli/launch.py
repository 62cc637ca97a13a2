"""`launcher launch`: show the plan, ask, record it, and stay until everything is settled."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared
from launcher.cli.exits import Exit

if TYPE_CHECKING:
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry
    from launcher.run.launching import Prepared
    from launcher.settings import Settings


def command(
    context: typer.Context,
    manifest: Annotated[
        str, typer.Argument(help="A manifest, a saved plan, or the name of a launch.", metavar="MANIFEST")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for the film's title.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Rehearse it, as `launcher rehearse` does.")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Stay for follow-ups and engagement too.")] = False,
) -> None:
    """Launch the film, and stay until every upload, release and post is settled. Again: go on, with what was edited.

    Ctrl-C stops at any point; nothing is lost, and nothing is repeated when it goes on.
    """
    from launcher.cli import closing, staying

    said = shared(context)
    settings = said.settings()
    path = meant(manifest, settings)
    if dry_run:
        from launcher.cli import rehearse

        rehearse.rehearsed(path)
        return
    with staying.interruptible(closing.again(said, manifest, stay=stay)):
        name = begin(path, settings, sure=yes)
        code = staying.stay(name, settings, said, forever=stay)
    if code:
        raise typer.Exit(code)


def meant(word: str, settings: "Settings") -> Path:
    """The manifest or plan at that path; or, where there is none, the manifest of the launch of that name."""
    from launcher.cli.naming import launch_meant
    from launcher.cli.plan import existing

    path = Path(word)
    journal = None if path.exists() or "/" in word or "." in word else existing(settings)
    return Path(launch_meant(journal, word).manifest) if journal else path


def begin(path: Path, settings: "Settings", *, sure: bool) -> str:
    """Plan, show, ask, record; the launch's name. Until the very last step nothing is recorded.

    Raises ManifestError, PlanError, LoginExpired.
    """
    from launcher.cli.plan import existing, recorded, warn
    from launcher.clock import SystemClock
    from launcher.run.launching import prepare
    from launcher.run.readiness import require_credentials

    journal = existing(settings)
    prepared = prepare(path, journal, SystemClock().now())
    entries = recorded(journal, prepared.plan.launch)
    warn(prepared)
    show(prepared, entries)
    require_credentials(prepared.plan, settings, SystemClock())
    confirm(prepared, entries, sure=sure)
    record(journal, prepared, settings)
    return prepared.plan.launch


def show(prepared: "Prepared", entries: "list[Entry]") -> None:
    """What is about to happen, on stderr: all of it the first time, what is left when it goes on."""
    from launcher.cli import timeline
    from launcher.journal.records import State
    from launcher.report.changes import moves
    from launcher.report.timeline import planned

    console, plan = output.talk(), prepared.plan
    timeline.head(console, plan, plan.made_at, known=bool(entries))
    rows = planned(plan, entries)
    timeline.timeline(console, plan, [row for row in rows if row.state is not State.DONE], plan.made_at)
    if entries and moves(prepared.changes):
        console.print()
        timeline.changes(console, prepared.changes)


def confirm(prepared: "Prepared", entries: "list[Entry]", *, sure: bool) -> None:
    """Have the film's title typed, where recording the plan would change anything.

    Raises typer.Exit where that is not the title, and where nobody can be asked.
    """
    from launcher.report.changes import moves

    if entries and not moves(prepared.changes):
        output.say(f"Nothing has changed: resuming {prepared.plan.launch}.")
        return
    if sure:
        return
    if not (output.interactive(sys.stdin) and output.interactive(sys.stderr)):
        raise typer.BadParameter(
            "there is no terminal to ask on, and nothing was recorded: add --yes to launch unasked"
        )
    title = str(prepared.plan.facts["film"]["title"])
    output.say("")
    if not typed(title):
        output.say("That is not the title: nothing was recorded, nothing was sent.")
        raise typer.Exit(Exit.USAGE)


def typed(title: str) -> bool:
    """Whether a person types the title, in three tries; case and spaces at the ends are forgiven."""
    from unicodedata import normalize

    for _ in range(3):
        print(f"Type the film's title to launch ({output.safe(title)}): ", end="", file=sys.stderr, flush=True)  # noqa: T201
        said = sys.stdin.readline()
        if not said:
            return False
        if normalize("NFC", said.strip()).casefold() == normalize("NFC", title.strip()).casefold():
            return True
    return False


def record(journal: "Journal | None", prepared: "Prepared", settings: "Settings") -> None:
    """Put the plan into the journal, which is made where there is none."""
    from launcher.journal.database import open_journal
    from launcher.run.launching import commit

    commit(journal or open_journal(settings.journal_url), prepared)
