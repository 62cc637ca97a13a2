"""Many small launches: every item that they make is named by a word of its own, by which it is counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from launcher.journal.database import Journal
from launcher.plan.action import CREATES, Kind
from launcher.plan.plan import Plan
from launcher.run.launching import commit, prepare
from launcher.stage.world import ROOTS
from tests.tiny import film_bytes, padded, write_manifest

ACCOUNTS = ("default", *"abcdefghijklmno")
"""Credentials to the same accounts of the stage, under several names: each has lanes of its own."""

HOSTS = ("youtube", "vimeo")

CREATED = 11
"""Items that one launch makes: two films, a comment, eight posts."""

SPREAD = 20
"""Seconds over which a launch's posts are spread."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One item: `word` begins its text or title, and it must not be public before `at`."""

    platform: str
    word: str
    at: datetime


def accounts(environment: dict[str, str]) -> dict[str, str]:
    """The stage's environment, with its credentials under every account's name."""
    credentials = {name: value for name, value in environment.items() if name not in ROOTS}
    named = {
        f"{platform}_{account.upper()}_{rest}": value
        for name, value in credentials.items()
        for platform, _, rest in [name.partition("_")]
        for account in ACCOUNTS[1:]
    }
    return {**environment, **named}


def manifest(number: int, seconds: int = SPREAD) -> dict[str, Any]:
    """The launch of that number: released some seconds after it is recorded, posts at odd moments after that."""
    word, account = f"f{number:03}", ACCOUNTS[number % len(ACCOUNTS)]
    posts = [{**each, "account": account} for each in _posts(word, seconds)]
    return {
        "launch": {"name": word, "at": "now", "timezone": "UTC", "exclusive": f"{2 + number % 9}s"},
        "film": {"file": f"{word}.mp4", "title": f"{word}-film", "description": "Strangers kiss."},
        "hosts": {"youtube": {"first_comment": f"{word}-comment", "account": account}, "vimeo": {"account": account}},
        "posts": posts,
        "engagement": [],
    }


def _posts(word: str, seconds: int) -> Iterator[dict[str, Any]]:
    for part in range(3):
        at = f"release + {part * seconds / 3:.0f}s"
        name, link = f"{word}-x{part}", " {{ youtube.url }}" if part else ""
        yield {"name": name, "on": "x", "at": at, "text": name + link}
        name = f"{word}-p{part}"
        yield {"name": name, "on": "facebook", "at": at, "text": name, "link": "vimeo" if part else ""}
        if part:
            name = f"{word}-r{part}"
            yield {
                "name": name,
                "on": "reddit",
                "at": at,
                "title": name,
                "link": HOSTS[part - 1],
                "subreddit": "videos",
            }


def record(folder: Path, journal: Journal, number: int) -> list[Wanted]:
    """Write the launch of that number and its film, and put its plan into the journal; what it is to make."""
    told = manifest(number)
    (folder / told["film"]["file"]).write_bytes(padded(film_bytes(), 1000 + number))
    path = write_manifest(folder / f"{told['launch']['name']}.yaml", told)
    prepared = prepare(path, journal, journal.now())
    commit(journal, prepared)
    return list(wanted(prepared.plan))


def wanted(plan: Plan) -> Iterator[Wanted]:
    """What a plan makes."""
    for action in plan.actions:
        if action.kind in CREATES:
            part = {Kind.UPLOAD: f"{plan.launch}-film", Kind.COMMENT: f"{plan.launch}-comment"}
            at = plan.release_at if action.kind is Kind.UPLOAD else action.due_at
            yield Wanted(platform=action.platform, word=part.get(action.kind, action.name), at=at)
