"""Every public address of a launch, by the manifest's name for it."""

from collections.abc import Iterable
from dataclasses import replace

from launcher.journal.records import Entry, State
from launcher.plan.action import Kind


def urls(entries: Iterable[Entry], *, private: bool = False) -> dict[str, str]:
    """Host or post → address. A released film's is that of its release; a repeated post's name has its time besides.

    A film's is told once it is released: what these go into is passed on. `private` tells it from its upload on.
    """
    return {name: entry.receipt.url for name, entry in shown(entries, private=private).items() if entry.receipt}


def shown(entries: Iterable[Entry], *, private: bool = False) -> dict[str, Entry]:
    """The same with the action that made what is there."""
    known = list(entries) if private else public(entries)
    made = [each for each in known if each.state is State.DONE and each.receipt and each.receipt.url]
    return {_name(each): each for each in made if each.kind in _SHOWN}


def public(entries: Iterable[Entry]) -> list[Entry]:
    """The actions as they may be passed on: without the addresses of films that are not released."""
    known = list(entries)
    released = {each.name for each in known if each.kind is Kind.RELEASE and each.state is State.DONE}
    hidden = {each.key for each in known if each.kind is Kind.UPLOAD and each.name not in released}
    return [_without_address(each) if each.key in hidden else each for each in known]


def _without_address(entry: Entry) -> Entry:
    return replace(entry, receipt=entry.receipt and replace(entry.receipt, url=""))


_SHOWN = (Kind.UPLOAD, Kind.RELEASE, Kind.POST)


def _name(entry: Entry) -> str:
    """The key's part behind the kind."""
    return entry.key.split("/", 2)[2]
