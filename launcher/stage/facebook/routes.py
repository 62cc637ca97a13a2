"""The Graph API of one Facebook Page, as its wire: nodes, edges, fields, tokens and errors.

From developers.facebook.com (Graph API reference, Pages API, error handling), checked 2026-11.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from launcher.stage.consent import Codes, consent
from launcher.stage.facebook import posts, videos
from launcher.stage.facebook.calls import Call
from launcher.stage.facebook.consent import Users, asked
from launcher.stage.facebook.errors import (
    GraphError,
    bad_token,
    dead_token,
    invalid,
    missing_object,
    no_token,
    throttled,
    unknown_field,
)
from launcher.stage.facebook.fields import EMPTY, TYPES, parse_fields, render
from launcher.stage.facebook.page import APP_ID, OTHER_NAME, OTHER_PAGE, PAGE_NAME, Page, unix
from launcher.stage.form import read_form
from launcher.stage.rights import Rights, rights
from launcher.stage.world import World

NEWEST = "v26.0"
CALLS = 4800
"""Calls on a Page within 24 hours, at one engaged user (developers.facebook.com, rate limiting, checked 2026-11)."""
WINDOW = timedelta(hours=24)
BATCH = 50
"""Objects in one `?ids=` (developers.facebook.com, Graph API, checked 2026-11)."""

READ = ("pages_show_list", "pages_read_engagement", "public_profile")
WRITE = (*READ, "pages_manage_posts", "pages_manage_engagement", "pages_read_user_content")

Edge = Callable[[Call, str], Any]


def routes(world: World) -> list[BaseRoute]:
    """One route: a graph has no fixed paths. `/v26.0/NODE/EDGE`, with or without the version."""
    page = Page(world=world)
    world.shelves["facebook"] = page.shelf
    codes = Codes(world=world)
    graph = Graph(page, Users(codes=codes))
    dialog = consent(codes, "Log in with Facebook", ("yourself", "somebody"), partial(asked, world))
    both = ["GET", "POST"]
    return [
        *(Route(f"{version}/dialog/oauth", dialog, methods=both) for version in ("", "/{version}")),
        Route("/{path:path}", graph.answer, methods=["GET", "POST", "DELETE"]),
    ]


@dataclass(frozen=True)
class Graph:
    """Answers every request to the graph of one Page."""

    page: Page
    users: Users

    async def answer(self, request: Request) -> Response:
        """Take one request, and answer it with an object, a list or an error."""
        version, path = split_version(request.path_params["path"])
        form = await read_form(request)
        used = self.page.called(WINDOW)
        try:
            if used > CALLS:
                raise throttled()
            call = Call(page=self.page, request=request, method=request.method, args=form.fields, files=form.files)
            body, status, headers = self.act(call, path), 200, {}
        except GraphError as error:
            body, status, headers = error.body(self.page.trace()), error.status, error.headers()
        share = min(100, used * 100 // CALLS)
        usage = json.dumps({"call_count": share, "total_cputime": share // 2, "total_time": share // 2})
        headers |= {
            "facebook-api-version": version,
            "X-App-Usage": usage,
            "Cache-Control": "private, no-cache, no-store",
        }
        # not JSONResponse: Graph names the charset, and escapes what is not ASCII
        return Response(json.dumps(body), status, headers, "application/json; charset=UTF-8")

    def act(self, call: Call, path: list[str]) -> Any:
        """The reply to a call on `path`. Raises GraphError."""
        if path[:1] == ["debug_token"]:
            return debug_token(call)
        if path == ["oauth", "access_token"]:
            return self.users.exchange(call)
        if self.users.knows(call.token):
            check_proof(call)
            return self.users.act(call, path)
        call.scopes = self.scopes(call)
        if not path:
            return self.several(call)
        own = OTHER_PAGE if rights(call.token, call.credential("FACEBOOK_PAGE_TOKEN")) is Rights.OTHER else self.page.id
        node = own if path[0] == "me" else path[0]
        if node == "app":
            return {"category": "Business", "link": "https://stage.example/", "name": "Launcher stage", "id": APP_ID}
        if len(path) == 1:
            return self.node(call, node)
        return self.edge(call, node, path[1])

    def scopes(self, call: Call) -> tuple[str, ...]:
        """What the call's token may do. Raises GraphError for one that is missing, unknown, dead or unproved."""
        if not call.token:
            raise no_token()
        held = rights(call.token, call.credential("FACEBOOK_PAGE_TOKEN"))
        if held is Rights.UNKNOWN:
            raise bad_token()
        if held is Rights.EXPIRED:
            raise dead_token()
        check_proof(call)
        return WRITE if held is Rights.FULL else READ

    def several(self, call: Call) -> dict[str, Any]:
        """`GET /?ids=a,b,c`: the objects by id; one that is missing fails them all."""
        ids = [each for each in call.args.get("ids", "").split(",") if each]
        if not ids:
            raise GraphError("Unsupported get request. Please read the Graph API documentation", code=100, subcode=33)
        if len(ids) > BATCH:
            raise invalid(f"Too many IDs. Maximum: {BATCH}. Provided: {len(ids)}.")
        return {each: self.node(call, each) for each in ids}

    def node(self, call: Call, node: str) -> Any:
        """One object: read it, change it, or take it away."""
        if node == self.page.id:
            return page_node(call)
        if node == OTHER_PAGE:
            return {"id": OTHER_PAGE, "name": OTHER_NAME, "link": f"https://www.facebook.com/{OTHER_PAGE}"}
        item = self.page.items.get(node)
        if item is None:
            raise missing_object(node, call.method)
        if call.method == "DELETE":
            call.need("pages_manage_posts")
            del self.page.items[node]
            return {"success": True}
        if call.method == "POST":
            return videos.change(call, item) if item.kind == "video" else posts.change(call, item)
        return render(self.page, item, parse_fields(call.args.get("fields", "")))

    def edge(self, call: Call, node: str, edge: str) -> Any:
        """One edge of an object: list it, or add to it."""
        if node != self.page.id and node not in self.page.items:
            raise missing_object(node, call.method)
        on_page = node == self.page.id
        act = (PAGE_EDGES if on_page else ITEM_EDGES).get((call.method, edge))
        if act is None:
            raise unknown_field(edge, "Page" if on_page else TYPES[self.page.items[node].kind])
        return act(call, node)


