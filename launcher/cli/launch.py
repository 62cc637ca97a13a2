"""`launcher launch`: show the plan, ask, record it, and stay until everything is settled."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output, problems
from launcher.cli.context import LimitRate, shared
from launcher.cli.exits import Exit

if TYPE_CHECKING:
    from datetime import datetime

    from launcher.clock import Clock
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry
    from launcher.plan.plan import Plan
    from launcher.run.launching import Prepared
    from launcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What the person agreed to by options: not to be asked, a sooner release, words that were out, a look before."""

    sure: bool = False
    earlier: bool = False
    anew: bool = False
    doctor: bool = True


def command(
    context: typer.Context,
    manifest: Annotated[
        str, typer.Argument(help="A manifest, a saved plan, or the name of a launch.", metavar="MANIFEST")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for the film's title.")] = False,
    earlier: Annotated[
        bool, typer.Option("--earlier", help="Agree that an edit makes the film public sooner than it was launched.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Agree that what went out under another launch's name goes out once more.")
    ] = False,
    no_doctor: Annotated[
        bool, typer.Option("--no-doctor", help="Do not look at clock, film, quotas, and what platforms would refuse.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Rehearse it, as `launcher rehearse` does.")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Stay for follow-ups and engagement too.")] = False,
    limit_rate: LimitRate = None,
) -> None:
    """Launch the film, and stay until every upload, release and post is settled. Again: go on, with what was edited.

    Ctrl-C stops at any point; nothing is lost, and nothing is repeated when it goes on.
    """
    from launcher.cli import closing, staying
    from launcher.cli.naming import manifest_meant
    from launcher.plan.files import looks_like_plan

    said = shared(context)
    settings = said.settings(limit_rate=limit_rate)
    path = manifest_meant(manifest, settings)
    if dry_run:
        from launcher.cli import rehearse

        rehearse.rehearsed(path)
        return
    agreement = Agreement(sure=yes, earlier=earlier, anew=anew, doctor=not no_doctor)
    with staying.interruptible() as underway:
        journal, prepared = agreed(path, settings, agreement)
        name = prepared.plan.launch
        underway.again = closing.again(
            said, name if looks_like_plan(path) else manifest, stay=stay, limit_rate=limit_rate
        )
        record(journal, prepared, settings, agreement)
        code = staying.stay(name, settings, said, forever=stay)
    if code:
        raise typer.Exit(code)


def agreed(path: Path, settings: "Settings", agreement: Agreement) -> "tuple[Journal | None, Prepared]":
    """Plan, show, ask the platforms and the person: what is to be recorded. Nothing is recorded here.

    Raises ManifestError, PlanError, LoginExpired, and LauncherError where doctor finds what must fail.
    """
    from launcher.cli.plan import existing, recorded
    from launcher.clock import SystemClock
    from launcher.journal.fates import moves
    from launcher.journal.staged import marked
    from launcher.run.launching import prepare

    journal, clock = existing(settings), SystemClock()
    now = clock.now()
    prepared = prepare(path, journal, now)
    prepared = replace(prepared, plan=marked(prepared.plan, journal, staged=settings.staged))
    entries = recorded(journal, prepared.plan.launch)
    resuming = bool(entries) and not moves(prepared.changes)
    warn(prepared, settings)
    show(prepared, entries, now)
    require_agreement(prepared, agreement, resuming=resuming)
    examine(prepared, entries, settings, journal, clock, doctor=agreement.doctor, resuming=resuming)
    if resuming:
        edited = any(change.fate == "fixed" for change in prepared.changes)
        said = "Nothing is left to change" if edited else "Nothing has changed"
        output.say(f"{said}: resuming {prepared.plan.launch}.")
    elif not agreement.sure:
        confirm(prepared, entries, clock, now)
    return journal, prepared


def warn(prepared: "Prepared", settings: "Settings") -> None:
    """What may be meant otherwise, and who would not be told when something goes wrong."""
    from launcher.run.readiness import unheard

    problems.warn(prepared.warnings)
    for variable in unheard(prepared.plan, settings):
        output.warning(f"nobody is told what goes wrong: {variable} is not set")


def require_agreement(prepared: "Prepared", agreement: Agreement, *, resuming: bool) -> None:
    """Raise PlanError for what an option must agree to, and typer.BadParameter where nobody could be asked."""
    if not agreement.earlier:
        prepared.require_no_sooner()
    if prepared.renamed and not agreement.anew:
        prepared.renamed.refuse()
    if not (agreement.sure or resuming):
        require_terminal()


def examine(
    prepared: "Prepared",
    entries: "list[Entry]",
    settings: "Settings",
    journal: "Journal | None",
    clock: "Clock",
    *,
    doctor: bool,
    resuming: bool,
) -> None:
    """Ask every account who it is, and have doctor look at the rest. Raises LoginExpired, and LauncherError."""
    from launcher.cli import accounts
    from launcher.cli.doctor import examined
    from launcher.doctor.subject import Subject

    asked, met = accounts.meet(prepared.plan, entries, settings, clock, resuming=resuming)
    if doctor:
        subject = Subject(settings=settings, clock=clock, journal=journal, plan=prepared.plan, entries=tuple(entries))
        examined(subject, asked, met, resuming=resuming)


def show(prepared: "Prepared", entries: "list[Entry]", now: "datetime") -> None:
    """What is about to happen, on stderr: all of it the first time, what is left when it goes on."""
    from launcher.cli import timeline
    from launcher.journal.fates import moves
    from launcher.journal.records import State
    from launcher.report.changes import by_hand
    from launcher.report.timeline import planned

    console, plan = output.talk(), prepared.plan
    timeline.head(console, plan, now, known=bool(entries))
    rows = planned(plan, entries)
    timeline.timeline(console, plan, [row for row in rows if row.state is not State.DONE], now)
    if entries and moves(prepared.changes):
        console.print()
        timeline.changes(console, prepared.changes)
    timeline.by_hand(console, by_hand(prepared.changes, plan, entries))


def require_terminal() -> None:
    """Raise typer.BadParameter where nobody can be asked."""
    if not (output.interactive(sys.stdin) and output.interactive(sys.stderr)):
        raise typer.BadParameter(
            "there is no terminal to ask on, and nothing was recorded: add --yes to launch unasked"
        )


def confirm(prepared: "Prepared", entries: "list[Entry]", clock: "Clock", since: "datetime") -> None:
    """Have the film's title typed, and once more where something became due while the question stood there.

    `since` is when the plan was shown. Raises typer.Exit where what is typed is not the title.
    """
    output.say("")
    title = str(prepared.plan.facts["film"]["title"])
    while True:
        if not typed(title):
            output.say("That is not the title: nothing was recorded, nothing was sent.")
            raise typer.Exit(Exit.USAGE)
        now = clock.now()
        overtaken = due_between(prepared.plan, entries, since, now)
        if not overtaken:
            return
        output.say("\nWhile this question stood here, these became due; they would go out at once:")
        for line in overtaken:
            output.say(f"  {line}")
        since = now


def due_between(plan: "Plan", entries: "list[Entry]", since: "datetime", now: "datetime") -> list[str]:
    """What becomes public by the clock between those instants, in words, with its time in the launch's zone."""
    from launcher.cli.layout import in_full, zone
    from launcher.journal.records import State
    from launcher.plan.action import Kind
    from launcher.report.phrases import phrase
    from launcher.text.human import until

    done, place = {each.key for each in entries if each.state is State.DONE}, zone(plan.timezone)
    return [
        f"{phrase(each)}, {in_full(each.due_at.astimezone(place))} ({until(each.due_at - now)})"
        for each in plan.actions
        if each.kind in (Kind.RELEASE, Kind.POST, Kind.COMMENT) and since < each.due_at <= now
        if each.key not in done and not each.when
    ]


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


def record(
    journal: "Journal | None", prepared: "Prepared", settings: "Settings", agreement: Agreement | None = None
) -> None:
    """Put the plan into the journal, which is made where there is none."""
    from launcher.journal.database import open_journal
    from launcher.run.launching import commit

    told = agreement or Agreement()
    journal = journal or open_journal(settings.journal_url)
    commit(journal, prepared, earlier=told.earlier, anew=told.anew, settings=settings)
