"""The command line: shared options, and commands that are imported when they are called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from launcher import __version__
from launcher.cli.commands import COMMANDS
from launcher.cli.context import Shared
from launcher.cli.exits import guarded

NAME = "launcher"
_FLAGS = ("--debug",)
_VALUES = ("--home", "--secrets")
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(TyperGroup):
    """A group that knows its commands from the table and imports one only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """The names, in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """The command of that name, imported now, or None."""
        if cmd_name not in COMMANDS:
            return None
        return loaded(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        """Every command's line, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command; the table's names stand by for "did you mean"."""
        self.commands = cast("dict[str, Any]", dict.fromkeys(COMMANDS))
        return super().resolve_command(ctx, args)


def loaded(name: str) -> Any:
    """One command of the table as typer's command."""
    entry = COMMANDS[name]
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_HELP)
    alone.command(name=name)(import_module(entry.module).command)
    return get_command(alone)


def application() -> Any:
    """The whole command line, without a single command imported."""
    top = typer.Typer(
        name=NAME,
        cls=Commands,
        help="One manifest launches a finished film: uploads, announcements, URLs and engagement.",
        epilog="Every command has --help. Exit codes and settings: README.md.",
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        context_settings=_HELP,
    )
    top.callback()(share)
    return get_command(top)


def show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's signature
    """Print the version and end."""
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


def share(  # noqa: D103 - its docstring would be the help of `launcher`
    context: typer.Context,
    *,
    secrets: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Secrets file, in place of ./secrets.env.")
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where journal, tokens and reports are, in place of LAUNCHER_HOME."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from, without secrets.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    context.obj = Shared(secrets=secrets, home=home, debug=debug)


def run(arguments: list[str]) -> int:
    """Run the command line with these arguments and return its exit code."""
    ordered = shared_first(arguments)
    return guarded(lambda: application().main(args=ordered, prog_name=NAME), debug="--debug" in ordered)


def shared_first(arguments: list[str]) -> list[str]:
    """The arguments with the shared options first, so that they may stand behind the command too."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for word in left:
        if word == "--":
            return [*first, *rest, word, *left]
        if word in _VALUES:
            first += [word, *([value] if (value := next(left, None)) is not None else [])]
        elif word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUES)):
            first.append(word)
        else:
            rest.append(word)
    return first + rest
