"""The report for a program: one JSON object, instants as RFC 3339 in UTC."""

from typing import Any

from launcher.clock import iso
from launcher.engagement.totals import FILM_WIDE
from launcher.journal.records import Gap
from launcher.report import timeline
from launcher.report.story import moments, summary, windows
from launcher.report.story.lines import thinned
from launcher.report.story.story import Story
from launcher.report.urls import urls

_SLICES = 1000
"""The curve has the lowest and highest reading of so many slices: no extreme is lost."""


def as_json(story: Story) -> dict[str, Any]:
    """Everything that the page tells, in numbers."""
    launch = story.launch
    return {
        "launch": launch.name,
        "revision": launch.revision,
        "title": story.title,
        "timezone": launch.timezone,
        "at": iso(launch.at),
        "release_at": iso(launch.release_at),
        "seen_at": iso(story.seen_at),
        "rehearsed": story.rehearsed,
        "summary": list(summary.sentences(story)),
        "totals": story.totals,
        "platforms": story.by_platform,
        "windows": _windows(story),
        "spans": [_span(each) for each in windows.spans(story)],
        "reached": [_reached(story, each) for each in moments.reached(story)],
        "timeline": [timeline.as_json(row) for row in timeline.happened(story.entries)],
        "urls": urls(story.entries),
        "views": _curve(story),
        "gaps": [[iso(story.instant(start)), iso(story.instant(end))] for start, end in story.views.gaps],
        "not_read": [_gap(each) for each in story.gaps],
        "news": [{"at": iso(story.instant(each.hours)), "what": each.what} for each in moments.news(story)],
        "readings": sum(len(each.at) for each in story.columns),
    }


def _windows(story: Story) -> dict[str, Any]:
    found = {}
    for metric in FILM_WIDE:
        line = story.line(metric)
        if len(line.hours):
            first = {name.replace(" ", "_"): windows.amount(line, hours, story.seen) for name, hours in windows.FIRST}
            told = {name: {"value": each.value, "at_least": each.at_least} for name, each in first.items()}
            found[metric] = {**told, "now": {"value": line.last, "at_least": False}}
    return found


def _span(span: windows.Span) -> dict[str, Any]:
    return {"from": span.start * 3600, "to": span.end * 3600, "views": span.views, "platforms": dict(span.shares)}


def _reached(story: Story, each: moments.Reached) -> dict[str, Any]:
    at = iso(story.instant(each.hours))
    return {"views": each.value, "at": at, "since_release": round(each.hours * 3600, 3), "wanted": each.wanted}


def _gap(gap: Gap) -> dict[str, Any]:
    same = {"platform": gap.platform, "account": gap.account, "missed": gap.missed, "why": gap.why}
    return {"since": iso(gap.since), "until": iso(gap.until), **same}


def _curve(story: Story) -> list[list[Any]]:
    parts = thinned(story.views, max(story.views.until, 0.0), _SLICES)
    return [[iso(story.instant(hour)), value] for part in parts for hour, value in part]
