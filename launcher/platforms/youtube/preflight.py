"""What would stand in the way on YouTube: the grant, its end, and a channel that takes no long film."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from launcher.platforms.limits import YOUTUBE
from launcher.platforms.preflights import Purpose, Remark, Weight, expiry, scopes
from launcher.text.human import duration

SCOPE = "https://www.googleapis.com/auth/"
WHOLE = frozenset({f"{SCOPE}youtube", f"{SCOPE}youtube.force-ssl"})
"""Scopes of which one lets upload, update, caption and comment; `youtube.upload` alone cannot release."""

LOGIN = "launcher login youtube"


def remarks(service: Any, told: Mapping[str, Any], purpose: Purpose) -> list[Remark]:
    """What was looked at. `told` is what the token endpoint said last. One unit of quota."""
    reply = service.channels().list(part="status", mine=True).execute(num_retries=0)
    granted = frozenset(str(told.get("scope", "")).split())
    needed = frozenset() if granted & WHOLE else {f"{SCOPE}youtube.force-ssl"}
    lifetime = told.get("refresh_token_expires_in")
    end = purpose.now + timedelta(seconds=int(lifetime)) if lifetime else None
    found = [
        scopes(granted, needed, fix=f"{LOGIN}, and leave every box of the page ticked"),
        expiry(end, purpose, fix=f"publish the Google Cloud project (Testing ends tokens), then {LOGIN}"),
    ]
    status = (reply.get("items") or [{}])[0].get("status") or {}
    return [*found, _length(str(status.get("longUploadsStatus", "")), purpose.seconds)]


def _length(status: str, seconds: float) -> Remark:
    """Whether the channel takes a film that long (docs/channels#status.longUploadsStatus, checked 2026-11)."""
    most = YOUTUBE["duration_unverified"].value
    if seconds <= most or status == "allowed":
        return Remark(about="length", said="this channel takes a film that long")
    said = f"this channel takes films of {duration(most)}, and this one has {duration(seconds)}"
    weight = Weight.FAIL if status else Weight.WARN
    return Remark(about="length", said=said, weight=weight, fix="verify the channel: https://www.youtube.com/verify")
