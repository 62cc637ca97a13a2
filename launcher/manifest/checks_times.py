"""Times: the zone, gaps and folds, anchors and cycles, the embargo, and what is over already."""

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from launcher.clock import iso
from launcher.manifest.findings import Findings, Keys
from launcher.manifest.firings import check_cron
from launcher.manifest.model import FollowUp, Manifest, Post
from launcher.manifest.references import shown_hosts, shows_film
from launcher.manifest.refusals import near
from launcher.manifest.times import LAST_YEAR, Moment, Now, Relative, Unreadable, Wall, spell
from launcher.manifest.timetable import Timetable

_ZONES = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver", "CST": "America/Chicago",
    "CDT": "America/Chicago", "EDT": "America/New_York", "BST": "Europe/London", "CEST": "Europe/Paris",
    "IST": "Asia/Kolkata", "JST": "Asia/Tokyo", "AEST": "Australia/Sydney",
}  # fmt: skip
"""What people write for a zone, and a zone that they may mean."""


@dataclass(frozen=True, kw_only=True)
class _Times:
    findings: Findings
    table: Timetable
    now: datetime
    sound: bool
    """Whether T itself could be told; without it only references are checked."""


def check_times(findings: Findings) -> None:
    """Check every moment of the manifest."""
    manifest, now = findings.loaded.manifest, findings.now
    sound = _known_zone(findings, manifest.launch.timezone)
    if not sound:
        manifest = _with_launch(manifest, timezone="UTC")
    table = findings.attempt(("launch", "at"), lambda: Timetable(manifest, now), hides=True)
    sound = sound and table is not None
    table = table or Timetable(_with_launch(manifest, at=Now()), now)
    times = _Times(findings=findings, table=table, now=now, sound=sound)
    passed = sound and _launch_passed(times, manifest)
    for keys, each in findings.announcements():
        _check_announcement(times, keys, each, manifest, passed=passed)


def _with_launch(manifest: Manifest, **changes: object) -> Manifest:
    return manifest.model_copy(update={"launch": manifest.launch.model_copy(update=changes)})


def _known_zone(findings: Findings, zone: str) -> bool:
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        guess = f"did you mean {_ZONES[zone.upper()]}?" if zone.upper() in _ZONES else ""
        fix = guess or near(zone, zoneinfo.available_timezones()) or "write one such as Europe/Paris"
        findings.error(("launch", "timezone"), f"no time zone is called {zone!r}", fix, hides=True)
        return False
    return True


def _launch_passed(times: _Times, manifest: Manifest) -> bool:
    late_at = times.table.release + manifest.launch.late
    if late_at >= times.now:
        return False
    times.findings.error(
        ("launch", "at"),
        f"release was {iso(times.table.release)}, longer ago than late: {spell(manifest.launch.late)} allows",
        "write at: now, or a time to come",
        hides=True,
    )
    return True


def _check_announcement(times: _Times, keys: Keys, each: Post | FollowUp, manifest: Manifest, *, passed: bool) -> None:
    if isinstance(each, FollowUp):
        _check_pairs(times.findings, keys, each)
        if each.until is not None and _sound(times, (*keys, "until"), each.until, (), manifest):
            check_cron(times.findings, keys, each, times.table, sound=times.sound and not passed)
    if each.at is None or not _sound(times, (*keys, "at"), each.at, (each.name,), manifest) or not times.sound:
        return
    at = times.table.instant(each.at)
    _check_embargo(times, keys, each, at)
    if at + each.late < times.now and not (passed and isinstance(each.at, Relative)):
        times.findings.error(
            (*keys, "at"),
            f"{iso(at)} is longer ago than late: {spell(each.late)} allows",
            "give it a time to come, or take it out",
        )


def _check_pairs(findings: Findings, keys: Keys, each: FollowUp) -> None:
    if each.cron is not None and each.until is None:
        findings.error((*keys, "cron"), "has no end", "add until: T + 7d, or another time")
    if each.until is not None and each.cron is None:
        findings.error((*keys, "until"), "ends a cron, and there is none", "take it out")
    if each.within is not None and each.when is None:
        findings.error((*keys, "within"), "belongs to when, and there is none", "take it out")


def _sound(times: _Times, keys: Keys, moment: Moment, trail: tuple[str, ...], manifest: Manifest) -> bool:
    """Whether the moment leads to an instant; tells what is wrong with this moment itself, not with one it leans on."""
    if isinstance(moment, Now):
        return True
    if isinstance(moment, Wall):
        return times.findings.attempt(keys, lambda: times.table.instant(moment)) is not None
    if not _known_anchor(times.findings, keys, moment, manifest):
        return False
    try:
        if times.table.instant(moment, seen=trail).year <= LAST_YEAR + 20:
            return True
    except OverflowError:
        pass
    except Unreadable as unreadable:
        if trail and trail[0] in _anchors(moment, manifest):
            times.findings.error(keys, unreadable.message, unreadable.fix)
        return False
    times.findings.error(keys, "is beyond the calendar", "write a nearer time")
    return False


def _known_anchor(findings: Findings, keys: Keys, moment: Relative, manifest: Manifest) -> bool:
    named = _named(manifest)
    if moment.anchor in ("T", "release"):
        return True
    if moment.anchor not in named:
        fix = near(moment.anchor, [*named, "T", "release", "now"]) or "name a post of this manifest, or T or release"
        findings.error(keys, f"no post is called {moment.anchor!r}", _spaced(moment.anchor) or fix)
        return False
    if named[moment.anchor].at is None:
        findings.error(keys, f"{moment.anchor} has no time of its own", "name a post that has at:, or T or release")
        return False
    return True


def _named(manifest: Manifest) -> dict[str, Post | FollowUp]:
    follow_ups: dict[str, Post | FollowUp] = {each.name: each for each in manifest.follow_ups}
    return follow_ups | {each.name: each for each in manifest.posts}


def _spaced(anchor: str) -> str:
    """For `release-2m`: how it is written."""
    word, _, rest = anchor.rpartition("-")
    return f"write {word} - {rest}, with spaces" if word and rest[:1].isdigit() and rest[-1:] in "dhms" else ""


def _anchors(moment: Moment, manifest: Manifest) -> Iterator[str]:
    """The posts that a moment leans on, one after the other, each told once."""
    named = _named(manifest)
    seen: set[str] = set()
    while isinstance(moment, Relative) and moment.anchor in named and moment.anchor not in seen:
        seen.add(moment.anchor)
        yield moment.anchor
        moment = named[moment.anchor].at or Now()


def _check_embargo(times: _Times, keys: Keys, each: Post | FollowUp, at: datetime) -> None:
    hosts = shown_hosts(times.findings.loaded, each)
    if hosts and at < times.table.release:
        times.findings.error(
            (*keys, "at"),
            f"shows the film ({', '.join(hosts)}) at {iso(at)}, before its release at {iso(times.table.release)}",
            "write at: release + 2m, or take the film's address out",
        )
    elif shows_film(each) and not each.before_release and at < times.table.release:
        times.findings.error(
            (*keys, "at"),
            f"shows a part of the film at {iso(at)}, before its release at {iso(times.table.release)}",
            "write at: release + 2m, or before_release: true where it is a teaser",
        )
