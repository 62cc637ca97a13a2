"""Every public address of a launch, by the manifest's name for it."""

from collections.abc import Iterable

from launcher.journal.records import Entry, State
from launcher.plan.action import Kind


def urls(entries: Iterable[Entry]) -> dict[str, str]:
    """Host or post → address. A released film's is that of its release; a repeated post's name has its time besides."""
    return {name: entry.receipt.url for name, entry in shown(entries).items() if entry.receipt}


def shown(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The same with the action that made what is there."""
    made = [each for each in entries if each.state is State.DONE and each.receipt and each.receipt.url]
    return {_name(each): each for each in made if each.kind in _SHOWN}


_SHOWN = (Kind.UPLOAD, Kind.RELEASE, Kind.POST)


def _name(entry: Entry) -> str:
    """The key's part behind the kind."""
    return entry.key.split("/", 2)[2]
