"""The page's timeline: what happened, what was reached and what was seen, in one order of time."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from launcher.journal.records import State
from launcher.report.page import html
from launcher.report.story import moments
from launcher.report.story.story import Story
from launcher.report.words import clock, late, offset, said_count
from launcher.text.human import duration


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: `sort` is `public`, `quiet` or `reached`; `planned` is the planned clock where that was missed."""

    at: datetime
    what: str
    sort: str = "reached"
    css: str = "p-film"
    detail: str = ""
    late: str = ""
    planned: str = ""
    bad: bool = False
    url: str = ""
    error: str = ""
    state: str = ""


def timeline(story: Story) -> dict[str, list[dict[str, Any]]]:
    """`timeline`, and apart from it `prepared`: what was made ready before release as it should."""
    lines = [_action(story, each) for each in moments.moments(story)]
    lines += [
        Line(at=story.instant(each.hours), what=f"{said_count(each.value)} views") for each in moments.reached(story)
    ]
    lines += [Line(at=story.instant(each.hours), what=each.what, bad=each.bad) for each in moments.news(story)]
    if story.launch.release_at > story.launch.at:
        lines.append(_premiere(story))
    lines.sort(key=lambda line: (line.at, line.sort != "reached"))
    ready = [each for each in lines if each.sort == "quiet" and not each.state and each.at < story.launch.release_at]
    shown = [each for each in lines if each not in ready]
    return {"prepared": [_shown(story, each) for each in ready], "timeline": [_shown(story, each) for each in shown]}


def _action(story: Story, each: moments.Moment) -> Line:
    missed = each.late is not None and not each.on_time
    return Line(
        at=each.at or each.planned_for,
        what=each.what,
        sort="public" if each.public else "quiet",
        css=css(each.platform),
        detail=each.detail,
        late=late(each.late),
        planned=clock(each.planned_for, ZoneInfo(story.launch.timezone)) if missed else "",
        bad=missed,
        url=html.as_link(each.url),
        error=each.error,
        state="" if each.state is State.DONE else str(each.state),
    )


def _premiere(story: Story) -> Line:
    """T, where the partner begins to show the film alone."""
    host = urlsplit(story.premiere).hostname or "the premiere partner"
    alone: timedelta = story.launch.release_at - story.launch.at
    return Line(at=story.launch.at, what=f"T: {host} shows it alone, for {duration(alone)}")


def _shown(story: Story, line: Line) -> dict[str, Any]:
    """With its clock in the launch's zone, and since release. A reading's seconds are those of the ladder."""
    zone = ZoneInfo(story.launch.timezone)
    at = line.at.replace(second=0, microsecond=0) if line.sort == "reached" else line.at
    return {**asdict(line), "clock": clock(at, zone), "offset": offset(story.hours(line.at))}


def css(platform: str) -> str:
    """The class that has the platform's colour."""
    return f"p-{platform}" if platform in ("youtube", "vimeo", "facebook", "x", "reddit") else "p-other"
