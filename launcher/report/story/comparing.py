"""Launches beside each other, each counted from its own release."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from launcher.clock import iso
from launcher.report.story.moments import rounds
from launcher.report.story.story import Story
from launcher.report.story.summary import in_table
from launcher.report.story.windows import FIRST, amount
from launcher.report.words import exact, in_full, since_release


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One launch of a comparison: its label, and its numbers as they are shown."""

    label: str
    story: Story
    released: str
    first: tuple[str, ...]
    now: str
    steps: tuple[str, ...]


def steps_of(stories: Sequence[Story]) -> list[float]:
    """The powers of ten that any of them reached."""
    return list(rounds(max(story.views.last for story in stories)))


def beside(stories: Sequence[Story]) -> list[Beside]:
    """Each launch's label and numbers; a title that comes twice is told apart by the launch's name."""
    titles = [story.title for story in stories]
    steps = steps_of(stories)
    return [
        Beside(
            label=story.title if titles.count(story.title) == 1 else f"{story.title} ({story.launch.name})",
            story=story,
            released=in_full(story.launch.release_at, ZoneInfo(story.launch.timezone)),
            first=tuple(in_table(amount(story.views, hours, story.seen)) for _, hours in FIRST),
            now=exact(story.views.last) if len(story.views.hours) else "–",
            steps=tuple(_hours(story.views.reached(value)) for value in steps),
        )
        for story in stories
    ]


def _hours(found: float | None) -> str:
    return "–" if found is None else since_release(found)


def as_json(stories: Sequence[Story]) -> dict[str, Any]:
    """For a program: for each launch what it had after the first hour, day and week, and how long each step took."""
    return {"launches": [_launch(story, steps_of(stories)) for story in stories]}


def _launch(story: Story, steps: list[float]) -> dict[str, Any]:
    amounts = {name.replace(" ", "_"): amount(story.views, hours, story.seen).value for name, hours in FIRST}
    took = {
        f"{value:.0f}": None if (hours := story.views.reached(value)) is None else round(hours * 3600, 3)
        for value in steps
    }
    return {
        "launch": story.launch.name,
        "title": story.title,
        "release_at": iso(story.launch.release_at),
        "views": {**amounts, "now": story.views.last},
        "seconds_to": took,
    }
