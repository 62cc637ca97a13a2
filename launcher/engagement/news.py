"""News: what people are told of by itself, from what platforms say."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from launcher.clock import iso
from launcher.journal.allowances import Allowance, used
from launcher.journal.database import Journal
from launcher.journal.notices import Notice, tell_new
from launcher.journal.reading import launch
from launcher.journal.records import Entry, Reading
from launcher.journal.samples import latest

LOW, ENDING = 0.9, timedelta(days=3)
"""How much of an allowance is used, and how near a login's end is, when people are told."""

FIRST_PAGE = 25
"""Posts on Reddit's first page (reddit.com/dev/api#listings, checked 2026-11)."""

_FRONT = {"all_rank": "r/all", "popular_rank": "r/popular"}


def has_people(journal: Journal, launch_name: str) -> bool:
    """Whether anybody is told of this launch."""
    recorded = launch(journal, launch_name)
    return bool(recorded and recorded.facts.get("notify"))


def tell_news(journal: Journal, launch_name: str) -> None:
    """Tell of a post that came on the front page, and of one that was taken away: each once."""
    if has_people(journal, launch_name):
        tell_new(journal, [each for reading in latest(journal, launch_name) for each in _news(launch_name, reading)])


def _news(launch_name: str, reading: Reading) -> Iterator[Notice]:
    name = reading.key.rpartition("/")[2]
    if reading.metric in _FRONT and reading.value <= FIRST_PAGE:
        what = f"{name} is on Reddit's front page"
        body = f"In place {reading.value:.0f} of {_FRONT[reading.metric]}."
        yield Notice(launch=launch_name, event="front-page", about=name, what=what, body=body)
    if reading.metric == "removed" and reading.value:
        what = f"{name} was removed from {reading.platform}"
        yield Notice(
            launch=launch_name, event="removed", about=name, what=what, body=f"By: {reading.word or 'unknown'}."
        )


def tell_low(journal: Journal, entry: Entry) -> None:
    """Tell that what the action's account is granted a day is nearly used up: once until it is renewed."""
    far = journal.now() + timedelta(hours=1)
    full = [each for each in used(journal, LOW) if (each.platform, each.account) == (entry.platform, entry.account)]
    low = [each for each in full if each.resets_at > far]
    if low and has_people(journal, entry.launch):
        tell_new(journal, [_low(entry.launch, each) for each in low])


def _low(launch_name: str, low: Allowance) -> Notice:
    about = f"{low.platform}/{low.account}/{low.name.replace('/', '_')}/{low.resets_at:%Y-%m-%dT%H}"
    what = f"{low.platform} has little left to give"
    body = f"{low.name} ({low.account}): {low.used:,.0f} of {low.most:,.0f} used; renewed at {iso(low.resets_at)}."
    return Notice(launch=launch_name, event="credit", about=about, what=what, body=body)


def tell_ending(journal: Journal, entry: Entry, expires_at: datetime) -> None:
    """Tell that the account's login ends within days: once for each end."""
    if expires_at - journal.now() < ENDING and has_people(journal, entry.launch):
        about = f"{entry.platform}/{entry.account}/{expires_at:%Y-%m-%d}"
        what = f"the login of {entry.platform} ends soon"
        account = "" if entry.account == "default" else f" --account {entry.account}"
        body = f"At {iso(expires_at)}.\n→ launcher login {entry.platform}{account}"
        tell_new(journal, [Notice(launch=entry.launch, event="token", about=about, what=what, body=body)])
