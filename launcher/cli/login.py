"""`launcher login`: get a platform's credentials by its own consent page, list them, take them to a server."""

from pathlib import Path
from typing import Annotated

import typer

from launcher.cli.context import shared

What = Annotated[
    str | None,
    typer.Argument(
        metavar="PLATFORM|list|export|import",
        help="youtube, vimeo, facebook, x or reddit; or export or import, with a FILE. Nothing, or list: the logins.",
    ),
]
File = Annotated[Path | None, typer.Argument(metavar="FILE", help="Of export and import.")]
Account = Annotated[str, typer.Option(metavar="NAME", help="The manifest's name for the account.")]
Paste = Annotated[
    bool, typer.Option("--paste", help="The browser is on another machine: paste the address it ends at.")
]
Page = Annotated[str, typer.Option(metavar="ID", help="facebook: this Page, by id or name.")]
ClientId = Annotated[str, typer.Option(metavar="ID", help="The app's client id, API key or app id.")]
SecretStdin = Annotated[
    bool, typer.Option("--secret-stdin", help="Read the app's secret from the first line of stdin.")
]
NewApp = Annotated[bool, typer.Option("--new-app", help="Ask for the app again, whatever is known of it.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the redirect address.")]
Wait = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="How long to wait for the page's answer: 5m; without a terminal, not at all."),
]
OpenIt = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page, or only show it.")]
InKeyring = Annotated[
    bool, typer.Option("--keyring", help="Keep the tokens in the system's keyring, which cron cannot open.")
]
Replace = Annotated[bool, typer.Option("--replace", help="import: let the file's owner take the place of another.")]
Json = Annotated[bool, typer.Option("--json", help="List as JSON.")]


def command(
    context: typer.Context,
    what: What = None,
    file: File = None,
    *,
    account: Account = "default",
    paste: Paste = False,
    page: Page = "",
    client_id: ClientId = "",
    secret_stdin: SecretStdin = False,
    new_app: NewApp = False,
    port: Port = None,
    wait: Wait = None,
    browser: OpenIt = True,
    keyring: InKeyring = False,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Log in to a platform by its own consent page, and keep the tokens in LAUNCHER_HOME, for you alone.

    It says what to click in the platform's developer console, asks for the app's id and secret without showing them
    (or takes them from PLATFORM_CLIENT_ID and the like), shows the page, and then whose login it is. Without
    arguments it lists the accounts. `export FILE` writes all logins to a file under a passphrase, and `import FILE`
    takes them from it, on a server say. docs/logins.md has a section for each platform.
    """
    from launcher.cli import consenting, login_moves, login_table

    settings = shared(context).settings()
    if what in (None, "list"):
        return login_table.listed(settings, json=json)
    if what in ("export", "import"):
        return login_moves.moved(what, file, settings, replace=replace)
    app = consenting.App(client_id=client_id, secret_stdin=secret_stdin, new=new_app)
    way = consenting.Way(paste=paste, browser=browser, port=port, wait=patience(wait))
    wishes = consenting.Wishes(account=checked(account), app=app, way=way, page=page, in_keyring=keyring)
    return consenting.log_in(what, settings, wishes)


def patience(wait: str | None) -> float | None:
    """Seconds to wait, or None where nothing was said. Raises SettingsError for an unreadable duration."""
    from launcher.settings import seconds

    return None if wait is None else seconds("--wait", wait)


def checked(account: str) -> str:
    """The account's name, if a manifest could have it. Raises typer.BadParameter."""
    import re

    if not re.fullmatch(r"[a-z][a-z0-9_]*", account):
        raise typer.BadParameter(f"--account {account}: lower case letters, digits and underscores only")
    return account
