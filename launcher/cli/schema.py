"""`launcher schema`: the manifest's JSON Schema, for editors."""

from launcher.cli import output


def command() -> None:
    """Print the manifest's JSON Schema, which editors use to complete and check it."""
    from launcher.manifest.schema import schema

    output.as_json(schema())
