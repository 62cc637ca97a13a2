"""The manifest's JSON Schema, for editors. It accepts whatever the loader accepts."""

import re
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from launcher.manifest.model import Manifest
from launcher.manifest.times import spell

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ISO = re.compile(r"P(\d+D)?(T[\dHMS.]+)?")
_DURATION = TypeAdapter(timedelta)


def schema() -> dict[str, Any]:
    """JSON Schema of a manifest, with a description for every key and defaults as a manifest writes them."""
    made = Manifest.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, **_told(made), "title": "launcher manifest"}


def _told(node: Any) -> Any:
    """The schema without pydantic's made-up titles, and with durations such as `6h` for `PT6H`."""
    if isinstance(node, list):
        return [_told(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _told(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    if isinstance(kept.get("default"), str) and _ISO.fullmatch(kept["default"]):
        kept["default"] = spell(_DURATION.validate_python(kept["default"]))
    return kept
