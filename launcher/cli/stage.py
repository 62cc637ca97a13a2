"""`launcher stage`: the local imitations of the five platforms, until Ctrl-C."""

import shlex
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output

if TYPE_CHECKING:
    from launcher.stage.world import StageSettings


def command(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on the loopback address; 0 takes a free one.")] = 0,
    seed: Annotated[int, typer.Option(help="Ids, credentials and growth are the same for the same seed.")] = 0,
    transcode: Annotated[str, typer.Option(metavar="TIME", help="How long a host processes a film.")] = "5s",
    search_lag: Annotated[str, typer.Option(metavar="TIME", help="How long a new post stays out of listings.")] = "0s",
    x_credit: Annotated[float, typer.Option(min=0, help="Prepaid credit on X, in US dollars.")] = 25.0,
    json: Annotated[bool, typer.Option("--json", help="Print the environment as JSON.")] = False,
) -> None:
    """Run the local stage, and print what to put in the environment so that launcher talks to it.

    Nothing leaves this machine. GET /stage/ledger tells every request; POST /stage/faults makes it misbehave.
    """
    from launcher.clock import SystemClock
    from launcher.stage.server import Server
    from launcher.stage.world import World

    world = World(clock=SystemClock(), settings=settings(seed, transcode, search_lag, x_credit))
    with Server(world, port) as stage:
        environment = world.environment()
        if json:
            output.as_json(environment)
        else:
            output.data("\n".join(f"export {name}={shlex.quote(value)}" for name, value in environment.items()))
        output.say(f"The stage is at {stage.root}; Ctrl-C ends it. Put the lines above into another shell.")
        threading.Event().wait()


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
