"""What a plan costs at the platforms: calls, YouTube's units, and X's dollars, told before anything is sent.

It is the cost of this film alone: other films on the same accounts are read in the same calls.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from launcher.clock import utc
from launcher.plan.action import Action, Kind
from launcher.plan.ladder import instants, second_of
from launcher.plan.plan import Plan
from launcher.plan.specs import PostSpec, SampleSpec
from launcher.platforms.limits import ALL, YOUTUBE, X

DAY, HOT = timedelta(days=1), timedelta(days=2)
"""How long a post can be on Reddit's hot pages, which are read besides."""

FRONT = 2
"""Pages of Reddit's front: r/all and r/popular."""

_UNITS = {
    Kind.RELEASE: "update_units",
    Kind.SCHEDULE: "update_units",
    Kind.POSTER: "poster_units",
    Kind.CAPTION: "captions_units",
    Kind.PLAYLIST: "playlist_units",
    Kind.COMMENT: "comment_units",
}
"""What YouTube's day is charged for an action, by the number's name in its limits."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One account's share: `readings` down the ladder, each in so many calls that there are `calls` in all.

    `units` are YouTube's, `first_day` those of the day of the launch; dollars are X's, for readings and for posts. A
    follow-up that may go out counts as if it did, from release on: it is the most that is to be expected.
    """

    platform: str
    account: str
    readings: int
    calls: int
    units: int = 0
    first_day: int = 0
    usd_readings: float = 0.0
    usd_posts: float = 0.0


def costs(plan: Plan) -> list[Cost]:
    """For each account that is read, in the plan's order."""
    return [_cost(plan, each, each.spec) for each in plan.actions if isinstance(each.spec, SampleSpec)]


def _cost(plan: Plan, sampler: Action, spec: SampleSpec) -> Cost:
    mine = [each for each in plan.actions if (each.platform, each.account) == (sampler.platform, sampler.account)]
    items = [each for each in mine if each.kind in (Kind.UPLOAD, Kind.POST)]
    readings = list(instants(spec, second_of(sampler.platform, sampler.account)))
    start = utc(spec.starts_at)
    hot = sum(1 for each in readings if each < start + HOT)
    batch = ALL[sampler.platform]["batch"].value if sampler.platform in ALL else 1
    calls = len(readings) * math.ceil(len(items) / batch) + hot * _listings(items)
    same: dict[str, Any] = {
        "platform": sampler.platform,
        "account": sampler.account,
        "readings": len(readings),
        "calls": calls,
    }
    if sampler.platform == "youtube":
        first = sum(1 for each in readings if each < start + DAY) * math.ceil(len(items) / batch)
        page = int(sum(YOUTUBE[_UNITS[each.kind]].value for each in mine if each.kind in _UNITS))
        return Cost(**same, units=calls + page, first_day=first + page)
    if sampler.platform == "x":
        read = len(readings) * len(items) * X["cost_own_read"].value
        return Cost(**same, usd_readings=read, usd_posts=sum(_prices(items)))
    return Cost(**same)


def _listings(items: list[Action]) -> int:
    """The hot pages that are read with Reddit's posts."""
    subreddits = {each.spec.destination for each in items if isinstance(each.spec, PostSpec) and each.spec.destination}
    return len(subreddits) + FRONT if subreddits else 0


def _prices(items: list[Action]) -> Iterator[float]:
    """What X charges for each post: more for one with an address."""
    for each in items:
        if isinstance(each.spec, PostSpec):
            has_address = "://" in each.spec.text or ".url" in each.spec.text
            yield X["cost_post_url" if has_address else "cost_post"].value
