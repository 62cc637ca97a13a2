"""A curve in one row of a terminal."""

from launcher.report.story.lines import Line

_BLOCKS = "▁▂▃▄▅▆▇█"


def spark(line: Line, width: int, until: float | None = None) -> str:
    """The line from release to its newest reading, or `until` that hour; a gap is blank, and what is still to come.

    Empty where there is nothing to draw.
    """
    highest = max(line.values, default=0.0)
    end = line.until if until is None else until
    if highest <= 0 or end <= 0:
        return ""
    return "".join(_block(line, end * (place + 1) / width, highest) for place in range(width))


def _block(line: Line, hour: float, highest: float) -> str:
    unread = hour > line.until + 1e-6 or any(low < hour < high for low, high in line.gaps)
    value = None if unread else line.at(hour)
    return " " if value is None else _BLOCKS[min(7, max(0, int(value / highest * 8)))]
