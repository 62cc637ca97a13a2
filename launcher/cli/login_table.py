"""The logins that are kept: whose they are, since when, until when; never their tokens."""

from typing import TYPE_CHECKING

from launcher.cli import output

if TYPE_CHECKING:
    from datetime import datetime

    from launcher.logins.kept import Kept
    from launcher.settings import Settings


def listed(settings: "Settings", *, json: bool) -> None:
    """Print them all. What environment and secrets file say of an account wins over them, and is named."""
    from launcher.logins.store import opened

    store = opened(settings)
    found = store.every()
    if json:
        output.as_json([{**each.told(), "overridden_by": overriding(each, settings)} for each in found])
        return
    if not found:
        output.say(f"No login is kept in {store.where}. The first: launcher login youtube (vimeo, facebook, x, reddit)")
        return
    _table(found)
    for each in found:
        told = ", ".join(overriding(each, settings))
        if told:
            output.warning(f"{each.platform} ({each.account}): {told} of the environment or secrets file wins over it")


def overriding(login: "Kept", settings: "Settings") -> list[str]:
    """The variables that say something else than the login does, and win."""
    from launcher.platforms.registry import login_class, names

    if login.platform not in names():
        return []
    kind = login_class(login.platform)
    said = kind.said(settings, login.account).items()
    return [
        kind.prefix(login.account) + name.upper()
        for name, text in said
        if text and name in login.values and text != login.values[name]
    ]


def _table(found: "list[Kept]") -> None:
    from launcher.cli.layout import cell, columns, show
    from launcher.clock import SystemClock
    from launcher.text.foreign import clean_line

    now = SystemClock().now()
    table = columns("platform", "account", "who", "since", "expires", "kept in")
    for each in found:
        place = "keyring" if each.in_keyring else ""
        ends, style = _ends(each.expires_at, now)
        table.add_row(
            *map(cell, (each.platform, each.account, clean_line(each.name, 40), f"{each.since:%Y-%m-%d}")),
            cell(ends, style),
            cell(place),
        )
    show(output.screen(), table)


def _ends(at: "datetime | None", now: "datetime") -> tuple[str, str]:
    if at is None:
        return "", ""
    from launcher.platforms.preflights import SOON

    return f"{at:%Y-%m-%d}" + (" (over)" if at <= now else ""), "red" if at <= now + SOON else ""
