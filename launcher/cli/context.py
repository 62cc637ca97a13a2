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
        """The settings, with --home and --secrets in place of their variables. Raises SettingsError."""
        import os

        from launcher import settings

        environment = {**os.environ, **({"LAUNCHER_HOME": str(self.home)} if self.home else {})}
        return settings.load(environment, secrets=self.secrets)


def shared(context: typer.Context) -> Shared:
    """The shared options of the command that runs."""
    return cast("Shared", context.obj)
