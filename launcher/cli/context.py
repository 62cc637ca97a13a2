"""What the options before the command say, for every command."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import typer

if TYPE_CHECKING:
    from launcher.settings import Settings


class Shared(NamedTuple):
    """The options that every command has."""

    secrets: Path | None = None
    home: Path | None = None
    debug: bool = False

    def settings(self) -> "Settings":
        """The settings, with --home and --secrets in place of their variables; secrets are hidden from now on.

        Raises SettingsError.
        """
        import os

        from launcher import settings
        from launcher.text import logs, redaction

        environment = {**os.environ, **({"LAUNCHER_HOME": str(self.home)} if self.home else {})}
        loaded = settings.load(environment, secrets=self.secrets)
        redaction.protect(value for name, value in loaded.values.items() if redaction.is_secret_name(name))
        logs.install("INFO" if self.debug else "WARNING")
        return loaded


def shared(context: typer.Context) -> Shared:
    """The shared options of the command that runs."""
    return cast("Shared", context.obj)
