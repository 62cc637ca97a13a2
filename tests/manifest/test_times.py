"""Durations, moments, and the hours that a change of the clocks leaves out or repeats."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.manifest.times import Now, Relative, Unreadable, Wall, duration, moment, resolve, spell

ZONES = ("America/Los_Angeles", "Europe/Paris")
LOCAL = st.datetimes(datetime(2015, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


@given(st.integers(0, 3650 * 86400))
def test_a_duration_survives_being_written_and_read(seconds):
    """`spell` writes what `duration` reads."""
    length = timedelta(seconds=seconds)
    assert duration(spell(length)) == length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6h", 21600),
        ("1d 2h 30m 15s", 95415),
        ("1h30m", 5400),
        ("30m 1h", 5400),
        ("1.5h", 5400),
        ("0s", 0),
        (" 2 m ", 120),
    ],
)
def test_durations_are_read_in_any_part(text, seconds):
    """Days, hours, minutes and seconds, with or without spaces."""
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["", "6", "h", "6 hours", "1h 1h", "-1h", "1w", 6, 1.5, True, None, [], "4000d", "1e3s"]
)
def test_what_is_no_duration_is_refused_with_a_fix(value):
    """Nothing is guessed."""
    with pytest.raises(Unreadable) as caught:
        duration(value)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("now", Now()),
        ("T", Relative(anchor="T")),
        ("release + 2m", Relative(anchor="release", offset=timedelta(minutes=2))),
        ("release+2m", Relative(anchor="release", offset=timedelta(minutes=2))),
        ("T - 1d 2h", Relative(anchor="T", offset=-timedelta(hours=26))),
        ("announce-x + 10m", Relative(anchor="announce-x", offset=timedelta(minutes=10))),
        ("part-2m", Relative(anchor="part-2m")),
        ("2026-12-07 09:00", Wall(text="2026-12-07T09:00:00")),
        ("2026-12-07T09:00:30", Wall(text="2026-12-07T09:00:30")),
        ("2026-12-07 09:00Z", Wall(text="2026-12-07T09:00:00", offset="+00:00")),
        ("2026-11-01 01:30-0700", Wall(text="2026-11-01T01:30:00", offset="-07:00")),
    ],
)
def test_moments_are_read(text, read):
    """The whole grammar of `at:`."""
    assert moment(text) == read


@pytest.mark.parametrize(
    "text",
    ["", "+ 2m", "release +", "release + 2", "release + -2m", "9:00", "2026-13-01 09:00", "2026-12-07 25:00",
     "2026-12-07 9am", "2026-12-07 09:00+99:00", "1999-01-01 00:00", "tomorrow at nine", "release * 2m"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_a_fix(text):
    """Nothing is guessed."""
    with pytest.raises(Unreadable) as caught:
        moment(text)
    assert caught.value.fix


@given(LOCAL, st.sampled_from(ZONES))
def test_a_wall_time_has_one_instant_or_is_refused_with_both_readings(local, zone):
    """A time that exists once resolves to it; a gap or fold is refused, and either way out is accepted."""
    instants = {local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    real = {at for at in instants if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local}
    wall = moment(local.isoformat(sep=" ", timespec="minutes"))
    if len(real) == 1:
        assert {resolve(wall, zone)} == real
        return
    with pytest.raises(Unreadable) as caught:
        resolve(wall, zone)
    assert {resolve(moment(each), zone) for each in written(caught.value.fix)} == instants


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2026, 2027, 2030])
@pytest.mark.parametrize("minutes", [0, 15, 30, 59])
def test_every_gap_and_fold_is_refused_with_both_readings(zone, year, minutes):
    """The hour that is left out in spring and the one that comes twice in autumn, in both zones."""
    for local in changes(zone, year):
        at = local + timedelta(minutes=minutes)
        with pytest.raises(Unreadable) as caught:
            resolve(moment(at.isoformat(sep=" ", timespec="minutes")), zone)
        first, second = (resolve(moment(each), zone) for each in written(caught.value.fix))
        assert second - first == timedelta(hours=1)
        assert first.strftime("(%Y-%m-%dT%H:%M:%SZ)") in caught.value.fix
        assert second.strftime("(%Y-%m-%dT%H:%M:%SZ)") in caught.value.fix


def written(fix: str) -> list[str]:
    """The two readings that a fix offers, as they are to be written."""
    return [part.rpartition(" (")[0] for part in fix.removeprefix("write the one you mean: ").split(", or ")]


def changes(zone: str, year: int) -> list[datetime]:
    """The local hours of that year which do not exist or come twice, without a zone."""
    hours = (datetime(year, 1, 1) + timedelta(hours=each) for each in range(365 * 24))
    at = ZoneInfo(zone)
    found = [
        each for each in hours if each.replace(tzinfo=at).utcoffset() != each.replace(tzinfo=at, fold=1).utcoffset()
    ]
    assert len(found) == 2
    return found


def test_an_offset_is_the_way_out_of_a_fold():
    """With its offset the time is one instant, whatever the zone."""
    assert resolve(moment("2026-11-01 01:30-07:00"), "America/Los_Angeles") == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert resolve(moment("2026-11-01 01:30-08:00"), "America/Los_Angeles") == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../UTC", "/etc/localtime", "America"])
def test_an_unknown_zone_is_refused(zone):
    """Zones come from the database of zones, not from paths."""
    with pytest.raises(Unreadable):
        resolve(Wall(text="2026-12-07T09:00:00"), zone)
