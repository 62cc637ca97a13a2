"""One call on the graph: its token, its parameters and their types."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from launcher.clock import utc
from launcher.stage.exchange import created
from launcher.stage.facebook.errors import invalid, no_permission
from launcher.stage.facebook.page import Item, Page


@dataclass(kw_only=True)
class Call:
    """What was asked, by whom; `scopes` are those of the token once it is known."""

    page: Page
    request: Request
    method: str
    args: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """The token of the query, the form or the header."""
        kind, _, word = self.request.headers.get("authorization", "").partition(" ")
        return self.args.get("access_token") or (word.strip() if kind.lower() in ("bearer", "oauth") else "")

    def credential(self, name: str) -> str:
        """A credential that this stage knows."""
        return self.page.world.credentials[name]

    def need(self, permission: str) -> None:
        """Raises GraphError where the token lacks `permission`."""
        if permission not in self.scopes:
            raise no_permission(permission)

    def made(self, item: Item) -> str:
        """Tell the ledger of a new object, and return its id."""
        created(self.request, item.id)
        return item.id

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean parameter. Raises GraphError for anything but true, false, 1 and 0."""
        return boolean(name, self.args[name]) if name in self.args else default

    def time(self, name: str) -> datetime | None:
        """A time parameter, or None. Raises GraphError for one that is none."""
        return instant(name, self.args[name]) if name in self.args else None

    def count(self, name: str, default: int) -> int:
        """A whole number that is not negative. Raises GraphError."""
        text = self.args.get(name, str(default))
        if not text.isdigit():
            raise invalid(f"Param {name} must be a non-negative integer")
        return int(text)


def boolean(name: str, text: str) -> bool:
    """true or false. Raises GraphError: Python's "False" is neither."""
    if text not in ("true", "false", "1", "0"):
        raise invalid(f"Param {name} must be a boolean")
    return text in ("true", "1")


def instant(name: str, text: str) -> datetime:
    """Seconds since the epoch, or ISO 8601. Raises GraphError."""
    try:
        if text.lstrip("-").isdigit():
            return utc(int(text))
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise invalid(f"Param {name} must be a valid date or timestamp") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def structure(name: str, text: str, kind: type) -> Any:
    """A parameter that is written as JSON. Raises GraphError for another type."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, kind):
        raise invalid(f"Param {name} must be an {'array' if kind is list else 'object'}")
    return value
