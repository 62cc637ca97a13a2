"""The manifest's JSON Schema, for editors. It accepts whatever the loader accepts."""

from typing import Any

from launcher.manifest.model import Manifest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """JSON Schema of a manifest, with a description for every key."""
    made = Manifest.model_json_schema(by_alias=True)
    for name in made["$defs"]["Hosts"]["properties"]:
        made["$defs"]["Hosts"]["properties"][name]["title"] = name
    return {"$schema": DIALECT, **made, "title": "launcher manifest"}
