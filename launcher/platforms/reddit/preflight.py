"""What would stand in the way on Reddit: the account, and each subreddit's rules as far as Reddit tells them.

How much karma and age a subreddit asks for, its moderators keep to themselves: the account's are shown.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from launcher.clock import utc
from launcher.errors import PlatformError, Refused, Unavailable
from launcher.platforms.base import Draft
from launcher.platforms.preflights import Purpose, Remark, Weight, scopes
from launcher.text.human import duration

NEEDED = ("identity", "read", "submit", "flair", "history")
YOUNG, LITTLE = timedelta(days=30), 100
"""An account younger, or with less karma, many subreddits remove: moderators say so in public, not Reddit."""

MOST = 120
"""Characters of what a subreddit says of itself."""


def remarks(reddit: Any, purpose: Purpose) -> list[Remark]:
    """What was looked at."""
    me, granted = _get(reddit, "api/v1/me"), _get(reddit, "api/v1/scopes")
    found = [scopes(granted, NEEDED, fix="launcher login reddit"), _account(me, purpose)]
    for name in dict.fromkeys(draft.destination for draft in purpose.drafts if draft.destination):
        drafts = [each for each in purpose.drafts if each.destination == name and not each.reply_to]
        found += _subreddit(reddit, name, drafts)
    return found


def _get(reddit: Any, path: str) -> Any:
    return reddit.request(method="GET", path=path)


def _account(me: Mapping[str, Any], purpose: Purpose) -> Remark:
    """Age and karma."""
    age = purpose.now - utc(float(me.get("created_utc") or 0))
    karma = int(me.get("total_karma") or 0)
    years = age.days // 365
    said = f"{f'{years} years' if years > 1 else duration(age)} old, {karma:,} karma"
    if me.get("is_suspended"):
        return Remark(about="standing", said="is suspended", weight=Weight.FAIL, fix="https://www.reddit.com/appeals")
    if age < YOUNG or karma < LITTLE:
        fix = "ask the moderators first: many subreddits remove what young accounts, or those of little karma, post"
        return Remark(about="standing", said=said, weight=Weight.WARN, fix=fix)
    return Remark(about="standing", said=said)


def _subreddit(reddit: Any, name: str, drafts: list[Draft]) -> list[Remark]:
    """Everything about one subreddit: one remark that all is well, or all that is not."""
    about = f"r/{name}"
    try:
        told = (_get(reddit, f"r/{name}/about").get("data")) or {}
    except Exception as error:
        why = _closed(error)
        if why is None:
            raise
        return [Remark(about=about, said=why, weight=Weight.FAIL, fix="correct the post's `subreddit`, or ask to join")]
    asked = _get(reddit, f"api/v1/{name}/post_requirements")
    flairs = _flairs(reddit, name) if told.get("link_flair_enabled") else []
    wrong = [*_shut(told), *(each for draft in drafts for each in _against(draft, told, asked, flairs))]
    said = [Remark(about=about, said=what, weight=Weight.FAIL, fix=fix) for what, fix in dict.fromkeys(wrong)]
    return [*(said or [Remark(about=about, said="takes the post, as far as Reddit tells")]), _rules(reddit, name)]


def _closed(error: Exception) -> str | None:
    """Why there is no such subreddit for this account; None for any other error."""
    code = str(getattr(getattr(error, "response", None), "status_code", "") or getattr(error, "code", ""))
    if isinstance(error, PlatformError) and not isinstance(error, Refused | Unavailable):
        return None
    return {
        "302": "does not exist",
        "404": "does not exist, or Reddit has banned it",
        "403": "is private, or shut to this account",
    }.get(code)


def _flairs(reddit: Any, name: str) -> list[str]:
    """The flairs that a post may choose there."""
    return [str(each["text"]) for each in _get(reddit, f"r/{name}/api/link_flair_v2") if not each.get("mod_only")]


def _shut(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Why the account may post nothing there, whatever it is."""
    if told.get("user_is_banned"):
        yield "this account is banned there", "take the post out, or ask its moderators"
    kind = told.get("subreddit_type")
    may = told.get("user_is_contributor") or told.get("user_is_moderator")
    if (kind in ("restricted", "archived") or told.get("restrict_posting")) and not may:
        yield f"is {kind}: only approved accounts post", "ask its moderators to approve the account"


def _against(
    draft: Draft, told: Mapping[str, Any], asked: Mapping[str, Any], flairs: list[str]
) -> Iterator[tuple[str, str]]:
    """What that subreddit would refuse in one post, and what mends it."""
    yield from _kind(draft, str(told.get("submission_type", "any")), told)
    yield from _flair(draft, asked, flairs)
    yield from _title(draft.title, asked) if draft.title else ()
    yield from _site(draft.link, asked) if draft.link else ()


def _kind(draft: Draft, takes: str, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if draft.crosspost_of and told.get("is_crosspostable_subreddit") is False:
        yield "takes no crossposts", "post the link itself there, or leave it out"
    if takes == "self" and (draft.link or draft.crosspost_of):
        yield "takes text posts only", "drop `link` and write `text`"
    if takes == "link" and not (draft.link or draft.crosspost_of):
        yield "takes link posts only", "give `link`"


def _flair(draft: Draft, asked: Mapping[str, Any], flairs: list[str]) -> Iterator[tuple[str, str]]:
    choice = f"give `flair`, one of: {', '.join(flairs) or 'none may be chosen'}"
    if not draft.flair and asked.get("is_flair_required"):
        yield "wants a flair", choice
    if draft.flair and draft.flair.strip().casefold() not in {each.strip().casefold() for each in flairs}:
        yield f"has no flair {draft.flair!r}", choice


def _title(title: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    least, most = asked.get("title_text_min_length") or 0, asked.get("title_text_max_length") or len(title)
    if not least <= len(title) <= most:
        yield f"wants titles of {least} to {most} characters, this one has {len(title)}", "write another `title`"
    wanted = [str(each) for each in asked.get("title_required_strings") or ()]
    if wanted and not any(each.casefold() in title.casefold() for each in wanted):
        yield f"wants one of these in the title: {', '.join(wanted)[:MOST]}", "write another `title`"
    for word in map(str, asked.get("title_blacklisted_strings") or ()):
        if word.casefold() in title.casefold():
            yield f"does not take {word!r} in a title", "write another `title`"


def _site(link: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    host = (urlsplit(link).hostname or "").removeprefix("www.")
    allowed, banned = (
        [str(each).removeprefix("www.") for each in asked.get(f"domain_{name}") or ()]
        for name in ("whitelist", "blacklist")
    )
    if host in banned or (allowed and host not in allowed):
        yield f"does not take links to {host}", "link the film on another host"


def _rules(reddit: Any, name: str) -> Remark:
    """What its moderators ask for in words: for a person to read."""
    told = _get(reddit, f"r/{name}/about/rules").get("rules") or []
    names = "; ".join(re.sub(r"\s+", " ", str(each.get("short_name", ""))) for each in told)
    return Remark(about=f"r/{name} rules", said=f"{names[:MOST] or 'none'} (reddit.com/r/{name}/about/rules)")
