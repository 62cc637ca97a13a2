"""What pydantic refuses, said in a film-maker's words: the dotted key, the value, and the fix."""

import difflib
import typing
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from launcher.errors import Problem
from launcher.manifest.model import Manifest
from launcher.manifest.times import Unreadable

_KINDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "float_type": "a number",
    "int_type": "a number",
}


def dotted(keys: Iterable[str | int]) -> str:
    """Keys as they are told: posts[1].at."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text or "manifest"


def near(word: str, known: Iterable[str]) -> str:
    """`did you mean x?`, or nothing where no known word is near."""
    by_lower = {each.lower(): each for each in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"did you mean {by_lower[found[0]]}?" if found else ""


def problem_of(error: Any, *, file: str, line: int, column: int) -> Problem:
    """One pydantic error as a Problem at that place."""
    keys: tuple[str | int, ...] = error["loc"]
    what, fix = _told(error, keys)
    return Problem(where=dotted(keys), what=what, fix=fix, file=file, line=line, column=column, hides=True)


def _told(error: Any, keys: tuple[str | int, ...]) -> tuple[str, str]:
    cause = error.get("ctx", {}).get("error")
    kind = error["type"]
    if isinstance(cause, Unreadable):
        return cause.message, cause.fix
    if kind == "missing":
        return "is missing", f"add {keys[-1]}: …"
    if kind == "extra_forbidden":
        return _unknown(keys)
    if kind == "literal_error":
        fix = near(str(error["input"]), choices(keys)) or f"write one of {', '.join(choices(keys))}"
        return f"{shown(error['input'])} is not one of {error['ctx']['expected']}", fix
    if kind in _KINDS:
        return mistyped(error["input"], _KINDS[kind])
    return _malformed(error, kind)


def _unknown(keys: tuple[str | int, ...]) -> tuple[str, str]:
    known = sorted(known_keys(keys[:-1]))
    return f"no such key: {keys[-1]}", near(str(keys[-1]), known) or f"known here: {', '.join(known)}"


def mistyped(value: object, wanted: str) -> tuple[str, str]:
    """What is said of a value of another kind than `wanted`, and the fix."""
    if value is None:
        return f"is empty, and wants {wanted}", "give it a value, or delete the line"
    what = f"{shown(value)} is {_called(value)}, and {wanted} is wanted"
    if wanted == "text" and not isinstance(value, dict | list):
        return what, f'put it in quotes: "{str(value).lower() if isinstance(value, bool) else value}"'
    if wanted == "a number" and str(value).replace("_", "").replace(",", "").isdecimal():
        return what, f"write {str(value).replace('_', '').replace(',', '')}"
    if wanted == "true or false" and str(value).lower() in ("yes", "no", "on", "off", "y", "n"):
        return what, f"write {'true' if str(value).lower() in ('yes', 'on', 'y') else 'false'}"
    return what, {"a list": "write it as [one, another]", "a mapping": "write keys and values under it"}.get(
        wanted, f"write {wanted}"
    )


def _malformed(error: Any, kind: str) -> tuple[str, str]:
    value = error["input"]
    if kind == "string_too_short":
        return "is empty", "give it a value" if _is_needed(error["loc"]) else "give it a value, or delete the line"
    if kind == "string_pattern_mismatch":
        return f"{shown(value)} cannot be a name here", slug_fix(str(value), error["ctx"]["pattern"])
    if kind in ("too_long", "too_short"):
        return f"has {len(value)} entries, and one is wanted", "take the others out" if value else "add one"
    if kind == "string_too_long":
        return f"has {len(value)} characters, and {error['ctx']['max_length']} are the most", "shorten it"
    return f"{shown(value)}: {error['msg']}", ""


def slug_fix(value: str, pattern: str) -> str:
    """How to write a name so that it fits."""
    if "://" in value:
        return "write a name such as team here, and its address into the secrets file: NOTIFY_TEAM=…"
    join = "_" if "_" in pattern else "-"
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in value.lower()).split()
    kind = "an underscore" if join == "_" else "hyphens"
    fitting = join.join(words)
    return f"lower case letters, digits and {kind} only" + (f": {fitting}" if fitting else "")


def shown(value: object) -> str:
    """A value as a message shows it: its repr, cut at 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]


def _called(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = ((int | float, "a number"), (str, "text"), (list, "a list"), (dict, "a mapping"))
    return next((name for kind, name in names if isinstance(value, kind)), "a value")


def known_keys(keys: tuple[str | int, ...]) -> set[str]:
    """The keys that a manifest knows under `keys`; empty where any goes."""
    model = _model_at(keys)
    if model is None:
        return set()
    return {field.alias or name for name, field in model.model_fields.items()}


def _is_needed(keys: tuple[str | int, ...]) -> bool:
    """Whether the key at `keys` must be there."""
    model = _model_at(keys[:-1])
    field = model.model_fields.get(str(keys[-1])) if model else None
    return bool(field and field.is_required())


def choices(keys: tuple[str | int, ...]) -> list[str]:
    """The words that the key at `keys` takes."""
    model = _model_at(keys[:-1])
    field = model.model_fields.get(str(keys[-1])) if model else None
    return [
        word
        for kind in _kinds(field.annotation if field else None)
        for word in typing.get_args(kind)
        if isinstance(word, str)
    ]


def _model_at(keys: tuple[str | int, ...]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Manifest
    names = [key for key in keys if isinstance(key, str)]
    while names and model is not None:
        field = model.model_fields.get(names.pop(0))
        kinds = _kinds(field.annotation if field else None)
        if names and dict in [typing.get_origin(kind) for kind in kinds]:
            names.pop(0)
        model = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
    return model


def _kinds(annotation: Any) -> list[Any]:
    """A type and every type inside it."""
    inner = [kind for arg in typing.get_args(annotation) if arg is not Ellipsis for kind in _kinds(arg)]
    return [annotation, *inner]
