"""Numbers as a person reads them: sizes, rates, durations. Nothing here is parsed again."""

from datetime import timedelta

_SIZES = ("B", "kB", "MB", "GB", "TB", "PB")
_SHORT = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
_LONG = {"d": "day", "h": "hour", "min": "minute", "s": "second"}
_GREAT = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))


def size(count: float) -> str:
    """Bytes in powers of 1000, such as `1.4 GB`: three figures at most, and whole bytes below 1 kB."""
    value, unit = float(count), 0
    while abs(value) >= 999.5 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    decimals = 1 if unit and abs(value) < 9.95 else 0
    return f"{value:.{decimals}f} {_SIZES[unit]}"


def rate(bytes_per_second: float) -> str:
    """Bytes a second, such as `23 MB/s`."""
    return f"{size(bytes_per_second)}/s"


def duration(length: timedelta | float) -> str:
    """Seconds or a timedelta in its two largest units, cut to whole ones: `2 h 5 min`, `3 d 4 h`, `0 s`."""
    return " ".join(f"{count} {unit}" for count, unit in _parts(length))


def words(length: timedelta | float) -> str:
    """A length of time for prose, in its two largest units: `2 hours 5 minutes`."""
    return " ".join(_plural(count, _LONG[unit]) for count, unit in _parts(length))


def until(length: timedelta | float) -> str:
    """When, seen from now: `in 3 d 4 h`, `now`, `5 min ago` where it is past."""
    seconds = _seconds(length)
    if abs(seconds) < 1:
        return "now"
    return f"in {duration(seconds)}" if seconds > 0 else f"{duration(-seconds)} ago"


def ago(length: timedelta | float) -> str:
    """How long ago, for prose, in the largest unit alone: `3 hours ago`, `just now` below a minute."""
    seconds = _seconds(length)
    if seconds < 60:
        return "just now"
    count, unit = _parts(seconds)[0]
    return f"{_plural(count, _LONG[unit])} ago"


def number(value: float) -> str:
    """Thousands separated by commas: `1,234,567`."""
    return f"{value:,}"


def compact(value: float) -> str:
    """A count for prose, rounded towards zero so that a post never claims more than there is.

    Below 10,000 exactly (`1,234`), below a million in whole thousands (`30,000`), then with one decimal below
    ten (`1.2 million`) and without from there (`59 million`, `1.1 billion`).
    """
    magnitude, sign = int(abs(value)), "-" if value <= -1 else ""
    for name, unit in _GREAT:
        if magnitude >= unit:
            tenths = magnitude * 10 // unit
            shown = f"{tenths // 10}.{tenths % 10}" if tenths < 100 and tenths % 10 else f"{tenths // 10:,}"
            return f"{sign}{shown} {name}"
    return f"{sign}{magnitude if magnitude < 10_000 else magnitude // 1000 * 1000:,}"


def rounded(value: float) -> str:
    """A count for a report: as `compact` says it, but to the nearest: 4,492,626 is `4.5 million`."""
    magnitude = int(abs(value) + 0.5)
    unit = next((unit for _, unit in _GREAT if magnitude >= unit), 0)
    least = 1 if magnitude < 10_000 else 1_000
    step = (unit // 10 if magnitude < 10 * unit else unit) if unit else least
    nearest = (magnitude + step // 2) // step * step
    return compact(-nearest if value < 0 else nearest)


def brief(value: float) -> str:
    """A count for a narrow table, in three digits and a letter: `612`, `30.1k`, `318k`, `16.2M`, `1.07G`."""
    for letter, unit in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if abs(value) >= unit * 0.9995:
            return f"{value / unit:#.3g}".removesuffix(".") + letter
    return f"{value:.0f}"


def ordinal(value: int) -> str:
    """A place in an order: `1st`, `22nd`, `113th`."""
    last = abs(value) % 100
    ending = "th" if 11 <= last <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
    return f"{value:,}{ending}"


def _seconds(length: timedelta | float) -> float:
    return length.total_seconds() if isinstance(length, timedelta) else float(length)


def _parts(length: timedelta | float) -> list[tuple[int, str]]:
    """The largest unit that is not 0 and the one below it, where that is not 0."""
    rest = int(abs(_seconds(length)))
    for place, (unit, seconds) in enumerate(_SHORT):
        if rest >= seconds:
            lower = _SHORT[place + 1 : place + 2]
            below = [(rest % seconds // each, name) for name, each in lower if rest % seconds >= each]
            return [(rest // seconds, unit), *below]
    return [(0, "s")]


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
