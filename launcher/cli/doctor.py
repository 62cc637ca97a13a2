"""`launcher doctor`: what would stand in the way of a launch, and what mends it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from launcher.cli import output
from launcher.cli.context import shared
from launcher.cli.exits import Exit
from launcher.cli.layout import cell

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.text import Text

    from launcher.doctor.finding import Finding
    from launcher.doctor.subject import Place, Subject
    from launcher.platforms.base import Platform
    from launcher.run.readiness import Met
    from launcher.settings import Settings

SIGNS = {"pass": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}


def command(
    context: typer.Context,
    launch: Annotated[
        str, typer.Argument(help="A manifest, or the name of a launch; without one, this machine and its accounts.")
    ] = "",
    *,
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Look at everything that a launch stands on, by reads alone: pass, warn or fail, each with its fix.

    Exit code 0 where nothing fails, 4 where a login does, 1 where anything else does, 5 where nothing fails but a
    platform could not be reached. What blocks a launch is marked so.
    """
    from launcher.doctor.examining import examine

    subject = subject_of(launch, shared(context).settings())
    with output.talk().status("Looking at this machine, and asking the platforms …"):
        findings = examine(subject)
    if json:
        output.as_json(as_json(subject, findings))
    else:
        show(subject, findings)
    code = code_of(findings)
    if code:
        raise typer.Exit(code)


def subject_of(word: str, settings: "Settings") -> "Subject":
    """What is to be looked at. Raises ManifestError, PlanError, and typer.BadParameter for an unknown launch."""
    from dataclasses import replace

    from launcher.cli.naming import manifest_meant
    from launcher.cli.plan import existing
    from launcher.clock import SystemClock
    from launcher.doctor.accounts import configured
    from launcher.doctor.subject import Subject

    subject = Subject(settings=settings, clock=SystemClock(), journal=existing(settings))
    if word:
        return planned(subject, manifest_meant(word, settings))
    return replace(subject, places=tuple(configured(subject)))


def planned(subject: "Subject", path: "Path") -> "Subject":
    """The same, with the plan of the manifest at `path` and the accounts on which something is left to do."""
    from dataclasses import replace

    from launcher.cli.plan import recorded
    from launcher.run.launching import prepare
    from launcher.run.readiness import in_use

    plan = prepare(path, subject.journal, subject.now).plan
    entries = tuple(recorded(subject.journal, plan.launch))
    used = in_use(plan, entries)
    places = dict.fromkeys((each.platform, each.account) for each in plan.actions)
    return replace(subject, plan=plan, entries=entries, places=tuple(each for each in places if each in used))


def examined(
    subject: "Subject", platforms: "dict[Place, Platform]", met: "list[Met]", *, resuming: bool = False
) -> None:
    """Look before a launch, with the accounts that were asked already, and show on stderr what is not well.

    Raises LauncherError where something blocks. A launch that only goes on is blocked by this machine alone.
    """
    from dataclasses import replace

    from launcher.doctor.examining import before_launch
    from launcher.doctor.finding import MACHINE
    from launcher.errors import LauncherError

    with output.talk().status("Looking at what the launch stands on …"):
        findings = before_launch(replace(subject, places=tuple(platforms)), platforms, met)
    show_doubts(findings)
    blocking = [each for each in findings if each.blocks and (each.group == MACHINE or not resuming)]
    if blocking:
        told = "\n  ".join(f"{each.name}: {each.said}" for each in blocking)
        fixes = dict.fromkeys(each.fix for each in blocking if each.fix)
        raise LauncherError(f"nothing was recorded, because it would fail:\n  {told}", fix="\n       ".join(fixes))


def show_doubts(findings: "Sequence[Finding]") -> None:
    """What is not well, without the accounts that could not be asked: that was said when they were."""
    doubts = [each for each in findings if each.weight != "pass" and each.name != "account"]
    if doubts:
        lines(output.talk(), doubts)


def code_of(findings: "Sequence[Finding]") -> Exit:
    """The exit code."""
    bad = [each for each in findings if each.weight == "fail"]
    if bad:
        return Exit.LOGIN if any(each.login for each in bad) else Exit.FAILED
    return Exit.UNREACHABLE if any(each.unreachable for each in findings) else Exit.OK


def show(subject: "Subject", findings: "Sequence[Finding]") -> None:
    """Everything on stdout, under its headings, and what to do next on stderr."""
    console = output.screen()
    head(console, subject)
    lines(console, findings)
    if not subject.places:
        console.print()
        console.print(
            cell("No account is set up yet: launcher login youtube (or vimeo, facebook, x, reddit)", "yellow")
        )
    console.print()
    console.print(verdict(findings))
    for number, fix in enumerate(steps(findings), start=1):
        output.say(f"{'Next:' if number == 1 else '     '} {fix}")


def head(console: "Console", subject: "Subject") -> None:
    """Which launch, and when it is."""
    from launcher.cli.layout import in_full, zone
    from launcher.text.human import until

    if subject.plan is None:
        return
    plan = subject.plan
    at = in_full(plan.release_at.astimezone(zone(plan.timezone)))
    console.print(cell(plan.launch, "bold") + cell(f"  public {at} ({until(plan.release_at - subject.now)})", "dim"))


def lines(console: "Console", findings: "Sequence[Finding]") -> None:
    """Each heading, and under it a line for each thing; a fix on a line of its own."""
    from itertools import groupby

    from launcher.cli.layout import columns
    from launcher.cli.layout import show as print_

    wide = max((len(each.name) for each in findings), default=0)
    for group, each_of in groupby(findings, key=lambda each: each.group):
        table = columns("", "", "")
        for each in each_of:
            sign, colour = SIGNS[each.weight]
            table.add_row(cell(f"  {sign}", colour), cell(f"{each.name:{wide}}"), _said(each))
            if each.fix and each.weight != "pass":
                table.add_row("", "", cell(f"→ {each.fix}", "cyan"))
        console.print()
        console.print(cell(group, "bold"))
        print_(console, table)


def _said(finding: "Finding") -> "Text":
    return cell(finding.said) + (cell("  (blocks the launch)", "red") if finding.blocks else cell(""))


def verdict(findings: "Sequence[Finding]") -> "Text":
    """How many of which."""
    counts = [(sum(each.weight == weight for each in findings), weight) for weight in SIGNS]
    words = {"pass": "well", "warn": "to mind", "fail": "failed"}
    told = [f"{count} {words[weight]}" for count, weight in counts if count]
    worst = next((weight for weight in ("fail", "warn") if any(each.weight == weight for each in findings)), "pass")
    return cell(", ".join(told), SIGNS[worst][1])


def steps(findings: "Sequence[Finding]") -> list[str]:
    """What to do, what blocks first, each once."""
    wanted = [each for each in findings if each.fix and each.weight != "pass"]
    order = sorted(wanted, key=lambda each: (not each.blocks, each.weight != "fail"))
    return list(dict.fromkeys(each.fix for each in order if each.weight == "fail")) or [each.fix for each in order[:1]]


def as_json(subject: "Subject", findings: "Sequence[Finding]") -> dict[str, Any]:
    """What was found, for a program."""
    from dataclasses import asdict

    from launcher.doctor.finding import worst

    return {
        "launch": subject.plan.launch if subject.plan else None,
        "verdict": worst(findings),
        "blocks": any(each.blocks for each in findings),
        "checks": [asdict(each) for each in findings],
    }
