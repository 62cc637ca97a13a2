"""How a report says numbers and times: short on an axis, in full in a sentence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from launcher.text.human import duration, rounded

_GREAT = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))


def short_count(value: float) -> str:
    """For an axis: `250`, `30k`, `1.5M`."""
    for unit, name in _GREAT:
        if abs(value) >= unit:
            return f"{value / unit:.3g}{name}"
    return f"{value:.3g}"


def said_count(value: float) -> str:
    """For a label or a sentence: `30,000`, `1.2 million`, to the nearest."""
    return rounded(value)


def exact(value: float | None) -> str:
    """For a table: `1,234,567`, a ratio as `0.97`; a dash where nothing is known."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def since(hours: float, *, short: bool = False) -> str:
    """Hours since release on an axis: `release`, `30 min`, `6 h`, `2 days`."""
    if hours == 0:
        return "0" if short else "release"
    if hours >= 24 and hours % 24 == 0:
        return f"{hours / 24:.0f} d" if short else f"{hours / 24:.0f} day{'s' if hours > 24 else ''}"
    return duration(timedelta(hours=hours))


def offset(hours: float) -> str:
    """Before or after release: `+2 min`, `−5 h`, `release`."""
    if abs(hours) * 3600 < 1:
        return "release"
    return f"{'+' if hours > 0 else '−'}{duration(timedelta(hours=abs(hours)))}"


def since_release(hours: float) -> str:
    """How long after release, in a table: `2 h 45 min`, `at once`."""
    return duration(timedelta(hours=hours)) if hours * 3600 >= 1 else "at once"


def minute(instant: datetime, zone: ZoneInfo) -> str:
    """`Mon 7 Dec 12:02`: what was read is not told to the second."""
    return clock(instant.replace(second=0, microsecond=0), zone)


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """`Mon 7 Dec 12:02`, with seconds only where there are any."""
    local = instant.astimezone(zone)
    seconds = f":{local:%S}" if local.second else ""
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}{seconds}"


def in_full(instant: datetime, zone: ZoneInfo) -> str:
    """`Monday 7 December 2026, 12:02 PST`."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {local:%Z}"


def late(length: timedelta | None) -> str:
    """How late: `on time`, `2 min late`, `3 s early`; empty where there is nothing to say."""
    if length is None:
        return ""
    seconds = length.total_seconds()
    return "on time" if abs(seconds) < 1 else f"{duration(abs(seconds))} {'late' if seconds > 0 else 'early'}"
