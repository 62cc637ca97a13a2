"""How Reddit says no: its codes and statuses, each with the outcome it stands for."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from launcher.errors import LoginExpired, PlatformError, Refused, Throttled
from launcher.logins.reddit import RedditLogin
from launcher.platforms import outcomes
from launcher.platforms.reddit.things import content

TOKEN_PATH = "/api/v1/access_token"  # noqa: S105 (a path)
UNAUTHORIZED, TOO_MANY = 401, 429

LOGIN = {"USER_REQUIRED", "invalid_grant", "unauthorized_client"}
FLAIR = {"SUBMIT_VALIDATION_FLAIR_REQUIRED", "FLAIR_REQUIRED"}
DUPLICATE = {"ALREADY_SUB"}
THROTTLED = {"RATELIMIT", "QUOTA_FILLED"}

FIXES = {
    "SUBREDDIT_NOEXIST": "correct the post's `subreddit`",
    "SUBREDDIT_NOTALLOWED": "join the subreddit, or ask its moderators to let the account post",
    "NO_LINKS": "this subreddit takes text posts only: drop `link` and write `text`",
    "NO_SELFS": "this subreddit takes link posts only: give `link`",
    "DOMAIN_BANNED": "this subreddit does not take that site: link the film on another host",
    "401": "launcher login reddit: the app or its permission is withdrawn, or lacks a scope",
    "403": "see whether the account is banned there, and whether the app was granted `submit` and `read`",
    "404": "correct the post's `subreddit`",
}
"""What to do about a refusal, by Reddit's code or the status."""

WAIT = re.compile(r"(\d+) (millisecond|second|minute|hour)")
SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600}


def refusal(error: Any, login: RedditLogin, now: datetime, *, wait: float | None = None) -> PlatformError:
    """Reddit's error list as an outcome, by the code of its first item. `wait` is in seconds."""
    item = error.items[0]
    code, words = str(item.error_type), outcomes.scrubbed(item.message or item.error_type, *secrets(login))
    message = f"reddit refused: {words} ({code})"
    if code in THROTTLED:
        return Throttled(message, code=code, retry_at=now + timedelta(seconds=wait or spoken_wait(words)))
    if code in LOGIN:
        return LoginExpired(message, code=code, fix=FIXES["401"])
    return Refused(message, code=code, fix=FIXES.get(code, ""), duplicate=code in DUPLICATE)


def answered(reply: Any, login: RedditLogin, now: datetime, *, denied: int) -> PlatformError:
    """A 4xx as an outcome. The first denied access token is renewed at the next call; the second says more."""
    told, code = content(reply), str(reply.status_code)
    words = told.get("explanation") or told.get("reason") or told.get("message") or told.get("error") or reply.reason
    message = f"reddit refused: {outcomes.scrubbed(words, *secrets(login))} ({code})"
    if not 400 <= reply.status_code < 500:  # the transport stops these already; so that the table is whole
        return outcomes.unreadable("reddit", ValueError(code), creates=True)
    if reply.status_code == UNAUTHORIZED and denied == 1 and not is_token(reply):
        return Throttled(f"{message}: the access token is renewed", code=code, retry_at=now)
    if is_token(reply) or reply.status_code == UNAUTHORIZED or lacks_scope(reply):
        return LoginExpired(message, code=code, fix=FIXES["401"])
    if reply.status_code == TOO_MANY:
        return Throttled(message, code=code, retry_at=outcomes.retry_at(reply.headers, now))
    return Refused(message, code=str(told.get("reason") or code), fix=FIXES.get(code, ""))


def is_token(reply: Any) -> bool:
    """Whether the reply is that of the token endpoint."""
    return urlsplit(str(reply.url)).path.endswith(TOKEN_PATH)


def lacks_scope(reply: Any) -> bool:
    """Whether the token was granted too little for the request (RFC 6750)."""
    return "insufficient_scope" in str(reply.headers.get("www-authenticate", ""))


def spoken_wait(words: str) -> float:
    """The seconds of "Take a break for 9 minutes before trying again", and a minute where it says nothing."""
    found = WAIT.search(words)
    return int(found.group(1)) * SECONDS[found.group(2)] if found else 60


def secrets(login: RedditLogin) -> tuple[str, ...]:
    """What must not appear in a message."""
    return login.client_id, login.client_secret, login.refresh_token
