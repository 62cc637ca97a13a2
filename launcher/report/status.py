"""`status` for a program: one JSON object a launch, and what its parts mean."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from launcher.clock import iso
from launcher.engagement.totals import FILM_WIDE, totals
from launcher.journal.records import Entry, Launch, Reading
from launcher.journal.staged import is_staged
from launcher.report.danger import Danger
from launcher.report.urls import urls
from launcher.run.standing import Standing

Histories = Mapping[str, Sequence[Mapping[str, Any]]]
"""For each action's key what happened to it, oldest first: `at`, `event`, `fence`, `owner`, `detail`."""


def status(
    launch: Launch,
    standing: Standing,
    latest: Iterable[Reading],
    histories: Histories | None = None,
    dangers: Iterable[Danger] = (),
) -> dict[str, Any]:
    """Where a launch stands.

    `launch`, `revision`, `state` (one word, see `Standing.state`), `on_stage` (it went to imitations of the platforms),
    `actions` in the order of their planned instants,
    `urls` (name → public address), `totals` (film-wide sums of the newest samples). Instants are RFC 3339 in UTC.
    `dangers` are hosts that may not be ready for the release, each with when it is expected to be. With `histories`
    each action has its `history` besides.
    """
    return {
        "launch": launch.name,
        "revision": launch.revision,
        "state": standing.state,
        "on_stage": is_staged(launch.facts),
        "actions": [_action(entry, histories) for entry in standing.entries],
        "urls": urls(standing.entries, private=True),
        "totals": film_totals(latest),
        "dangers": [{"platform": each.platform, "ready_at": iso(each.ready_at), "said": str(each)} for each in dangers],
    }


def _action(entry: Entry, histories: Histories | None) -> dict[str, Any]:
    same = {name: getattr(entry, name) for name in ("key", "kind", "platform", "account", "name", "state")}
    told = {
        **same,
        "due_at": iso(entry.due_at),
        "attempts": entry.attempts,
        "id": entry.receipt.id if entry.receipt else None,
        "url": (entry.receipt.url or None) if entry.receipt else None,
        "error": entry.error,
        "next": entry.next,
    }
    if histories is not None:
        told["history"] = [happening(line) for line in histories.get(entry.key, ())]
    return told


def happening(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line of an action's history."""
    return {**line, "at": iso(line["at"])}


def film_totals(latest: Iterable[Reading]) -> dict[str, Any]:
    """`views`, `likes`, `comments`, `shares`, None where no platform has told; `at`: the newest sample's instant."""
    readings = [each for each in latest if each.metric in FILM_WIDE]
    sums = totals(readings)
    at: datetime | None = max((each.at for each in readings), default=None)
    known = {name: int(sums[name]) if name in sums else None for name in FILM_WIDE}
    return {**known, "at": iso(at) if at else None}
