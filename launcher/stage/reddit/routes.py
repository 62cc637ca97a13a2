"""Reddit's API of one account, as its wire: tokens, submissions, comments, listings, flair and rules.

From reddit.com/dev/api and github.com/reddit-archive/reddit/wiki, checked 2026-11.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from launcher.stage.consent import consent
from launcher.stage.exchange import created, here
from launcher.stage.form import Form, read_form
from launcher.stage.reddit import listings, pictures, subreddits
from launcher.stage.reddit.auth import Doors, RedditError, check_agent
from launcher.stage.reddit.consent import asked
from launcher.stage.reddit.submit import COMMENT_CHARACTERS, Triples, submit
from launcher.stage.reddit.subreddits import Subreddit
from launcher.stage.reddit.things import USER, USER_ID, WEB, Board, comment_thing, named, post_thing
from launcher.stage.world import World

Act = Callable[["Call"], Any]
OTHER_NAME = "somebody_else"
SCOPES = {
    "identity": "Access my reddit username and signup date.",
    "read": "Access posts and comments through my account.",
    "submit": "Submit links and comments from my account.",
    "flair": "Select my subreddit flair. Change link flair on my submissions.",
    "history": "Access my voting history and comments or submissions I've saved or hidden.",
    "edit": "Edit and delete my comments and submissions.",
    "modposts": "Approve, remove, mark nsfw, and distinguish content in subreddits I moderate.",
    "mysubreddits": "Access the list of subreddits I moderate, contribute to, and subscribe to.",
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request: its form, and who asked."""

    request: Request
    form: Form
    scopes: tuple[str, ...] = ()
    other: bool = False

    @property
    def args(self) -> dict[str, str]:
        """The fields of query and body."""
        return self.form.fields

    @property
    def sub(self) -> Subreddit:
        """The subreddit of the path. Raises RedditError: Reddit sends whoever asks for no subreddit to its search."""
        name = self.request.path_params["sub"]
        found = named(name)
        if found is None:
            error = RedditError(302, "Found")
            error.headers["location"] = f"{here(self.request)}/subreddits/search.json?q={name}"
            raise error
        return found


def routes(world: World) -> list[BaseRoute]:
    """The endpoints, with and without a slash at the end and `.json`, as Reddit takes them."""
    board = Board(world=world)
    world.shelves["reddit"] = board.shelf
    api = Api(board=board, doors=Doors(world=world))
    table: list[tuple[str, str, str, Act]] = [
        ("GET", "/api/v1/me", "identity", api.me),
        ("GET", "/api/v1/scopes", "", api.scopes),
        ("GET", "/api/v1/{sub}/post_requirements", "submit", lambda call: subreddits.requirements(call.sub)),
        ("POST", "/api/submit", "submit", api.submit),
        ("POST", "/api/comment", "submit", api.comment),
        ("POST", "/api/media/asset", "submit", lambda call: pictures.lease(board, call.args, here(call.request))),
        ("POST", "/api/del", "edit", api.delete),
        ("POST", "/api/remove", "modposts", api.remove),
        ("GET", "/api/info", "read", api.info),
        ("GET", "/comments/{id}", "read", api.comments),
        ("GET", "/r/{name}/hot", "read", lambda call: listings.hot(board, api.place(call), call.args)),
        ("GET", "/r/{sub}/new", "read", lambda call: listings.newest(board, call.sub.name, call.args)),
        ("GET", "/r/{sub}/about", "read", api.about),
        ("GET", "/r/{sub}/about/rules", "read", lambda call: subreddits.rules(call.sub)),
        ("GET", "/r/{sub}/api/link_flair_v2", "flair", lambda call: subreddits.link_flair(call.sub)),
        ("POST", "/r/{sub}/api/flairselector", "flair", api.selector),
        ("GET", "/user/{user}/about", "read", api.user),
        ("GET", "/user/{user}/submitted", "history", api.submitted),
        ("GET", "/user/{user}/comments", "history", api.said),
    ]
    pairs = [
        api.route(method, path + end, scope, act) for method, path, scope, act in table for end in ("", "/", ".json")
    ]
    page = consent(api.doors.codes, "reddit", (USER, OTHER_NAME), partial(asked, world), end="#_")
    return [
        Route("/api/v1/access_token", api.token, methods=["POST"]),
        Route("/api/v1/authorize", page, methods=["GET", "POST"]),
        Route(pictures.PLACE, pictures.storage(board), methods=["POST"]),
        *pairs,
    ]


