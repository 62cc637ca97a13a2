"""Settings as a host holds them beside those that were asked for, told in a few words."""

from collections.abc import Iterable, Mapping
from typing import Any

from launcher.platforms.likeness import same_text

_LONGEST = 60


def differing(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """One line for each setting of `wanted` that is held otherwise; texts are compared as `same_text` does."""
    return [told(name, held.get(name), value) for name, value in wanted.items() if not same(held.get(name), value)]


def same(held: Any, wanted: Any) -> bool:
    """Whether a host means the same: it may compose characters, and order or capitalise words, in its own way."""
    if isinstance(wanted, str):
        return same_text(str(held or ""), wanted)
    if isinstance(wanted, list | tuple):
        return words(held or ()) == words(wanted)
    return bool(held == wanted)


def words(values: Iterable[Any]) -> set[str]:
    """Tags and the like, for comparison."""
    return {str(each).casefold() for each in values}


def told(name: str, held: Any, wanted: Any) -> str:
    """What differs: long texts only by their name."""
    if any(len(str(each)) > _LONGEST for each in (held, wanted)):
        return f"another {name}"
    return f"{name} is {said(held)}, not {said(wanted)}"


def said(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "empty"
    return str(value) if value not in (None, "", {}) else "empty"
