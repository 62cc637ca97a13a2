"""What would stand in the way on a Facebook Page: the token's permissions and its end, and an unpublished Page."""

from collections.abc import Callable, Mapping
from typing import Any

from launcher.clock import utc
from launcher.platforms.preflights import Purpose, Remark, Weight, expiry, scopes

NEEDED = ("pages_manage_posts", "pages_read_engagement")
ANSWERS = ("pages_manage_engagement",)
"""To post and to read (docs/pages-api/posts), and to comment (docs/pages-api/comments-mentions), checked 2026-11."""

LOGIN = "launcher login facebook"


def remarks(get: Callable[..., dict[str, Any]], page: str, token: str, purpose: Purpose) -> list[Remark]:
    """What was looked at. Two reads."""
    record = get("debug_token", input_token=token).get("data") or {}
    shown = get(page, fields="id,is_published")
    needed = [*NEEDED, *(ANSWERS if purpose.comments else ())]
    return [
        scopes(map(str, record.get("scopes") or ()), needed, fix=f"grant the app those, then {LOGIN}"),
        expiry(_end(record), purpose, fix=LOGIN),
        _published(shown),
    ]


def _end(record: Mapping[str, Any]) -> Any:
    """When the token, or its access to data, ends: the sooner; 0 is never."""
    told = [int(record.get(name) or 0) for name in ("expires_at", "data_access_expires_at")]
    return min((utc(each) for each in told if each), default=None)


def _published(page: Mapping[str, Any]) -> Remark:
    if page.get("is_published", True):
        return Remark(about="page", said="is published")
    fix = "publish the Page in its settings, before the launch"
    return Remark(about="page", said="is unpublished: only its admins see its posts", weight=Weight.FAIL, fix=fix)
