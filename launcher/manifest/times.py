"""Times as a manifest writes them: durations such as `1h 30m`, and moments such as `release + 2m`.

A moment is a `Wall` (a local date-time, perhaps with an offset), `Now`, or a `Relative` (`T`, `release` or a
post's name, plus or minus a duration). Parsing knows no zone; `resolve` turns a wall time into an instant and
refuses the hours that a change of the clocks leaves out or repeats.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from whenever import OffsetDateTime, PlainDateTime, RepeatedTime, SkippedTime, TimeZoneNotFoundError, ZonedDateTime

from launcher.clock import ZERO
from launcher.errors import LauncherError

LONGEST = timedelta(days=3650)
"""No duration of a manifest is longer: ten years catch a slip of the keyboard and keep dates in range."""

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Years that a manifest may name: enough for any launch, and all arithmetic stays within the calendar."""

_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([dhms])")
_WALL = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d)?\s*(Z|[+-]\d\d:?\d\d)?",
)
_RELATIVE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)(?:(?:\s+(-)|\s*([+]))\s*(\S.*))?", re.DOTALL)
_DURATION_FIX = "write a number and a unit, such as 90s, 30m, 6h, 14d or 1h 30m"
_MOMENT_FIX = "write a local time such as 2026-12-07 09:00, or now, or T + 5m, release + 2m, or a post's name + 10m"


class Unreadable(LauncherError, ValueError):
    """A value that cannot be read; `message` says why and `fix` how to write it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix=fix)


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A time on the wall: `text` is ISO 8601; `offset` such as `-07:00`, or empty for the launch's zone."""

    text: str
    offset: str = ""


@dataclass(frozen=True, kw_only=True)
class Now:
    """The instant at which the launch is first recorded."""


@dataclass(frozen=True, kw_only=True)
class Relative:
    """`offset` after (or, negative, before) `anchor`, which is `T`, `release` or a post's name."""

    anchor: str
    offset: timedelta = ZERO


Moment = Wall | Now | Relative


def duration(value: object) -> timedelta:
    """The duration that `1d 2h 30m 15s` or any part of it says. Raises Unreadable."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Unreadable(f"{value} has no unit", f"write {value}s, {value}m, {value}h or {value}d")
    if not isinstance(value, str):
        raise Unreadable(f"{value!r} is not a duration", _DURATION_FIX)
    parts = _PART.findall(value)
    units = [unit for _, unit in parts]
    if not parts or _PART.sub("", value).strip() or len(set(units)) < len(units):
        raise Unreadable(f"{value!r} is not a duration", _DURATION_FIX)
    total = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if total > LONGEST.total_seconds():
        raise Unreadable(f"{value!r} is longer than ten years", _DURATION_FIX)
    return timedelta(seconds=total)


def hours(value: str) -> str:
    """The hours of every day that `23:00-07:00` says. Raises Unreadable."""
    try:
        start, end = (time.fromisoformat(each) for each in value.split("-"))
    except ValueError:
        start = end = time()
    if start == end:
        raise Unreadable(f"{value!r} is no time of the day", "write quiet_hours: 23:00-07:00")
    return f"{start:%H:%M}-{end:%H:%M}"


def moment(value: object) -> Moment:
    """The moment that an `at:` or `until:` says. Raises Unreadable."""
    if isinstance(value, Wall | Now | Relative):
        return value
    if not isinstance(value, str):
        raise Unreadable(f"{value!r} is not a time", _MOMENT_FIX)
    text = value.strip()
    if text == "now":
        return Now()
    if re.match(r"\d", text):
        return _wall(text)
    return _relative(text)


def _wall(text: str) -> Wall:
    found = _WALL.fullmatch(text)
    if not found:
        raise Unreadable(f"{text!r} {_lack(text)}", "write date and time in full, such as 2026-12-07 09:00")
    day, minute, second, offset = found.groups()
    if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
        raise Unreadable(f"{text!r} is not a year to launch in", "write one such as 2026-12-07 09:00")
    iso = f"{day}T{minute}{second or ':00'}"
    zone = _offset(offset or "")
    try:
        PlainDateTime.parse_iso(iso) if not zone else OffsetDateTime.parse_iso(iso + zone)
    except ValueError:
        raise Unreadable(
            f"{text!r} is no date and time of the calendar", "write one such as 2026-12-07 09:00"
        ) from None
    return Wall(text=iso, offset=zone)


def _offset(text: str) -> str:
    if text in ("", "Z"):
        return text and "+00:00"
    return text if ":" in text else f"{text[:3]}:{text[3:]}"


def _lack(text: str) -> str:
    if re.fullmatch(r"\d\d?:\d\d(:\d\d)?", text):
        return "has no date"
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", text):
        return "has no time of day"
    return "is not a time"


def _relative(text: str) -> Relative:
    found = _RELATIVE.fullmatch(text)
    if not found:
        raise Unreadable(f"{text!r} is not a time", _MOMENT_FIX)
    anchor, minus, plus, length = found.groups()
    if not (minus or plus):
        return Relative(anchor=anchor)
    offset = duration(length)
    return Relative(anchor=anchor, offset=-offset if minus else offset)


def resolve(wall: Wall, zone: str) -> datetime:
    """The instant in UTC of a wall time in that zone (or at its own offset).

    Raises Unreadable for an unknown zone, and for an hour that the clocks leave out or repeat there.
    """
    if wall.offset:
        return _utc(OffsetDateTime.parse_iso(wall.text + wall.offset))
    plain = PlainDateTime.parse_iso(wall.text)
    try:
        return _utc(plain.assume_tz(zone, disambiguation="raise"))
    except TimeZoneNotFoundError:
        raise Unreadable(f"no time zone is called {zone!r}", "write one such as Europe/Paris") from None
    except SkippedTime:
        raise _two_readings(plain, zone, "does not exist: the clocks go forward over it") from None
    except RepeatedTime:
        raise _two_readings(plain, zone, "comes twice: the clocks go back over it") from None


def _two_readings(plain: PlainDateTime, zone: str, trouble: str) -> Unreadable:
    readings = [plain.assume_tz(zone, disambiguation=which) for which in ("earlier", "later")]
    written = [f"{_wanted(each)} ({each.to_instant().format_iso()})" for each in readings]
    shown = plain.format_iso().replace("T", " ").removesuffix(":00")
    return Unreadable(f"{shown} {trouble} in {zone}", f"write the one you mean: {written[0]}, or {written[1]}")


def _wanted(reading: ZonedDateTime) -> str:
    fixed = reading.to_fixed_offset().to_stdlib()
    return fixed.isoformat(sep=" ", timespec="minutes" if not fixed.second else "seconds")


def _utc(when: OffsetDateTime | ZonedDateTime) -> datetime:
    return when.to_stdlib().astimezone(UTC)


def spell(length: timedelta) -> str:
    """A duration as a manifest writes it, such as `1d 2h` or `0.5s`; `0s` for none."""
    left, words = abs(length.total_seconds()), []
    for unit, size in _UNITS.items():
        count, left = divmod(left, size)
        count += left if unit == "s" else 0
        words += [f"{count:g}{unit}"] if count else []
    return " ".join(words) or "0s"
