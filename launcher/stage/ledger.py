"""What the stage was asked: every request with its instants, its answer and what it created. Append-only."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from launcher.clock import iso

HEADERS = frozenset(
    {
        b"authorization",
        b"content-length",
        b"content-range",
        b"content-type",
        b"tus-resumable",
        b"upload-offset",
        b"user-agent",
        b"x-upload-content-length",
    }
)
"""The request headers worth keeping."""

_NAMES = (
    r"[\w.-]*(?:access_token|refresh_token|id_token|input_token|exchange_token|client_secret|appsecret_proof|password"
    r"|api_key|upload_id|code_verifier|oauth_(?:token(?:_secret)?|verifier|consumer_key|signature|nonce))"
)
_IN_PAIRS = re.compile(rf"(?i)(\b{_NAMES}(?:=|%3D))(\"?)[^&\s\",]+")
_IN_JSON = re.compile(rf'(?i)("{_NAMES}"\s*:\s*")[^"]*')
_IN_HEADER = re.compile(r"(?i)^(bearer|basic|token)\s+.+$")
MASK = "***"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One request. `at` is the stage's clock, `wall` the machine's (seconds since the epoch), `took` is in seconds.

    `status` is what the client was sent, 0 where the connection was closed without an answer. `fault` names
    the rule's happening that met the request. `created` are the ids that exist because of it.
    """

    number: int
    at: datetime
    wall: float
    took: float
    platform: str
    method: str
    path: str
    status: int
    received: int
    sent: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    created: tuple[str, ...] = ()
    fault: str = ""

    def record(self) -> dict[str, Any]:
        """The entry as JSON types."""
        return {**asdict(self), "at": iso(self.at)}


class Ledger:
    """The requests in the order in which they were answered. Any thread may read it at any time."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) > 3), key=len, reverse=True)
        self._entries: list[Entry] = []
        self._lock = Lock()

    def add(self, **fields: Any) -> None:
        """Append one request; `number` is given here, and secrets are masked."""
        fields["path"] = self.masked(fields["path"])
        fields["body"] = self.masked(fields.get("body", ""))
        fields["headers"] = {name: self.masked_header(text) for name, text in fields.get("headers", {}).items()}
        with self._lock:
            self._entries.append(Entry(number=len(self._entries) + 1, **fields))

    def entries(self, platform: str = "", method: str = "", path: str = "") -> list[Entry]:
        """The requests so far, of one platform, method or with `path` in their path where these are given."""
        with self._lock:
            found = list(self._entries)
        return [
            each
            for each in found
            if platform in ("", each.platform) and method in ("", each.method) and path in each.path
        ]

    def created(self, platform: str = "") -> list[str]:
        """Every id that requests have created, in order."""
        return [made for each in self.entries(platform) for made in each.created]

    def masked(self, text: str) -> str:
        """`text` without the stage's secrets and without the values of parameters that carry one."""
        if not text:
            return text
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _IN_JSON.sub(rf"\g<1>{MASK}", _IN_PAIRS.sub(rf"\g<1>{MASK}", text))

    def masked_header(self, text: str) -> str:
        """A header's value, of which a scheme such as Bearer remains."""
        return self.masked(_IN_HEADER.sub(rf"\g<1> {MASK}", text))

    def records(self) -> list[dict[str, Any]]:
        """The requests as JSON types."""
        return [each.record() for each in self.entries()]

    def write(self, path: Path) -> None:
        """Write the requests to `path`, one JSON object a line."""
        path.write_text("".join(json.dumps(each) + "\n" for each in self.records()), encoding="utf-8")
