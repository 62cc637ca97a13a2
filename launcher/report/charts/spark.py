"""A curve as small as a word."""

from launcher.report.charts.svg import path, tag
from launcher.report.story.lines import Line, thinned

_WIDTH, _HEIGHT = 110.0, 26.0


def spark(line: Line, css: str) -> str:
    """The line from release to its end, without axes; empty where there is nothing to draw."""
    parts = thinned(line, line.until, 60)
    most = max((value for part in parts for _, value in part), default=0.0)
    if most <= 0 or line.until <= 0:
        return ""
    drawn = [
        path((hour / line.until * _WIDTH, _HEIGHT - 2 - value / most * (_HEIGHT - 4)) for hour, value in part)
        for part in parts
    ]
    return tag(
        "svg",
        tag("path", d="".join(drawn), class_=f"line {css}"),
        viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}",
        class_="spark",
        aria_hidden="true",
    )
