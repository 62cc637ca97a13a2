"""Faults on purpose: rules that say which request fails, and how. An ASGI middleware carries them out.

| happening | processed? | what the client sees |
|---|---|---|
| `drop_before` | no | the connection closes without an answer |
| `drop_after` | yes | the same |
| `drop_middle` | yes | half of the reply, then the connection closes |
| `cut_body` | as far as `after_bytes` | the connection closes while the body is being sent |
| `status` | no | `status` with `body` |
| `status_after` | yes | `status` with `body` |
| `truncate` | yes | the whole status and headers, and half of the JSON as if it were all |
| `delay` | yes | the right reply, `seconds` late (of the machine's time) |
| `hang` | yes, at once | nothing for `seconds`, then the connection closes |
"""

import asyncio
import fnmatch
import random
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Happening(StrEnum):
    """What a fault does; the module's table says it."""

    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DROP_MIDDLE = "drop_middle"
    CUT_BODY = "cut_body"
    STATUS = "status"
    STATUS_AFTER = "status_after"
    TRUNCATE = "truncate"
    DELAY = "delay"
    HANG = "hang"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Which requests, and what happens to them.

    `path` is a shell pattern over the path below the platform's root, without the query (`*/videos`). `nth`
    counts the requests that match, from 1; 0 takes every one. `times` ends the rule after that many faults; 0
    never does. `probability` is thrown for each request that is left.
    """

    what: Happening
    platform: str = "*"
    method: str = "*"
    path: str = "*"
    nth: int = 0
    times: int = 1
    probability: float = 1.0
    status: int = 503
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    after_bytes: int = 0

    def matches(self, platform: str, method: str, path: str) -> bool:
        """Whether the rule is about this request."""
        pairs = ((platform, self.platform), (method, self.method), (path, self.path))
        return all(fnmatch.fnmatchcase(text, pattern) for text, pattern in pairs)


def read_rule(record: dict[str, Any]) -> Rule:
    """The rule in a JSON object. Raises ValueError or TypeError where it is none."""
    return Rule(**{**record, "what": Happening(record.get("what", ""))})


class Faults:
    """The rules in force. Any thread may add or clear them at any time."""

    def __init__(self, seed: int = 0) -> None:
        self._dice = random.Random(f"faults {seed}")  # noqa: S311 - chance on purpose, the same for a seed
        self._rules: list[_Counted] = []
        self._lock = Lock()

    def add(self, what: Happening | str, **fields: Any) -> Rule:
        """Put a rule in force: `add("drop_after", platform="x", method="POST", path="/2/tweets", nth=1)`."""
        rule = Rule(what=Happening(what), **fields)
        self.put(rule)
        return rule

    def put(self, rule: Rule) -> None:
        """Put `rule` in force, after those already there."""
        with self._lock:
            self._rules.append(_Counted(rule))

    def clear(self) -> None:
        """Take every rule out of force."""
        with self._lock:
            self._rules.clear()

    def choose(self, platform: str, method: str, path: str) -> Rule | None:
        """The first rule that meets this request, counted as used, or None."""
        with self._lock:
            hits = [
                each for each in self._rules if each.rule.matches(platform, method, path) and each.meets(self._dice)
            ]
            if not hits:
                return None
            hits[0].used += 1
            return hits[0].rule


@dataclass
class _Counted:
    rule: Rule
    seen: int = 0
    used: int = 0

    def meets(self, dice: random.Random) -> bool:
        self.seen += 1
        if self.rule.times and self.used >= self.rule.times:
            return False
        return (self.rule.nth in (0, self.seen)) and dice.random() < self.rule.probability


class FaultMiddleware:
    """Carries the rules out. The server gives it `scope["stage"]` with `platform`, `path` and `drop`."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        stage = scope["stage"]
        rule = self._faults.choose(stage.platform, scope["method"], stage.path) if stage.platform else None
        if rule is None:
            await self._app(scope, receive, send)
            return
        stage.fault = rule.what.value
        await _Fault(rule, self._app, scope, receive, send).happen()


@dataclass
class _Fault:
    rule: Rule
    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    messages: list[Message] = field(default_factory=list)

    async def happen(self) -> None:
        await getattr(self, self.rule.what.value)()

    async def drop_before(self) -> None:
        await self.scope["stage"].drop()

    async def drop_after(self) -> None:
        await self._processed()
        await self.scope["stage"].drop()

    async def drop_middle(self) -> None:
        start, body = await self._processed()
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await asyncio.sleep(0.01)  # or the half reply would be thrown away with the connection
        await self.scope["stage"].drop()

    async def cut_body(self) -> None:
        left = self.rule.after_bytes

        async def cut() -> Message:
            nonlocal left
            message: Message = await self.receive() if left > 0 else {"type": "http.disconnect"}
            if message["type"] == "http.request":
                kept = message.get("body", b"")[:left]
                left -= len(kept)
                return {"type": "http.request", "body": kept, "more_body": True}
            return message

        await self.app(self.scope, cut, self._keep)
        await self.scope["stage"].drop()

    async def status(self) -> None:
        await self._answer()

    async def status_after(self) -> None:
        await self._processed()
        await self._answer()

    async def truncate(self) -> None:
        start, body = await self._processed()
        body = body[: len(body) // 2]
        headers = [(name, text) for name, text in start["headers"] if name.lower() != b"content-length"]
        await self.send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": body})

    async def delay(self) -> None:
        await asyncio.sleep(self.rule.seconds)
        await self.app(self.scope, self.receive, self.send)

    async def hang(self) -> None:
        await self._processed()
        await asyncio.sleep(self.rule.seconds)
        await self.scope["stage"].drop()

    async def _keep(self, message: Message) -> None:
        self.messages.append(message)

    async def _processed(self) -> tuple[Message, bytes]:
        await self.app(self.scope, self.receive, self._keep)
        return self.messages[0], b"".join(each.get("body", b"") for each in self.messages[1:])

    async def _answer(self) -> None:
        body = self.rule.body.encode()
        headers = {"content-type": "application/json", **self.rule.headers, "content-length": str(len(body))}
        pairs = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
        await self.send({"type": "http.response.start", "status": self.rule.status, "headers": pairs})
        await self.send({"type": "http.response.body", "body": body})