PAGE_EDGES: dict[tuple[str, str], Edge] = {
    ("GET", "feed"): posts.published,
    ("GET", "posts"): posts.published,
    ("GET", "published_posts"): posts.published,
    ("GET", "scheduled_posts"): posts.scheduled,
    ("GET", "videos"): videos.listed,
    ("POST", "feed"): posts.publish,
    ("POST", "photos"): posts.photo,
    ("POST", "videos"): videos.upload,
}
ITEM_EDGES: dict[tuple[str, str], Edge] = {
    ("GET", "comments"): posts.comments,
    ("GET", "reactions"): posts.reactions,
    ("GET", "likes"): posts.reactions,
    ("POST", "comments"): posts.comment,
}


def split_version(path: str) -> tuple[str, list[str]]:
    """The version and the path's parts; without one the newest answers."""
    parts = [part for part in path.split("/") if part]
    if parts and re.fullmatch(r"v\d+\.\d+", parts[0]):
        return parts[0], parts[1:]
    return NEWEST, parts


def check_proof(call: Call) -> None:
    """Hold a sent `appsecret_proof` against the token. Raises GraphError where it is another's."""
    proof = call.args.get("appsecret_proof")
    secret = call.credential("FACEBOOK_APP_SECRET")
    right = hmac.new(secret.encode(), call.token.encode(), hashlib.sha256).hexdigest()
    if proof is not None and not hmac.compare_digest(proof, right):
        raise GraphError("Invalid appsecret_proof provided in the API argument", code=100, kind="GraphMethodException")


def page_node(call: Call) -> dict[str, Any]:
    """The Page itself."""
    page = call.page
    whole = {
        "id": page.id,
        "name": PAGE_NAME,
        "category": "Movie",
        "link": f"https://www.facebook.com/{page.id}",
        "fan_count": 1204,
        "followers_count": 1310,
        "is_published": page.world.settings.page_published,
        "can_post": "pages_manage_posts" in call.scopes,
        "tasks": ["CREATE_CONTENT", "MODERATE"],
        "access_token": call.token,
    }
    names = [each.name for each in parse_fields(call.args.get("fields", "name"))]
    for name in names:
        if name not in whole and name not in EMPTY["Page"]:
            raise unknown_field(name, "Page")
    return {**{name: whole[name] for name in names if name in whole}, "id": page.id}


def debug_token(call: Call) -> dict[str, Any]:
    """What a token is, for the app that issued it (`APP_ID|APP_SECRET`) or for its own holder."""
    token, asked_by = call.args.get("input_token", ""), call.token
    secret, credential = call.credential("FACEBOOK_APP_SECRET"), call.credential("FACEBOOK_PAGE_TOKEN")
    if not asked_by:
        raise no_token()
    if asked_by.partition("|")[2] != secret and rights(asked_by, credential) in (Rights.UNKNOWN, Rights.EXPIRED):
        raise bad_token()
    if not token:
        raise invalid("The parameter input_token is required.")
    held = rights(token, credential)
    if held is Rights.UNKNOWN:
        problem = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": problem, "is_valid": False, "scopes": []}}
    return {"data": token_record(call, held)}


def token_record(call: Call, held: Rights) -> dict[str, Any]:
    """A known token's record; `expires_at` 0 is "never"."""
    ended = held is Rights.EXPIRED
    scopes = list(WRITE if held is Rights.FULL else READ)
    record: dict[str, Any] = {
        "app_id": APP_ID,
        "type": "PAGE",
        "application": "Launcher stage",
        "data_access_expires_at": unix(call.page.now() + timedelta(days=90)),
        "expires_at": unix(call.page.now() - timedelta(hours=1)) if ended else 0,
        "is_valid": not ended,
        "issued_at": unix(call.page.now() - timedelta(days=1)),
        "profile_id": call.page.id,
        "scopes": scopes,
        "granular_scopes": [{"scope": scope} for scope in scopes],
        "user_id": "10150004552801856",
    }
    if ended:
        error = dead_token()
        record["error"] = {"code": error.code, "message": error.message, "subcode": error.subcode}
    return record
