"""`launcher cron`: what makes the machine run `launcher tick` every minute: printed, put in place, or taken out."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared
from launcher.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launcher.report.cron_line import Ticking
    from launcher.report.cron_place import Crontab, Timer
    from launcher.settings import Settings


def command(
    context: typer.Context,
    *,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="A systemd service and timer in place of a crontab line.")
    ] = False,
    install: Annotated[bool, typer.Option("--install", help="Show it, ask, and put it in place.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Show what --install put there, ask, and remove it.")
    ] = False,
    ping: Annotated[
        str | None, typer.Option(metavar="URL", help="Have every good tick fetch this page: a dead-man switch.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Print the crontab line (or systemd units) for follow-ups and engagement: one tick a minute.

    It names this very launcher, its journal and its secrets file, so that cron's empty environment is enough.
    No lock is needed: ticks may overlap. With --install it is put into your crontab, or among your systemd units,
    in place of what an earlier --install for the same LAUNCHER_HOME put there; repeating it changes nothing.
    """
    from launcher import settings as reading
    from launcher.cli.program import program
    from launcher.report.cron_line import Ticking, variables
    from launcher.run.ping import checked

    if install and remove:
        raise typer.BadParameter("give one of --install and --remove")
    said = shared(context)
    settings = said.settings()
    secrets = reading.secrets_file(os.environ, settings.home, said.secrets)
    told = variables(settings, os.environ, secrets)
    ticking = Ticking(program=program(), told=told, ping="" if ping is None else checked(ping))
    if remove:
        take_out(place(ticking, systemd=systemd), sure=yes)
        return
    if install:
        put_in(place(ticking, systemd=systemd), systemd=systemd, sure=yes)
    else:
        show(ticking, systemd=systemd)
    for doubt in doubts(settings, os.environ, secrets_known=secrets is not None):
        output.warning(doubt)


def show(ticking: "Ticking", *, systemd: bool) -> None:
    """Print it, and how to put it in place."""
    option = " --systemd" if systemd else ""
    if systemd:
        for name, text in ticking.units().items():
            output.data(f"# ~/.config/systemd/user/{name}\n{text}")
    else:
        output.data(ticking.crontab())
    output.say(f"Put it in place with: launcher cron{option} --install   (or by hand, with: {_BY_HAND[systemd]})")


_BY_HAND = {
    False: "crontab -e",
    True: "systemctl --user daemon-reload && systemctl --user enable --now launcher.timer",
}
_LINGER = "It runs while you are logged in; for longer, type: loginctl enable-linger"


def place(ticking: "Ticking", *, systemd: bool) -> "Crontab | Timer":
    """Where it is put."""
    from launcher.report.cron_place import Crontab, Timer

    return Timer(ticking, os.environ) if systemd else Crontab(ticking)


def put_in(where: "Crontab | Timer", *, systemd: bool, sure: bool) -> None:
    """Show what is to be put there, ask, and do it. Nothing to do is said, and is no failure."""
    change = where.installation()
    if change is None:
        output.say(f"It is in {where.name} already: nothing was changed.")
        return
    output.data(change.text)
    for line in change.replaces:
        output.say(f"It takes the place of: {line}")
    ask(f"Put this into {where.name}?", sure=sure)
    change.carry_out()
    output.say(f"Done: it is in {where.name}, and ticks every minute.")
    if systemd:
        output.say(_LINGER)


def take_out(where: "Crontab | Timer", *, sure: bool) -> None:
    """Show what is to be taken away, ask, and do it. Nothing to do is said, and is no failure."""
    change = where.removal()
    if change is None:
        output.say(f"It is not in {where.name}: nothing was changed.")
        return
    output.data(change.text)
    ask(f"Take this out of {where.name}?", sure=sure)
    change.carry_out()
    output.say(f"Done: it is no longer in {where.name}. What is due waits for `launcher tick` or `launch --stay`.")


def ask(question: str, *, sure: bool) -> None:
    """Have a person agree. Raises typer.BadParameter where nobody can be asked, and typer.Exit for a no."""
    if sure:
        return
    if not (output.interactive(sys.stdin) and output.interactive(sys.stderr)):
        raise typer.BadParameter("there is no terminal to ask on, and nothing was changed: add --yes")
    if not typer.confirm(question, err=True):
        output.say("Nothing was changed.")
        raise typer.Exit(Exit.FAILED)


def doubts(settings: "Settings", environment: "Mapping[str, str]", *, secrets_known: bool) -> list[str]:
    """What cron will not have: credentials that stand in the environment alone, and a journal with a password."""
    from launcher.journal.database import is_there
    from launcher.report.cron_line import has_password

    found = []
    alone = sorted(name for name in environment if _is_credential(name))
    if alone and not secrets_known:
        found.append(
            f"{', '.join(alone)}: in the environment alone, which cron has not; type launcher login, or use secrets.env"
        )
    roots = sorted(name for name in environment if name.endswith("_API_ROOT") and environment[name].startswith("http:"))
    if roots:
        found.append(f"{', '.join(roots)}: on this machine, as a stage is; unset them for the real platforms")
    if environment.get("LAUNCHER_TOKENS_KEY"):
        found.append("LAUNCHER_TOKENS_KEY is a secret and is left out: set it in the crontab by hand")
    if has_password(environment.get("LAUNCHER_JOURNAL", "")):
        found.append("LAUNCHER_JOURNAL has a password in it and is left out: set it in the crontab by hand")
    elif not is_there(settings.journal_url):
        found.append(f"there is no journal in {settings.home} yet: a tick fails until something is launched")
    return found


def _is_credential(name: str) -> bool:
    from launcher.platforms.registry import names
    from launcher.text.redaction import is_secret_name

    return name.partition("_")[0].lower() in names() and is_secret_name(name)
