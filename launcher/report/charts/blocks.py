"""A curve in one row of a terminal."""

from launcher.report.story.lines import Line

_BLOCKS = "▁▂▃▄▅▆▇█"


def spark(line: Line, width: int) -> str:
    """The line from release to its newest reading; a gap is blank. Empty where there is nothing to draw."""
    highest = max(line.values, default=0.0)
    if highest <= 0 or line.until <= 0:
        return ""
    return "".join(_block(line, line.until * (place + 1) / width, highest) for place in range(width))


def _block(line: Line, hour: float, highest: float) -> str:
    value = None if any(low < hour < high for low, high in line.gaps) else line.at(hour)
    return " " if value is None else _BLOCKS[min(7, max(0, int(value / highest * 8)))]
