"""What can still be checked of a manifest with wrong keys or types: the rest, beside stand-ins for what is wrong."""

import copy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from launcher.errors import Problem
from launcher.manifest.model import Manifest
from launcher.manifest.refusals import dotted

Loc = tuple[str | int, ...]

_ROUNDS = 8
_STAND_INS: dict[str, Any] = {
    "name": "stand-in",
    "at": "now",
    "timezone": "UTC",
    "file": "stand-in.mp4",
    "title": "stand-in",
    "on": "x",
    "language": "en",
    "every": "1m",
    "for": "1d",
    "when": {"views": 1},
    "say": "stand-in",
    "launch": {},
    "film": {},
    "hosts": {"youtube": {}},
}
_TRIGGERS = ("at", "cron", "until", "when", "within")
_MAPPINGS = ("posts", "follow_ups", "engagement", "alerts", "captions")
_LEANING = {
    "launch": (("at", "exclusive", "timezone"), ("at", "until", "cron")),
    "posts": (("name", "at"), ("at", "until", "reply_to", "crosspost_of")),
    "follow_ups": (("name", "at"), ("at", "until", "reply_to", "crosspost_of")),
    "hosts": ((), ("link", "text", "thread", "title")),
}
"""By the part that is broken: its keys on which other parts lean, and which keys of posts lean on them."""


@dataclass(frozen=True, kw_only=True)
class Salvaged:
    """A manifest with stand-ins, and what they stand for."""

    manifest: Manifest
    broken: frozenset[Loc]

    def owed(self, problem: Problem) -> bool:
        """Whether a finding is owed to the manifest's author, and not to a stand-in."""
        if any(_within(problem.where, dotted(loc[:2])) for loc in self.broken):
            return False
        if ".when." in problem.where:
            return not any(loc[0] in ("hosts", "posts", "follow_ups") for loc in self.broken)
        last = problem.where.rpartition(".")[2].partition("[")[0]
        return not (problem.where.startswith(("posts", "follow_ups")) and any(_leans(last, loc) for loc in self.broken))


def salvage(plain: Any) -> Salvaged | None:
    """The manifest with stand-ins where `plain` is wrong, or None where too little of it is right."""
    tree, broken = copy.deepcopy(plain), set[Loc]()
    for _ in range(_ROUNDS):
        try:
            return Salvaged(manifest=Manifest.model_validate(tree), broken=frozenset(broken))
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                broken.add(each["loc"])
                if not _mend(tree, each["loc"], each["type"]):
                    return None
    return None


def _within(where: str, part: str) -> bool:
    return where == part or where.startswith((f"{part}.", f"{part}["))


def _leans(key: str, loc: Loc) -> bool:
    inside = loc[2:] if loc[0] in ("posts", "follow_ups") else loc[1:]
    bases, leaning = _LEANING.get(str(loc[0]), ((), ()))
    whole = not inside or (loc[0] == "hosts" and len(inside) == 1)
    return key in leaning and (whole or inside[0] in bases)


def _mend(tree: Any, loc: Loc, kind: str) -> bool:
    """Put a stand-in at `loc`, or take away what may be missing. False where neither can be done."""
    parent = tree
    for key in loc[:-1]:
        if isinstance(parent, dict) and isinstance(key, str):
            parent = parent.get(key)
        elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
            parent = parent[key]
    if not loc or not isinstance(parent, dict | list):
        return False
    if isinstance(parent, list):
        return _mend_item(parent, loc, kind)
    key = str(loc[-1])
    if key in _STAND_INS and kind != "extra_forbidden":
        parent[key] = copy.deepcopy(_STAND_INS[key])
        return True
    return parent.pop(key, None) is not None or kind != "missing"


def _mend_item(items: list[Any], loc: Loc, kind: str) -> bool:
    index = loc[-1]
    if not isinstance(index, int) or index >= len(items):
        return False
    if kind == "value_error" and isinstance(items[index], dict):
        kept = {key: value for key, value in items[index].items() if key not in _TRIGGERS}
        items[index] = {**kept, "at": "release"}
    else:
        items[index] = {} if len(loc) > 1 and loc[-2] in _MAPPINGS else "stand-in"
    return True
