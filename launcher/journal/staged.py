"""Launches on imitations of the platforms are marked in the journal, and do not go on at the real ones."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from launcher.errors import PlanError
from launcher.journal.database import Journal
from launcher.journal.reading import launch
from launcher.plan.plan import Plan

_MARK = "stage"


def is_staged(facts: Mapping[str, Any]) -> bool:
    """Whether a launch of these facts was recorded with API roots on this machine, as a stage has them."""
    return bool(facts.get(_MARK))


def marked(plan: Plan, journal: Journal | None, *, staged: bool) -> Plan:
    """The plan, marked where it goes to a stage. Raises PlanError where it began on one, and would go on for real."""
    if staged:
        return replace(plan, facts={**plan.facts, _MARK: True})
    known = launch(journal, plan.launch) if journal else None
    if known and is_staged(known.facts):
        raise PlanError(
            f"{plan.launch} was launched on a stage, which is all that this journal knows of it",
            fix="launch it for real with another LAUNCHER_HOME (or --home), or give this shell the stage's variables",
        )
    return plan
