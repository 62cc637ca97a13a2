"""What people are told of by plan: the manifest's alerts, and the digest."""

import re
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from launcher.manifest.firings import firings
from launcher.manifest.model import Manifest
from launcher.manifest.timetable import Timetable
from launcher.plan.action import Action, Kind, key
from launcher.plan.announcements import awaited, longest
from launcher.plan.conditions import normal, words
from launcher.plan.specs import NoticeSpec

_NO_LETTER = re.compile("[^a-z0-9]+")


def notices(manifest: Manifest, times: Timetable) -> Iterator[Action]:
    """An action for each alert, and each time of the digest, and each of the people."""
    for name in manifest.notify:
        yield from _alerts(manifest, times, name)
        yield from _digests(manifest, times, name)


def _alerts(manifest: Manifest, times: Timetable, who: str) -> Iterator[Action]:
    """Due as soon as their condition holds. Their keys name the condition: another one is another alert."""
    known: dict[str, int] = {}
    for alert in manifest.alerts:
        when = normal(alert.when)
        slug = _NO_LETTER.sub("-", words(when).lower()).strip("-")[:60]
        known[slug] = known.get(slug, 0) + 1
        part = slug if known[slug] == 1 else f"{slug}-{known[slug]}"
        spec = NoticeSpec(title=manifest.film.title, body=alert.say, event="alert")
        action = _action(manifest, times, who, f"alert/{part}", spec)
        yield replace(action, when=when, late_at=times.release + awaited(manifest))


def _digests(manifest: Manifest, times: Timetable, who: str) -> Iterator[Action]:
    """One at each of the digest's instants, from release to the end of the ladder."""
    if manifest.digest is None:
        return
    zone, until = manifest.launch.timezone, times.release + longest(manifest)
    for due_at in firings(manifest.digest, zone, times.release, until):
        part = f"digest/{due_at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M%z}"
        spec = NoticeSpec(title=manifest.film.title, event="digest")
        action = _action(manifest, times, who, part, spec)
        yield replace(action, due_at=due_at)


def _action(manifest: Manifest, times: Timetable, who: str, part: str, spec: NoticeSpec) -> Action:
    return Action(
        key=key(manifest.launch.name, Kind.NOTIFY, f"{part}/{who}"),
        kind=Kind.NOTIFY,
        platform="notify",
        account=who,
        name=part.partition("/")[0],
        due_at=times.release,
        spec=spec,
        follow_up=True,
    )
