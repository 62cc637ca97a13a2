"""The launch in a few sentences and a few numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from launcher.journal.records import State
from launcher.plan.action import Kind
from launcher.plan.specs import PostSpec
from launcher.report.phrases import label
from launcher.report.story.lines import lowest
from launcher.report.story.moments import Reached, reached
from launcher.report.story.story import Story
from launcher.report.story.windows import Amount, amount, over
from launcher.report.words import exact, in_full, late, said_count
from launcher.text.human import ordinal, words


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that stands large on the page, and what it is."""

    value: str
    says: str


def sentences(story: Story) -> Iterator[str]:
    """How the launch went, as one would tell it."""
    yield _release(story)
    yield from _growth(story)
    yield from _rank(story)


def _release(story: Story) -> str:
    zone = ZoneInfo(story.launch.timezone)
    hosts = [each for each in story.entries if each.kind is Kind.RELEASE]
    out = [each for each in hosts if each.state is State.DONE and each.settled_at]
    when = in_full(story.launch.release_at, zone)
    if not out:
        return f"Release is planned for {when}." if hosts else f"Time is counted from {when}."
    places = _listed([label(each.platform) for each in out])
    delays = [each.settled_at - each.planned_for for each in out if each.settled_at]
    told = late(max(delays)) if delays else ""
    return f"Released on {places} on {when}, {told}."


def _growth(story: Story) -> Iterator[str]:
    """The steps that stand farthest apart, and where it stands now."""
    steps = [each for each in reached(story) if each.hours > 0]
    told = [f"{said_count(each.value)} views {_after(each)}" for each in _spread(steps)]
    newest = story.views
    if newest.last:
        told.append(f"{said_count(newest.last)} after {words(timedelta(hours=newest.until))}")
    elif len(newest.hours):
        yield "The first readings told no views yet."
    if told:
        yield f"It had {_listed(told)}."


def _spread(steps: list[Reached]) -> list[Reached]:
    """No more than three: what a follow-up waited for, and the greatest."""
    wanted = [each for each in steps if each.wanted]
    rest = [each for each in reversed(steps) if not each.wanted]
    return sorted((wanted + rest)[:3], key=lambda each: each.value)


def _after(step: Reached) -> str:
    """A reading shows that it was passed by then, and not when: the curve crosses it before."""
    return f"within {words(timedelta(hours=step.hours))}"


def _rank(story: Story) -> Iterator[str]:
    """The best place on a subreddit's hot page, and on Reddit's own."""
    places = [f"{ordinal(int(rank))} on {where}" for rank, where in (*_best(story, "rank"), *_best(story, "all_rank"))]
    if places:
        yield f"Its best place was {_listed(places)}."


def _best(story: Story, metric: str) -> Iterator[tuple[float, str]]:
    ranks = [(rank, each.key) for each in story.columns if each.metric == metric and (rank := lowest([each]))]
    if ranks:
        rank, key = min(ranks)
        spec = next((each.spec for each in story.entries if each.key == key), None)
        own = f"r/{spec.destination}" if isinstance(spec, PostSpec) and spec.destination else "its list"
        yield rank, own if metric == "rank" else "r/all"


def figures(story: Story) -> list[Figure]:
    """The views now, and in the first hour, day and week, once they are over."""
    found = [Figure(value=said_count(story.views.last), says="views")] if len(story.views.hours) else []
    return found + [
        Figure(value=said(amount(story.views, hours, story.seen)), says=f"in the {name}")
        for name, hours in over(story.seen)
        if len(story.views.hours)
    ]


def said(found: Amount) -> str:
    """An amount for a large figure."""
    if found.value is None:
        return "–"
    return f"{'≥ ' if found.at_least else ''}{said_count(found.value)}"


def in_table(found: Amount) -> str:
    """An amount for a table, to the last view."""
    return f"{'≥ ' if found.at_least else ''}{exact(found.value)}"


def _listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
