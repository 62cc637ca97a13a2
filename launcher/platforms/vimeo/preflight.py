"""What would stand in the way on Vimeo: the token's scopes, and no space for the film."""

from typing import Any

from launcher.platforms.preflights import Purpose, Remark, Weight, scopes
from launcher.platforms.vimeo.page import Ask
from launcher.text.human import size

NEEDED = ("public", "private", "create", "edit", "upload")
"""What upload, page and release ask for (developer.vimeo.com/api/authentication#scopes, checked 2026-11)."""


def remarks(ask: Ask, purpose: Purpose) -> list[Remark]:
    """What was looked at. Two reads."""
    granted = str(ask("get", "/oauth/verify").get("scope") or "").split()
    quota = ask("get", "/me", params={"fields": "upload_quota"}).get("upload_quota") or {}
    fix = f"launcher login vimeo, with a token of the scopes {', '.join(NEEDED)}"
    found = [scopes(granted, NEEDED, fix=fix)]
    return [*found, *([_space(quota, purpose.film.size)] if purpose.film else [])]


def _space(quota: dict[str, Any], needed: int) -> Remark:
    """Whether the film fits into the least of what the account has free: all in all, and in this period."""
    told = [(quota.get(name) or {}).get("free") for name in ("space", "periodic", "lifetime")]
    free = min((int(each) for each in told if each is not None), default=None)
    if free is None:
        return Remark(about="space", said="Vimeo does not tell how much is free", weight=Weight.WARN)
    said = f"{size(free)} free, the film has {size(needed)}"
    if free < needed:
        fix = "free space, or raise the plan, at https://vimeo.com/settings/account"
        return Remark(about="space", said=said, weight=Weight.FAIL, fix=fix)
    return Remark(about="space", said=said)
