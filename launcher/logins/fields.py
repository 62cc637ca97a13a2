"""How a login declares its fields: secrets that are never shown, and API roots."""

from dataclasses import field


def secret() -> str:
    """A credential that must be there."""
    return field(default="", repr=False, metadata={"secret": "required"})


def optional_secret() -> str:
    """A credential that only some accounts have."""
    return field(default="", repr=False, metadata={"secret": "optional"})


def root(variable: str) -> str:
    """An API root, from the settings' variable of that name, without a trailing slash."""
    return field(default="", metadata={"root": variable})
