"""What a request carries in its query and its body, whichever way it is written."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

_NAME = re.compile(rb'name="([^"]*)"')
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields of the query and of the body, where the body wins, and the files of a multipart body."""

    query: dict[str, str]
    body: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        """Query and body together."""
        return {**self.query, **self.body}


async def read_form(request: Request) -> Form:
    """The form of `request`: urlencoded, multipart or a JSON object. What is none of these has no fields."""
    query = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if kind.startswith("multipart/form-data"):
        fields, files = _multipart(body, _BOUNDARY.search(kind))
        return Form(query=query, body=fields, files=files)
    if kind.startswith("application/json"):
        return Form(query=query, body=_json(body))
    return Form(query=query, body=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))


def _multipart(body: bytes, boundary: re.Match[str] | None) -> tuple[dict[str, str], dict[str, bytes]]:
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    if boundary is None:
        return fields, files
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name and b"filename=" in head:
            files[name[1].decode("utf-8", "replace")] = content
        elif name:
            fields[name[1].decode("utf-8", "replace")] = content.decode("utf-8", "replace")
    return fields, files


def _json(body: bytes) -> dict[str, str]:
    try:
        record = json.loads(body or b"{}")
    except ValueError:
        return {}
    return {name: _text(value) for name, value in record.items()} if isinstance(record, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
