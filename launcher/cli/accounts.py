"""Whose accounts a launch uses: asked before anything is recorded, and shown."""

from typing import TYPE_CHECKING

from launcher.cli import output
from launcher.cli.layout import cell, columns, show
from launcher.text.foreign import clean_line

if TYPE_CHECKING:
    from launcher.clock import Clock
    from launcher.journal.records import Entry
    from launcher.plan.plan import Plan
    from launcher.platforms.base import Platform
    from launcher.run.readiness import Met
    from launcher.settings import Settings


def meet(
    plan: "Plan", entries: "list[Entry]", settings: "Settings", clock: "Clock", *, resuming: bool
) -> "tuple[dict[tuple[str, str], Platform], list[Met]]":
    """Ask every platform on which something is still to be done whose the credentials are, and show it.

    What was asked is returned, connected, with its answers.

    Raises LoginExpired that tells all credentials that are missing, or that a platform refuses. Where a recorded launch
    only goes on, a refusal is a warning: it must not keep the other platforms from going on.
    """
    from launcher.run import readiness

    connected = readiness.require_credentials(plan, settings, clock)
    used = readiness.in_use(plan, entries)
    asked = {place: each for place, each in connected.items() if place in used}
    with output.talk().status("Asking the platforms whose the credentials are …"):
        met = readiness.meet(asked)
    show_all(met)
    refused = [each.error for each in met if each.is_refused and each.error]
    if refused and not resuming:
        raise readiness.told_together("nothing was recorded, because credentials do not work", refused)
    for each in met:
        if each.error:
            output.warning(_doubt(each))
    return asked, met


def show_all(met: "list[Met]") -> None:
    """Each account, its name on the platform, and its address."""
    rows = [(_place(each), each.identity) for each in met if each.identity]
    if not rows:
        return
    console = output.talk()
    console.print()
    console.print(cell("Accounts", "bold"))
    table = columns("", "", "")
    for place, identity in rows:
        table.add_row(cell(f"  {place}"), cell(clean_line(identity.name, 40)), cell(clean_line(identity.url), "dim"))
    show(console, table)


def _place(met: "Met") -> str:
    return met.platform if met.account == "default" else f"{met.platform} ({met.account})"


def _doubt(met: "Met") -> str:
    from launcher.text.redaction import redact

    error = met.error
    words = redact(str(error))
    return words if met.is_refused else f"{_place(met)} could not be asked whose the credentials are: {words}"
