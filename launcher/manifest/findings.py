"""Where checks write down what they find, with its place in the manifest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from launcher.errors import Problem
from launcher.manifest.loading import Key, Loaded
from launcher.manifest.model import FollowUp, Post
from launcher.manifest.refusals import dotted
from launcher.manifest.times import Unreadable

T = TypeVar("T")
Keys = tuple[Key, ...]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The problems found so far in one manifest, seen at `now`."""

    loaded: Loaded
    now: datetime
    problems: list[Problem] = field(default_factory=list)

    def error(self, keys: Keys, what: str, fix: str = "", *, hides: bool = False) -> None:
        """The manifest cannot be launched because of the value at `keys`, which may hide what else is wrong."""
        self._add(keys, what, fix, "error", hides=hides)

    def warn(self, keys: Keys, what: str, fix: str = "") -> None:
        """It can be launched, but someone should look at the value at `keys`."""
        self._add(keys, what, fix, "warning")

    def attempt(self, keys: Keys, read: Callable[[], T], *, hides: bool = False) -> T | None:
        """What `read` returns; where it raises Unreadable, that is an error at `keys` and None comes back."""
        try:
            return read()
        except Unreadable as unreadable:
            self.error(keys, unreadable.message, unreadable.fix, hides=hides)
            return None

    def announcements(self) -> list[tuple[Keys, Post | FollowUp]]:
        """Every post and follow-up, with where it stands."""
        manifest = self.loaded.manifest
        posts: list[tuple[Keys, Post | FollowUp]] = [(("posts", i), each) for i, each in enumerate(manifest.posts)]
        return posts + [(("follow_ups", i), each) for i, each in enumerate(manifest.follow_ups)]

    def ordered(self) -> list[Problem]:
        """Everything found, each once, in the order of the file."""
        return in_order(self.problems, self.loaded.path)

    def _add(self, keys: Keys, what: str, fix: str, severity: str, *, hides: bool = False) -> None:
        line, column = self.loaded.where(*keys)
        told = Problem(where=dotted(keys), what=what, fix=fix, severity=severity, hides=hides)
        self.problems.append(replace(told, file=str(self.loaded.path), line=line, column=column))


def in_order(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Problems, each once, in the order of the manifest at `path`; what stands in other files comes after."""
    own = str(path)
    return sorted(dict.fromkeys(problems), key=lambda each: (each.file != own, each.file, each.line, each.column))


def joined(words: Iterable[str]) -> str:
    """Words as a list in a sentence, in order."""
    return ", ".join(sorted(words))
