"""`launcher logout PLATFORM`: forget a login, and whom its account is pinned to."""

from typing import Annotated

import typer

from launcher.cli import output
from launcher.cli.context import shared
from launcher.cli.exits import Exit


def command(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(help="youtube, vimeo, facebook, x or reddit.")],
    *,
    account: Annotated[str, typer.Option(metavar="NAME", help="The manifest's name for the account.")] = "default",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget a login on this machine (or in the studio's database), and whom its account is pinned to.

    The platform is not told: where its permission is withdrawn for good is said at the end.
    """
    from launcher.cli.deciding import ask
    from launcher.logins.store import opened
    from launcher.platforms import registry

    registry.entry_of(platform)
    store = opened(shared(context).settings())
    known = next((each for each in store.every() if (each.platform, each.account) == (platform, account)), None)
    if known is None:
        output.say(f"There is no login of {platform} ({account}) in {store.where}: nothing was changed.")
        raise typer.Exit(Exit.FAILED)
    ask(f"{platform} ({account}) is {known.name}, since {known.since:%Y-%m-%d}.", sure=yes)
    with store.locked(platform, account):
        store.forget(platform, account)
    output.say(f"{platform} ({account}) is logged out.{_elsewhere(platform)}")


WITHDRAWN = {
    "youtube": "https://myaccount.google.com/connections",
    "vimeo": "https://vimeo.com/settings/apps",
    "facebook": "https://www.facebook.com/settings?tab=business_tools",
    "x": "https://x.com/settings/connected_apps",
    "reddit": "https://www.reddit.com/prefs/apps",
}
"""Where a person withdraws what they allowed an app (checked 2026-11)."""


def _elsewhere(platform: str) -> str:
    place = WITHDRAWN.get(platform)
    return f" To withdraw the permission itself: {place}" if place else ""
