"""A cron's firings, counted before they happen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from launcher.clock import iso
from launcher.manifest.findings import Findings, Keys
from launcher.manifest.model import FollowUp
from launcher.manifest.timetable import Timetable

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
MOST = 366
"""One cron posts at most this often: daily for a year. More is a slip of the first field."""


def firings(cron: str, zone: str, after: datetime, until: datetime) -> Iterator[datetime]:
    """The cron's instants in UTC after `after` and up to `until`. Raises cronsim.CronSimError for what is no cron."""
    from cronsim import CronSim

    for firing in CronSim(cron, after.astimezone(ZoneInfo(zone))):
        if firing > until:
            return
        yield firing.astimezone(UTC)


def check_cron(findings: Findings, keys: Keys, each: FollowUp, table: Timetable, *, sound: bool) -> None:
    """Check the cron's fields, and that it fires, and not too often, between release and `until`."""
    if each.cron is None or each.until is None or not readable(findings, (*keys, "cron"), each.cron) or not sound:
        return
    until = table.instant(each.until)
    if until <= table.release:
        findings.error(
            (*keys, "until"), f"{iso(until)} is not after release at {iso(table.release)}", "write a later time"
        )
    elif until + each.late < findings.now:
        findings.error((*keys, "until"), f"{iso(until)} is over", "give it a time to come, or take the follow-up out")
    else:
        _check_count(findings, keys, each.cron, table.release, until)


def readable(findings: Findings, keys: Keys, cron: str) -> bool:
    """Whether that, at `keys`, is a cron line; tells where it is not."""
    from cronsim import CronSim, CronSimError

    try:
        CronSim(cron, _ANY_DAY)
    except CronSimError as error:
        fix = 'write minute, hour, day, month, weekday, such as "0 20 * * *" for every evening at eight'
        findings.error(keys, f"{cron!r} is not a cron line: {error}", fix)
        return False
    return True


def _check_count(findings: Findings, keys: Keys, cron: str, release: datetime, until: datetime) -> None:
    zone = findings.loaded.manifest.launch.timezone
    count = sum(1 for _ in islice(firings(cron, zone, release, until), MOST + 1))
    if count == 0:
        findings.error((*keys, "cron"), f"never comes up between release and {iso(until)}", "mend the cron or until")
    elif count > MOST:
        findings.error((*keys, "cron"), f"would post more than {MOST} times", "mind the first two fields, or until")
    elif count / max(1.0, (until - release) / timedelta(days=1)) > 4:
        findings.warn((*keys, "cron"), f"posts {count} times until {iso(until)}", "is that meant?")
