"""The report of one launch as a page: what the template is told."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from launcher.engagement.totals import FILM_WIDE
from launcher.plan.action import Kind
from launcher.platforms.countings import COUNTINGS, Counting
from launcher.report.charts import frame as paper
from launcher.report.charts import growth
from launcher.report.charts.curve import Beat, Curve, Flag, Stroke
from launcher.report.charts.frame import Hours
from launcher.report.charts.spark import spark
from launcher.report.charts.svg import tag
from launcher.report.engagement import COLUMNS
from launcher.report.page import html
from launcher.report.page.lines import css, timeline
from launcher.report.page.poster import embedded, poster_path
from launcher.report.phrases import label
from launcher.report.story import moments, summary, windows
from launcher.report.story.lines import Line, thinned
from launcher.report.story.story import Story
from launcher.report.urls import shown
from launcher.report.words import clock, exact, in_full, said_count, since
from launcher.text.foreign import clean_line
from launcher.text.human import duration

KINDS = ("log", "linear")
_RANGES = (("day", "First day", 24.0), ("week", "First week", 168.0))
_POINTS = 300
"""So many readings of each range can be pointed at."""


def page(story: Story, clicks: Sequence[tuple[str, int]] = ()) -> str:
    """The whole file. `clicks` are sources and what they brought, the greatest first."""
    zone = ZoneInfo(story.launch.timezone)
    ranges = list(ranges_of(story.views))
    strokes = strokes_of(story)
    said = {
        "story": story,
        "premiere": html.as_link(story.premiere),
        "poster": html.own(embedded(poster_path(story.entries))),
        "lede": list(summary.sentences(story)),
        "figures": summary.figures(story),
        "seen_at": in_full(story.seen_at, zone),
        "has_curve": len(story.views.hours) > 1 and story.views.last > 0,
        "ranges": ranges,
        "curves": curves(story, strokes, ranges, zone),
        "legend": [(each.label, each.css) for each in strokes],
        "beats": [each for each in moments.moments(story) if each.number],
        "spans": _spans(story) if story.views.last else [],
        "hosts": list(story.by_host),
        **timeline(story),
        "platforms": _platforms(story),
        "windows": _windows(story),
        "over": [name for name, _ in windows.over(story.seen)],
        "addresses": _addresses(story),
        "posts": _posts(story),
        "clicks": [(source, exact(count), html.own(_share(count / (clicks[0][1] or 1)))) for source, count in clicks],
        "gaps": _gaps(story, zone),
        "fell": len(story.views.fell()),
        "doubted": sum(len(each.doubted) for each in story.columns),
        "countings": [(label(each.platform), each, each.since < story.launch.release_at) for each in countings(story)],
        "samples": sum(len(each.at) for each in story.columns),
        "label": label,
        "css": css,
        "clock": lambda instant: clock(instant, zone),
    }
    return html.rendered("report.html", said, script="page.js", data=_data(story, strokes, ranges))


def ranges_of(line: Line) -> Iterable[tuple[str, str, float]]:
    """Name, title and length of the times that the curve can show: the first day and week, where there is more."""
    until = max(line.until, 1.0)
    for name, title, hours in _RANGES:
        if until > hours * 1.05:
            yield name, title, hours
    yield "all", f"All {since(round(until / 24) * 24.0)}" if until > 72 else "All", until


def strokes_of(story: Story) -> list[Stroke]:
    """The film's line and, where there is more than one, each host's."""
    whole = Stroke(label="All views", css="p-film", layer="sum", line=story.views)
    hosts = [Stroke(label=label(name), css=css(name), layer="by", line=line) for name, line in story.by_host.items()]
    return [whole, *(hosts if len(hosts) > 1 else [])]


def curves(story: Story, strokes: list[Stroke], ranges: Iterable[tuple[str, str, float]], zone: ZoneInfo) -> list[Any]:
    """Curve and growth for every range, axis and width; style shows one of each at a time."""
    chart = Curve(strokes=strokes, beats=beats(story), flags=_flags(story), changes=changes(story))
    drawn = []
    for name, _, end in ranges:
        hours = Hours(end=end, release=story.launch.release_at, zone=zone)
        for frame in paper.CURVE:
            drawn += [html.own(chart.drawn(hours, kind, frame, f"r-{name} s-{kind}")) for kind in KINDS]
        drawn += [html.own(growth.drawn(story.views, hours, frame, f"r-{name}")) for frame in paper.GROWTH]
    return drawn


def beats(story: Story) -> list[Beat]:
    """What was posted, for the strip below the curve."""
    return [
        Beat(hours=story.hours(each.at), number=each.number, css=css(each.platform), title=each.what)
        for each in moments.moments(story)
        if each.number and each.at
    ]


def _flags(story: Story) -> list[Flag]:
    return [Flag(hours=each.hours, value=each.value) for each in moments.reached(story)]


def changes(story: Story) -> list[tuple[float, str]]:
    """When a platform that holds the film began to count views otherwise."""
    said = "{} counts views otherwise from here"
    return [(story.hours(each.since), said.format(label(each.platform))) for each in countings(story)]


def countings(story: Story) -> list[Counting]:
    """The changes in counting that matter to the film's views: those of its hosts, up to now."""
    known = [each for each in COUNTINGS if each.platform in story.by_host and each.metric == "views"]
    return [each for each in known if each.since <= story.instant(story.seen)]


