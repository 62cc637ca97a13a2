"""`launcher cron`: print what makes the machine run `launcher tick` every minute. Installs nothing."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launcher.settings import Settings


def command(
    context: typer.Context,
    *,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="Print a systemd service and timer in place of a crontab line.")
    ] = False,
) -> None:
    """Print the crontab line (or systemd units) for follow-ups and engagement: one tick a minute. Installs nothing.

    It names this very launcher, its journal and its secrets file, so that cron's empty environment is enough.
    No lock is needed: ticks may overlap.
    """
    from launcher import settings as reading
    from launcher.cli.closing import program
    from launcher.report.cron_line import crontab, units, variables

    said = shared(context)
    settings = said.settings()
    secrets = reading.secrets_file(os.environ, settings.home, said.secrets)
    told = variables(settings, os.environ, secrets)
    if systemd:
        for name, text in units(program(), told).items():
            output.data(f"# ~/.config/systemd/user/{name}\n{text}")
        output.say(
            "Put these two files there, then: systemctl --user daemon-reload && "
            "systemctl --user enable --now launcher.timer && loginctl enable-linger"
        )
    else:
        output.data(crontab(program(), told))
        output.say("Put this line in with: crontab -e")
    for doubt in doubts(settings, os.environ, secrets_known=secrets is not None):
        output.warning(doubt)


def doubts(settings: "Settings", environment: "Mapping[str, str]", *, secrets_known: bool) -> list[str]:
    """What cron will not have: credentials that stand in the environment alone, and a journal with a password."""
    from launcher.cli.status import is_there
    from launcher.report.cron_line import has_password

    found = []
    alone = sorted(name for name in environment if _is_credential(name))
    if alone and not secrets_known:
        found.append(f"{', '.join(alone)}: in the environment alone, which cron has not; put them into secrets.env")
    if has_password(environment.get("LAUNCHER_JOURNAL", "")):
        found.append("LAUNCHER_JOURNAL has a password in it and is left out: set it in the crontab by hand")
    elif not is_there(settings.journal_url):
        found.append(f"there is no journal in {settings.home} yet: a tick fails until something is launched")
    return found


def _is_credential(name: str) -> bool:
    from launcher.platforms.registry import names
    from launcher.text.redaction import is_secret_name

    return name.partition("_")[0].lower() in names() and is_secret_name(name)
