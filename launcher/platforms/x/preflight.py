"""What would stand in the way on X: an app that may only read, and credit that is used up."""

from collections.abc import Callable
from typing import Any

from launcher.platforms.base import Draft
from launcher.platforms.limits import X
from launcher.platforms.preflights import Purpose, Remark, Weight

CONSOLE = "https://console.x.com"


def remarks(client: Any, access: Callable[[], str], purpose: Purpose) -> list[Remark]:
    """What was looked at. `access` is the level that the last reply named: one read, where there was none yet."""
    if not access():
        client.get_me(user_auth=True)
    return [_access(access()), _price(purpose.drafts)]


def _access(level: str) -> Remark:
    """Whether the app may write (docs.x.com/fundamentals/authentication, `x-access-level`, checked 2026-11)."""
    if "write" in level:
        return Remark(about="access", said="may read and write")
    if not level:
        return Remark(about="access", said="X does not tell whether the app may write", weight=Weight.WARN)
    fix = f"set the app to Read and write at {CONSOLE}, then launcher login x"
    return Remark(about="access", said="may only read", weight=Weight.FAIL, fix=fix)


def _price(drafts: tuple[Draft, ...]) -> Remark:
    """What the posts cost. X tells no balance to a program: a person has to look."""
    dear = sum("://" in f"{each.text} {each.link}" for each in drafts)
    price = dear * X["cost_post_url"].value + (len(drafts) - dear) * X["cost_post"].value
    said = (
        f"the launch's posts cost about ${price:.2f}, and every reading; there is some credit, X does not tell how much"
    )
    return Remark(about="credit", said=said, weight=Weight.WARN, fix=f"look whether there is enough at {CONSOLE}")
