"""Every public address of a launch, by the manifest's name for it."""

from collections.abc import Iterable

from launcher.journal.records import Entry, State
from launcher.plan.action import Kind


def urls(entries: Iterable[Entry]) -> dict[str, str]:
    """Host or post → address. A released film's is that of its release; a repeated post's name has its time besides."""
    found: dict[str, str] = {}
    for entry in entries:
        if entry.state is State.DONE and entry.receipt and entry.receipt.url and entry.kind in _SHOWN:
            found[_name(entry)] = entry.receipt.url
    return found


_SHOWN = (Kind.UPLOAD, Kind.RELEASE, Kind.POST)


def _name(entry: Entry) -> str:
    """The key's part behind the kind."""
    return entry.key.split("/", 2)[2]
