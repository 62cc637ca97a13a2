"""Reddit's listings: the hot page of a subreddit and of all, the newest, and one user's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from launcher.stage.reddit.subreddits import Subreddit
from launcher.stage.reddit.things import Board, Submission, base36, comment_thing, post_thing

MOST = 100
"""Things in one listing (reddit.com/dev/api, checked 2026-11)."""
LENGTH = 250
"""Things on the hot page of this stage."""
TOP = 20


def listing(things: Sequence[dict[str, Any]], after: str | None = None) -> dict[str, Any]:
    """A listing of these things."""
    data = {"after": after, "before": None, "dist": len(things), "modhash": None, "geo_filter": "", "children": things}
    return {"kind": "Listing", "data": data}


def paged(things: Sequence[dict[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """The page of `things` that `limit` and `after` ask for."""
    text = query.get("limit", "25")
    limit = max(1, min(MOST, int(text))) if text.isdigit() else 25
    after = query.get("after", "")
    start = next((number + 1 for number, each in enumerate(things) if after and each["data"]["name"] == after), 0)
    page = things[start : start + limit]
    more = page[-1]["data"]["name"] if page and start + limit < len(things) else None
    return listing(page, more)


def hot(board: Board, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The hot page of one subreddit, or of all where `name` is all or popular; other people's posts fill it."""
    front = name.lower() in ("all", "popular")
    mine = [
        (place, post)
        for post in board.listed()
        if not post.removed_by and (front or post.sub.name.lower() == name.lower())
        if (place := front_place(board, post) if front else sub_place(board, post))
    ]
    things = [others(board, number, "AskReddit" if front else name) for number in range(LENGTH)]
    for place, post in sorted(mine, key=lambda pair: pair[0]):
        things.insert(place - 1, post_thing(board, post))
    return paged(things[:LENGTH], query)


def front_place(board: Board, post: Submission) -> int:
    """Its place on r/all, from 1; 0 while it is not there."""
    return int(board.numbers(post).get("rank", 0))


def sub_place(board: Board, post: Submission) -> int:
    """Its place on its subreddit's hot page: it climbs with its score."""
    return max(1, TOP - int(board.numbers(post)["score"]).bit_length())


def others(board: Board, number: int, sub: str) -> dict[str, Any]:
    """Somebody else's post, the same on every stage."""
    post = Submission(
        id=base36(1_000_000 + number),
        sub=Subreddit(name=sub, id="2qh1i", title=sub, subscribers=1_000_000),
        title=f"Somebody else's post {number + 1}",
        created_at=board.now(),
        url=f"https://other.example/{number + 1}",
        removed_by="others",
    )
    thing = post_thing(board, post)
    score = max(1, 50_000 - 190 * number)
    strangers = {"author": f"stranger_{number + 1}", "author_fullname": f"t2_{base36(number + 1000)}"}
    thing["data"] |= {**strangers, "score": score, "ups": score, "removed_by_category": None, "likes": None}
    return thing


def newest(board: Board, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The new page of a subreddit, without what is removed."""
    return paged(
        [
            post_thing(board, post)
            for post in board.listed()
            if post.sub.name.lower() == name.lower() and not post.removed_by
        ],
        query,
    )


def submitted(board: Board, query: Mapping[str, str]) -> dict[str, Any]:
    """The account's own submissions, newest first, removed ones too."""
    return paged([post_thing(board, post) for post in board.listed()], query)


def said(board: Board, query: Mapping[str, str]) -> dict[str, Any]:
    """The account's own comments that listings know by now, newest first."""
    known = board.now() - board.world.settings.search_lag
    own = [each for each in reversed(board.comments.values()) if each.created_at <= known]
    return paged([comment_thing(each) for each in own], query)
