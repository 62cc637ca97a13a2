"""Kept logins that end soon, of accounts on which something is left to do."""

from collections.abc import Iterable
from datetime import datetime

from launcher.journal.records import OPEN, Entry
from launcher.logins.base import words
from launcher.logins.kept import Kept
from launcher.platforms.preflights import SOON
from launcher.text.human import until


def ending(kept: Iterable[Kept], entries: Iterable[Entry], now: datetime) -> list[str]:
    """Which, when, and what to type; the platform said when it was made that it ends, and says nothing since."""
    used = {(each.platform, each.account) for each in entries if each.state in OPEN}
    return [
        f"the login of {_whose(each)} ends {until(each.expires_at - now)}: "
        f"launcher login {words(each.platform, each.account)}"
        for each in kept
        if each.expires_at and each.expires_at - now < SOON and (each.platform, each.account) in used
    ]


def _whose(login: Kept) -> str:
    return login.platform if login.account == "default" else f"{login.platform} ({login.account})"