@dataclass(frozen=True, kw_only=True)
class Api:
    """Answers every request."""

    board: Board
    doors: Doors = field(repr=False)

    def route(self, method: str, path: str, scope: str, act: Act) -> Route:
        """A route behind the doors: agent, window, token, scope."""

        async def handler(request: Request) -> Response:
            headers = {"cache-control": "private, s-maxage=0, max-age=0, must-revalidate"}
            try:
                check_agent(request)
                headers |= self.doors.count()
                token = self.doors.enter(request, scope)
                body = act(Call(request=request, form=await read_form(request), scopes=token.scopes, other=token.other))
            except RedditError as error:
                return JSONResponse(error.body, error.status, {**headers, **error.headers})
            except Triples as refusal:
                return JSONResponse(refusal.body, 200, headers)
            return JSONResponse(body, 200, headers)

        return Route(path, handler, methods=[method])

    async def token(self, request: Request) -> Response:
        """The token endpoint: HTTP basic authentication instead of a bearer."""
        try:
            check_agent(request)
            return JSONResponse(self.doors.grant(request, (await read_form(request)).fields))
        except RedditError as error:
            return JSONResponse(error.body, error.status, error.headers)

    def me(self, call: Call) -> dict[str, Any]:
        """Who am I?"""
        karma = self.board.world.settings.reddit_karma
        return {
            "id": "07e4" if call.other else USER_ID[3:],
            "name": OTHER_NAME if call.other else USER,
            "created_utc": 1_300_000_000.0,
            "link_karma": karma - karma // 4,
            "comment_karma": karma // 4,
            "total_karma": karma,
            "has_verified_email": True,
            "is_suspended": False,
            "is_employee": False,
            "over_18": True,
            "inbox_count": 0,
            "features": {},
        }

    def user(self, call: Call) -> dict[str, Any]:
        """An account by its name. Raises RedditError for any but this stage's."""
        if call.request.path_params["user"].lower() not in (USER, "me"):
            raise RedditError(404, "Not Found")
        return {"kind": "t2", "data": self.me(call)}

    def about(self, call: Call) -> dict[str, Any]:
        """A subreddit, as this account sees it."""
        told = subreddits.about(call.sub)
        told["data"]["user_is_banned"] = call.sub.name.lower() == self.board.world.settings.reddit_banned.lower()
        return told

    def scopes(self, call: Call) -> dict[str, Any]:
        """What scopes mean: those asked for, or those of the token."""
        names = call.args["scopes"].replace(",", " ").split() if "scopes" in call.args else call.scopes
        return {name: {"id": name, "name": name, "description": SCOPES[name]} for name in names if name in SCOPES}

    def submit(self, call: Call) -> dict[str, Any]:
        """A new submission."""
        post = submit(self.board, call.args)
        created(call.request, post.id)
        if post.picture:
            return {"json": {"errors": [], "data": pictures.later(post)}}
        data = {"url": WEB + post.permalink, "drafts_count": 0, "id": post.id, "name": post.fullname}
        if call.args.get("api_type") != "json":
            return {"jquery": [], "success": True}
        return {"json": {"errors": [], "data": data}}

    def comment(self, call: Call) -> dict[str, Any]:
        """A new comment below a submission or a comment. Raises Triples."""
        text, parent = call.args.get("text", ""), call.args.get("thing_id", "")
        answered = self.board.comments.get(parent)
        post = answered.post if answered else self.board.posts.get(parent)
        if not text.strip():
            raise Triples("NO_TEXT", "we need something here", "text")
        if len(text) > COMMENT_CHARACTERS:
            raise Triples("TOO_LONG", f"this is too long (max: {COMMENT_CHARACTERS})", "text")
        if post is None:
            raise Triples("NO_THING_ID", "id not specified", "parent")
        made = self.board.comment(post, parent, text)
        created(call.request, made.id)
        return {"json": {"errors": [], "data": {"things": [comment_thing(made)]}}}

    def delete(self, call: Call) -> dict[str, Any]:
        """Take away what is one's own; Reddit says the same of what is not there."""
        self.board.posts.pop(call.args.get("id", ""), None)
        self.board.comments.pop(call.args.get("id", ""), None)
        return {}

    def remove(self, call: Call) -> dict[str, Any]:
        """A moderator's removal, which its author is not told of. Raises RedditError elsewhere."""
        post = self.board.posts.get(call.args.get("id", ""))
        if post is None or not post.sub.moderated:
            raise RedditError(403, "Forbidden")
        post.removed_by = "moderator"
        return {}

    def info(self, call: Call) -> dict[str, Any]:
        """Things by fullname, up to 100, or submissions by their link; what is unknown is left out."""
        if "url" in call.args:
            found = [post for post in self.board.posts.values() if post.url == call.args["url"]]
            return listings.listing([post_thing(self.board, post) for post in found])
        names = [name for name in call.args.get("id", "").split(",") if name][: listings.MOST]
        things = [post_thing(self.board, self.board.posts[name]) for name in names if name in self.board.posts]
        comments = [comment_thing(self.board.comments[name]) for name in names if name in self.board.comments]
        return listings.listing([*things, *comments])

    def comments(self, call: Call) -> list[dict[str, Any]]:
        """A submission and what is said below it. Raises RedditError where there is none."""
        post = self.board.posts.get(f"t3_{call.request.path_params['id']}")
        if post is None:
            raise RedditError(404, "Not Found")
        said = [comment_thing(each) for each in self.board.comments.values() if each.post is post]
        return [listings.listing([post_thing(self.board, post)]), listings.listing(said)]

    def place(self, call: Call) -> str:
        """The name of a hot page: all, popular, or a subreddit that exists. Raises RedditError."""
        name: str = call.request.path_params["name"]
        if name.lower() in ("all", "popular"):
            return name
        call.request.path_params["sub"] = name
        return call.sub.name

    def selector(self, call: Call) -> dict[str, Any]:
        """The flair that a new submission may choose."""
        choices = [
            {"flair_template_id": template, "flair_text": text, "flair_text_editable": False, "flair_css_class": ""}
            for template, text in call.sub.templates().items()
        ]
        return {"current": {"flair_template_id": None, "flair_text": None}, "choices": choices}

    def submitted(self, call: Call) -> dict[str, Any]:
        """A user's submissions. Raises RedditError for any but this stage's."""
        self.user(call)
        return listings.submitted(self.board, call.args)

    def said(self, call: Call) -> dict[str, Any]:
        """A user's comments. Raises RedditError for any but this stage's."""
        self.user(call)
        return listings.said(self.board, call.args)
