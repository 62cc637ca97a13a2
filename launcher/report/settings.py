"""A host's own settings, in the words in which the plan shows them."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from launcher.plan.specs import FileSpec, FilmSpec

_SHOWN_ELSEWHERE = {"account", "title", "description", "tags", "playlist", "showcase", "first_comment", "password"}
"""What the plan has a line for already, and what nobody should read over a shoulder."""


def settings(spec: FilmSpec) -> Iterator[tuple[str, str]]:
    """Name and value of every setting that the manifest says, in the order of the keys."""
    if spec.language:
        yield "language", spec.language
    for name in type(spec.keys).model_fields:
        if name in spec.keys.model_fields_set and name not in _SHOWN_ELSEWHERE:
            yield from _told(name.replace("_", " "), getattr(spec.keys, name))
    if spec.premiere:
        yield "before release", f"the film plays on {spec.premiere} alone"


def _told(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for tag, each in value.items():
            told = each.model_dump() if isinstance(each, BaseModel) else dict(each)
            yield from ((f"{field} ({tag})", str(text)) for field, text in told.items() if text)
    elif value not in (None, [], ""):
        yield name, _word(value)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def file(spec: FileSpec) -> str:
    """A file of the film's page, with what is made of it."""
    name = spec.path.rpartition("/")[2]
    if spec.width:
        return f"{name}, made anew for this host: {spec.width} × {spec.height}, on black where the shape is another"
    return f"{name} ({spec.name})" if spec.name else name
