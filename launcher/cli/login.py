"""`launcher login`: get a platform's credentials by its own consent page, list them, take them to a server."""

from pathlib import Path
from typing import Annotated

import typer

from launcher.cli.context import shared


def command(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLATFORM|export|import]",
            help="youtube, vimeo, facebook, x or reddit; or export or import, with a FILE. Nothing: list the logins.",
        ),
    ] = None,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Of export and import.")] = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="import: let the file's owner take the place of another.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="List as JSON.")] = False,
) -> None:
    """Log in to a platform by its own consent page, and keep the tokens in LAUNCHER_HOME, for you alone.

    Without arguments it lists the accounts. `export FILE` writes all logins to a file under a passphrase, and
    `import FILE` takes them from it, on a server say.
    """
    from launcher.cli import login_moves, login_table

    settings = shared(context).settings()
    if what is None:
        login_table.listed(settings, json=json)
    elif what in ("export", "import"):
        login_moves.moved(what, file, settings, replace=replace)
    else:
        raise typer.BadParameter(f"{what} is neither export nor import")
