"""A plan's cost, for a person."""

from collections.abc import Iterable, Iterator

from launcher.plan.cost import Cost
from launcher.platforms.limits import YOUTUBE


def told(costs: Iterable[Cost]) -> Iterator[tuple[str, str, str]]:
    """A line an account: whose, how many calls, and what they cost."""
    for each in costs:
        name = each.platform if each.account == "default" else f"{each.platform} ({each.account})"
        yield name, f"{each.calls:,} calls in {each.readings:,} readings", _price(each)


def _price(cost: Cost) -> str:
    if cost.units:
        day = YOUTUBE["day_units"].value
        return f"{cost.units:,} units, {cost.first_day:,} of them on the first day, of {day:,.0f} a day"
    if cost.usd_readings or cost.usd_posts:
        return f"${cost.usd_readings:,.2f} for readings, ${cost.usd_posts:,.2f} for posts"
    return "free"
