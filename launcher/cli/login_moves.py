"""`launcher login export` and `import`: all logins in one file under a passphrase."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from launcher.cli import output

if TYPE_CHECKING:
    from launcher.settings import Settings


def moved(what: str, file: Path | None, settings: "Settings", *, replace: bool) -> None:
    """Write or read the file, and say which logins it holds. Raises SettingsError."""
    from launcher.logins import moving
    from launcher.logins.store import opened

    if file is None:
        raise typer.BadParameter(f"name the file: launcher login {what} FILE")
    store = opened(settings)
    if what == "export":
        found = moving.export(store, file, passphrase(twice=True))
    else:
        found = moving.bring(store, file, passphrase(twice=False), replace=replace)
    for each in found:
        output.data(f"{each.platform} ({each.account}): {each.name}")
    if what == "export":
        output.say(f"Written to {file}, encrypted. On the server: launcher login import {file.name}")
    else:
        output.say(f"Kept in {store.where}. Delete {file} now.")


def passphrase(*, twice: bool) -> str:
    """Typed without echo; without a terminal it is the first line of stdin."""
    if output.interactive(sys.stdin):
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True))
    return sys.stdin.readline().rstrip("\r\n")
