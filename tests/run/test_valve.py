"""The limit on uploads: read as a person writes it, by the hours of the clock, for all uploads together."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from launcher.errors import SettingsError
from launcher.rates import parse, rate_at
from launcher.run import valve
from launcher.run.valve import Valve
from tests.run.rig import BEGINS, manifest, rigged
from tests.tiny import film_bytes

NIGHT = "5M 08:00-20:00, 500K 20:00-06:00"


@pytest.mark.parametrize(
    ("text", "at", "rate"),
    [
        ("5M", "03:00", 5e6),
        ("1.5m", "03:00", 1.5e6),
        ("5MB/s", "03:00", 5e6),
        ("700K", "03:00", 7e5),
        (NIGHT, "08:00", 5e6),
        (NIGHT, "20:00", 5e5),
        (NIGHT, "05:59", 5e5),
        (NIGHT, "07:00", None),
        ("5M 00:00-24:00", "23:59", 5e6),
        ("", "12:00", None),
    ],
)
def test_a_rate_is_read_as_it_is_written(text: str, at: str, rate: float | None) -> None:
    """Bytes a second, in powers of ten as everywhere here; hours may pass midnight, and outside them nothing holds."""
    assert rate_at(parse(text), time.fromisoformat(at)) == rate


@pytest.mark.parametrize("text", ["fast", "5X", "5M 8-20", "5M 08:00-25:30", "-5M", "5M,", "1"])
def test_what_is_no_rate_is_told_with_one_that_is(text: str) -> None:
    """The fix is to type."""
    with pytest.raises(SettingsError, match="the limit on uploads is"):
        parse(text)


class Watch:
    """A stopwatch that only waiting moves on."""

    now = 0.0

    def seconds(self) -> float:
        """Seconds waited so far."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def made(monkeypatch: pytest.MonkeyPatch, text: str, at: datetime) -> tuple[Valve, Watch]:
    """A valve on a watch of its own."""
    watch = Watch()
    monkeypatch.setattr(valve, "Stopwatch", lambda: watch)
    return Valve(parse(text), lambda: at), watch


def test_uploads_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends: ten megabytes at five a second take two seconds."""
    limit, watch = made(monkeypatch, "5M", datetime(2026, 12, 7, 12, tzinfo=UTC))
    for _ in range(10):
        limit.let(10**6, watch.wait)
    assert watch.now == pytest.approx(2.0)


def test_outside_its_hours_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the machine's own clock."""
    noon = datetime(2026, 12, 7, 12).astimezone()
    limit, watch = made(monkeypatch, "1K 13:00-14:00", noon)
    limit.let(10**9, watch.wait)
    assert watch.now == 0


def test_an_upload_goes_no_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A launch's upload waits at the valve for as long as its bytes say, whatever the host could take."""
    waited: list[float] = []
    monkeypatch.setattr("launcher.run.work.Work._wait", lambda _work, seconds: waited.append(seconds))
    monkeypatch.setattr(valve, "Stopwatch", lambda: type("Sum", (), {"seconds": lambda _: sum(waited)})())
    with rigged(tmp_path) as rig:
        size: Any = len(film_bytes())
        rig.record(manifest(hosts={"youtube": {}}, posts=[], engagement=[]))
        rig.environment["LAUNCHER_LIMIT_RATE"] = f"{size / 2000:.3f}K"
        rig.play(BEGINS)
    assert sum(waited) == pytest.approx(2.0, rel=0.02)
