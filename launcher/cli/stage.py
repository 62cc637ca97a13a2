"""`launcher stage`: the local imitations of the five platforms, until Ctrl-C."""

import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launcher.stage.world import StageSettings


HOME = "on-stage"
"""The folder of the stage's launches: a journal and logins of their own, in the home of the real ones."""


def command(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on the loopback address; 0 takes a free one.")] = 0,
    seed: Annotated[int, typer.Option(help="Ids, credentials and growth are the same for the same seed.")] = 0,
    transcode: Annotated[str, typer.Option(metavar="TIME", help="How long a host processes a film.")] = "5s",
    search_lag: Annotated[str, typer.Option(metavar="TIME", help="How long a new post stays out of listings.")] = "0s",
    x_credit: Annotated[float, typer.Option(min=0, help="Prepaid credit on X, in US dollars.")] = 25.0,
    env_file: Annotated[
        Path | None,
        typer.Option("--env-file", metavar="FILE", help="Write the variables there, for `set -a; . FILE; set +a`."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the environment as JSON.")] = False,
) -> None:
    """Run the local stage, and print what to put in the environment so that launcher talks to it.

    LAUNCHER_HOME is among it: what is launched on the stage has a journal of its own. Nothing leaves this machine.
    GET /stage/ledger tells every request; POST /stage/faults makes it misbehave.
    """
    from launcher.clock import SystemClock
    from launcher.stage.server import Server
    from launcher.stage.world import World

    world = World(clock=SystemClock(), settings=settings(seed, transcode, search_lag, x_credit))
    with Server(world, port) as stage:
        environment = {**world.environment(), **home(shared(context).settings().home)}
        if env_file:
            write(env_file, environment)
        if json:
            output.as_json(environment)
        elif not env_file:
            output.data("\n".join(f"export {name}={shlex.quote(value)}" for name, value in environment.items()))
        output.say(f"The stage is at {stage.root}; Ctrl-C ends it. {how_to_use(env_file)}")
        threading.Event().wait()


def home(real: Path) -> dict[str, str]:
    """The variables that keep the stage's launches apart from those of the home `real`."""
    kept = real.expanduser().absolute()
    return {"LAUNCHER_HOME": str(kept if kept.name == HOME else kept / HOME), "LAUNCHER_JOURNAL": ""}


def write(path: Path, environment: "Mapping[str, str]") -> None:
    """Write the variables, one a line, for the eyes of their owner alone, in place of what is there."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={shlex.quote(value)}\n" for name, value in environment.items())


def how_to_use(env_file: Path | None) -> str:
    """What to type in another shell."""
    if env_file is None:
        return "Put the lines above into another shell."
    return f"In another shell: set -a; . {shlex.quote(str(env_file.absolute()))}; set +a"


def settings(seed: int, transcode: str, search_lag: str, x_credit: float) -> "StageSettings":
    """The stage's settings from the options. Raises SettingsError for an unreadable duration."""
    from datetime import timedelta

    from launcher.settings import seconds
    from launcher.stage.world import StageSettings

    return StageSettings(
        seed=seed,
        transcode=timedelta(seconds=seconds("--transcode", transcode)),
        search_lag=timedelta(seconds=seconds("--search-lag", search_lag)),
        x_credit=x_credit,
    )
