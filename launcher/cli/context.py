"""What the options before the command say, for every command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

import typer

if TYPE_CHECKING:
    from launcher.settings import Settings


class Shared(NamedTuple):
    """The options that every command has."""

    secrets: Path | None = None
    home: Path | None = None
    debug: bool = False

    def settings(self, *, limit_rate: str | None = None) -> "Settings":
        """The settings, with --home, --secrets and --limit-rate in place of their variables; secrets are hidden then.

        Raises SettingsError.
        """
        import os

        from launcher import settings
        from launcher.text import logs, redaction

        said = {"LAUNCHER_HOME": str(self.home) if self.home else None, "LAUNCHER_LIMIT_RATE": limit_rate}
        environment = {**os.environ, **{name: value for name, value in said.items() if value is not None}}
        loaded = settings.load(environment, secrets=self.secrets)
        redaction.protect(value for name, value in loaded.values.items() if redaction.is_secret_name(name))
        redaction.protect([loaded.tokens_key])
        logs.install("INFO" if self.debug else "WARNING")
        return loaded


LimitRate = Annotated[
    str | None,
    typer.Option("--limit-rate", metavar="RATE", help='Uploads at most so fast: 5M, or by hours "5M 08:00-20:00".'),
]
"""The option of every command that uploads."""


def shared(context: typer.Context) -> Shared:
    """The shared options of the command that runs."""
    return cast("Shared", context.obj)
