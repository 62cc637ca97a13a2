"""`launcher plan`: what a manifest would do, when, and every text as it will be sent."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from launcher.cli import output, problems
from launcher.cli.context import shared

if TYPE_CHECKING:
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry
    from launcher.report.texts import Sent
    from launcher.run.launching import Prepared
    from launcher.settings import Settings


def command(
    context: typer.Context,
    manifest: Annotated[Path, typer.Argument(help="The manifest, or the folder that it is in.", metavar="MANIFEST")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the plan: `launch FILE` does exactly that, or nothing.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Show what would happen and when, with every text exactly as it will be sent. Changes nothing, sends nothing.

    Where the manifest was launched already, it shows what launching again would keep, change and withdraw.
    """
    from launcher.cli.naming import within
    from launcher.clock import SystemClock
    from launcher.run.launching import prepare

    now, journal = SystemClock().now(), existing(shared(context).settings())
    prepared = prepare(within(manifest), journal, now)
    entries = recorded(journal, prepared.plan.launch)
    if out:
        from launcher.plan import files

        files.save(out, prepared.plan, prepared.recorded)
        output.say(f"Saved: launcher launch {shlex.quote(str(out))} does exactly this, or nothing.")
    if json:
        output.as_json(as_json(prepared, entries))
    else:
        shown(prepared, entries)


def existing(settings: "Settings") -> "Journal | None":
    """The journal, or None where there is none yet: planning makes none. Raises JournalError where it is damaged."""
    from launcher.journal.database import is_there, open_journal

    return open_journal(settings.journal_url, create=False) if is_there(settings.journal_url) else None


def recorded(journal: "Journal | None", launch: str) -> "list[Entry]":
    """What the journal holds of the launch."""
    from launcher.journal.reading import entries

    return entries(journal, launch) if journal else []


def shown(prepared: "Prepared", entries: "list[Entry]") -> None:
    """The whole plan on stdout, warnings on stderr."""
    from launcher.cli import timeline
    from launcher.plan.cost import costs
    from launcher.report.changes import by_hand
    from launcher.report.costs import told
    from launcher.report.timeline import planned

    problems.warn(prepared.warnings)
    if prepared.sooner:
        output.warning(f"{prepared.sooner}; launching it needs --earlier")
    console, plan = output.screen(), prepared.plan
    timeline.head(console, plan, plan.made_at, known=bool(entries))
    timeline.timeline(console, plan, planned(plan, entries), plan.made_at)
    timeline.texts(console, texts(prepared, entries))
    console.print()
    timeline.cost(console, told(costs(plan)))
    if any("x" * 11 in part.text for each in texts(prepared, entries) for part in each.parts):
        output.data("Addresses and numbers that are not known yet stand there in their usual length.")
    if entries:
        timeline.changes(console, prepared.changes)
        timeline.by_hand(console, by_hand(prepared.changes, plan, entries))


def texts(prepared: "Prepared", entries: "list[Entry]") -> "list[Sent]":
    """Every text of the plan."""
    from launcher.manifest.loading import load
    from launcher.report.texts import sent

    return sent(prepared.plan, load(Path(prepared.plan.manifest)), entries)


def as_json(prepared: "Prepared", entries: "list[Entry]") -> dict[str, Any]:
    """The plan for a program."""
    from dataclasses import asdict

    from launcher.clock import iso
    from launcher.plan.cost import costs

    plan = prepared.plan
    return {
        "launch": plan.launch,
        "manifest": plan.manifest,
        "at": iso(plan.at),
        "release_at": iso(plan.release_at),
        "timezone": plan.timezone,
        "made_at": iso(plan.made_at),
        "actions": [_action(action) for action in plan.actions],
        "texts": [asdict(each) for each in texts(prepared, entries)],
        "cost": [asdict(each) for each in costs(plan)],
        "changes": [asdict(change) for change in prepared.changes],
        "warnings": [asdict(problem) for problem in prepared.warnings],
    }


def _action(action: Any) -> dict[str, Any]:
    from launcher.clock import iso

    same = ("key", "kind", "platform", "account", "name", "after", "follow_up", "when")
    late_at = iso(action.late_at) if action.late_at else None
    return {**{name: getattr(action, name) for name in same}, "due_at": iso(action.due_at), "late_at": late_at}