def _spans(story: Story) -> list[dict[str, Any]]:
    """Each span of time: its name, the views that came, and each host's share in per cent."""
    rows = []
    for each in windows.spans(story):
        known = sum(value for _, value in each.shares) or 1.0
        shares = [(place, 100 * value / known) for place, value in each.shares]
        rows.append(
            {"name": each.name, "views": each.views, "said": said_count(each.views or 0.0), "bar": _bar(shares)}
        )
    return rows


def _bar(shares: list[tuple[str, float]]) -> Any:
    """A bar of 100 units, a part for each host."""
    parts, at = [], 0.0
    for place, share in shares:
        title = tag("title", f"{label(place)} {share:.0f} %")
        parts.append(
            tag("rect", title, x=at, y=0, width=max(share - 0.3, 0.0), height=10, class_=f"share {css(place)}")
        )
        at += share
    return html.own(tag("svg", *parts, viewBox="0 0 100 10", preserveAspectRatio="none", class_="shares"))


def _platforms(story: Story) -> dict[str, Any]:
    """The table by platform: its columns, a row for each with a spark, and the film's sums."""
    found = story.by_platform
    shown = [each for each in COLUMNS if any(each in metrics for metrics in found.values())]
    rows = [
        {"name": name, "cells": [exact(metrics.get(each)) for each in shown], "spark": html.own(_spark(story, name))}
        for name, metrics in found.items()
    ]
    sums = [exact(story.totals.get(each)) if each in FILM_WIDE else "" for each in shown]
    return {"columns": [_HEADS.get(each, each) for each in shown], "rows": rows, "sums": sums}


def _posts(story: Story) -> dict[str, Any]:
    """What each post came to: the newest numbers that its platform tells of it."""
    found: dict[str, dict[str, float]] = {}
    for each in story.latest:
        found.setdefault(each.key, {})[each.metric] = each.value
    columns = [
        each
        for each in ("impressions", "likes", "comments", "shares", "score")
        if any(each in m for m in found.values())
    ]
    made = [each for each in moments.moments(story) if each.number and each.key in found]
    rows = [{"each": each, "cells": [exact(found[each.key].get(name)) for name in columns]} for each in made]
    return {"columns": columns, "rows": rows}


def _share(share: float) -> str:
    """A bar of 100 units, filled so far."""
    filled = tag("rect", x=0.0, y=0.0, width=100 * share, height=10.0, class_="share p-film")
    return tag("svg", filled, viewBox="0 0 100 10", preserveAspectRatio="none", class_="shares")


_HEADS = {"video_views": "of its videos", "rank": "best rank", "all_rank": "on r/all", "popular_rank": "on r/popular"}
_TOLD_BY = ("views", "score", "impressions", "likes")


def _spark(story: Story, platform: str) -> str:
    metric = next((each for each in _TOLD_BY if each in story.by_platform[platform]), "")
    return spark(story.line(metric, platform), css(platform)) if metric else ""


def _windows(story: Story) -> list[tuple[str, list[str]]]:
    """A row for each film-wide metric that was told: after the first hour, day and week, and now."""
    rows: list[tuple[str, list[str]]] = []
    for metric in FILM_WIDE:
        line = story.line(metric) if metric != "views" else story.views
        if len(line.hours):
            first = [summary.in_table(windows.amount(line, hours, story.seen)) for _, hours in windows.over(story.seen)]
            rows.append((metric, [*first, exact(line.last)]))
    return rows


def _gaps(story: Story, zone: ZoneInfo) -> list[str]:
    """What was not read, the longest silence first: as it was recorded, with the reason; else as the curve shows it."""
    if not story.gaps:
        silent = sorted(story.views.gaps, key=lambda gap: gap[0] - gap[1])
        return [f"{duration((high - low) * 3600)} from {clock(story.instant(low), zone)}" for low, high in silent]
    return [
        f"{label(each.platform)}: {duration(each.until - each.since)} from {clock(each.since, zone)}"
        f" ({each.why or 'nobody ran launcher'})"
        for each in sorted(story.gaps, key=lambda gap: gap.since - gap.until)
    ]


def _addresses(story: Story) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "platform": each.platform,
            "url": html.as_link(each.receipt.url),
            "host": each.kind is not Kind.POST,
        }
        for name, each in shown(story.entries).items()
        if each.receipt
    ]


def _data(story: Story, strokes: list[Stroke], ranges: Iterable[tuple[str, str, float]]) -> dict[str, Any]:
    """For the script: in each range the hours that can be pointed at, and every line's numbers there."""
    release = round(story.launch.release_at.timestamp() * 1000)
    return {"release": release, "zone": story.launch.timezone, **points(strokes, story.views, ranges)}


def points(strokes: Sequence[Stroke], leading: Line, ranges: Iterable[tuple[str, str, float]]) -> dict[str, Any]:
    """Every line's numbers at the hours at which `leading` was read, not more than can be pointed at."""
    found = {}
    for name, _, end in ranges:
        hours = sorted({round(hour, 4) for part in thinned(leading, end, _POINTS // 2) for hour, _ in part})
        found[name] = {"hours": hours, "values": [_values(each.line, hours) for each in strokes]}
    names = [{"label": clean_line(each.label), "css": each.css, "layer": each.layer} for each in strokes]
    return {"strokes": names, "ranges": found}


def _values(line: Line, hours: list[float]) -> list[float | None]:
    """Whole views; None before the first reading, and after the last."""
    known = [line.height(hour) if hour <= line.until + 0.02 else None for hour in hours]
    return [None if value is None else round(value) for value in known]
