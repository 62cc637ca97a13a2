"""How YouTube's API speaks: errors, parts, pages, partial replies (YouTube Data API v3 documents, checked 2026-11)."""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Json = dict[str, Any]
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}


class GoogleError(Exception):
    """A refusal with Google's error body."""

    def __init__(self, code: int, reason: str, message: str, domain: str = "youtube.video") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.domain = domain

    def response(self) -> Response:
        """The error as it goes over the wire."""
        detail = {"message": self.message, "domain": self.domain, "reason": self.reason}
        error: Json = {"code": self.code, "message": self.message, "errors": [detail]}
        if self.domain == "global" and self.code in STATUSES:
            error["status"] = STATUSES[self.code]
        headers = {"www-authenticate": 'Bearer realm="https://accounts.google.com/"'} if self.code == 401 else {}
        return JSONResponse({"error": error}, status_code=self.code, headers=headers)


def bad_request(reason: str, message: str, domain: str = "youtube.video") -> GoogleError:
    """A 400 with that reason."""
    return GoogleError(400, reason, message, domain)


def not_found(reason: str, message: str, domain: str = "youtube.video") -> GoogleError:
    """A 404 with that reason."""
    return GoogleError(404, reason, message, domain)


def parse(body: bytes, known: Iterable[str]) -> Json:
    """A JSON object whose names are all known. Raises GoogleError otherwise."""
    try:
        record = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("parseError", "Parse Error", "global") from None
    if not isinstance(record, dict):
        raise bad_request("parseError", "Parse Error", "global")
    check_names(record, known, "")
    return record


def check_names(record: Json, known: Iterable[str], where: str) -> None:
    """Raise GoogleError where `record` has a name that the API's schema has not."""
    for name in record.keys() - set(known):
        place = f" at '{where}'" if where else ""
        text = f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
        raise bad_request("badRequest", text, "global")


def parts(request: Request, known: Sequence[str], *, default: str = "") -> list[str]:
    """The `part` parameter as a list. Raises GoogleError where it is missing or names an unknown part."""
    named = [word.strip() for text in request.query_params.getlist("part") for word in text.split(",") if word.strip()]
    if not named and default:
        return [default]
    if not named:
        raise GoogleError(400, "missingRequiredParameter", "Required parameter: part", "global")
    for name in named:
        if name not in known:
            raise bad_request("unknownPart", name, "youtube.part")
    return named


def ids(request: Request, name: str = "id") -> list[str]:
    """A parameter that takes several ids, repeated or with commas. Raises GoogleError for more than 50."""
    found = [word for text in request.query_params.getlist(name) for word in text.split(",") if word]
    if len(found) > 50:
        raise bad_request("invalidFilters", "The request specifies too many ids: at most 50.", "youtube.parameter")
    return found


def listing(request: Request, kind: str, items: Sequence[Json], *, default: int = 5, most: int = 50) -> Json:
    """One page of `items`, as `maxResults` and `pageToken` ask."""
    size, start = _page(request, default, most)
    shown = list(items[start : start + size])
    reply: Json = {"kind": f"youtube#{kind}", "etag": etag(shown), "items": shown}
    if start + size < len(items):
        reply["nextPageToken"] = base64.urlsafe_b64encode(f"p{start + size}".encode()).decode()
    return reply | {"pageInfo": {"totalResults": len(items), "resultsPerPage": size}}


def _page(request: Request, default: int, most: int) -> tuple[int, int]:
    try:
        size = int(request.query_params.get("maxResults", default))
        token = base64.urlsafe_b64decode(request.query_params.get("pageToken", "cDA=")).decode()
        start = int(token.removeprefix("p"))
    except ValueError:
        raise bad_request(
            "invalidPageToken", "The request specifies an invalid page token.", "youtube.parameter"
        ) from None
    if not 0 <= size <= most:
        raise bad_request("invalidParameter", f"Invalid value '{size}'. Values must be within the range: [0, {most}]")
    return size, start


def etag(value: object) -> str:
    """A short word that changes with `value`."""
    import hashlib

    digest = hashlib.blake2b(json.dumps(value, sort_keys=True, default=str).encode(), digest_size=15).digest()
    return base64.urlsafe_b64encode(digest).decode()


def partial(reply: Any, fields: str) -> Any:
    """What `fields` leaves of a reply: `items(id,statistics/viewCount),nextPageToken`, `*` for all."""
    return _keep(reply, _tree(fields)) if fields else reply


def _keep(value: Any, tree: Json) -> Any:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_keep(each, tree) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _keep(each, tree[name]) for name, each in value.items() if name in tree}


def _tree(fields: str) -> Json:
    root: Json = {}
    stack, node, word = [root], root, ""
    for sign in fields + ",":
        if sign not in ",/()":
            word += sign
            continue
        if word:
            node = node.setdefault(word, {})
            word = ""
        if sign == "(":
            stack.append(node)
        elif sign == ")" and len(stack) > 1:
            stack.pop()
        if sign in ",()":
            node = stack[-1]
    return root
