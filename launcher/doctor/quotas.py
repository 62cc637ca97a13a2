"""What is left today of what the platforms allow, beside what the launch still needs of it."""

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from launcher.doctor.accounts import heading
from launcher.doctor.finding import Finding, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.journal.allowances import Allowance, used
from launcher.platforms.limits import YOUTUBE

_UNITS = {
    "poster": YOUTUBE["poster_units"].value,
    "caption": YOUTUBE["captions_units"].value + YOUTUBE["update_units"].value,
    "playlist": 2 * YOUTUBE["playlist_units"].value + 2 * YOUTUBE["read_units"].value,
    "release": YOUTUBE["update_units"].value + YOUTUBE["read_units"].value,
    "comment": YOUTUBE["comment_units"].value,
}
"""Units of one action on YouTube; readings leave a tenth of the day to all else."""


def check_quotas(subject: Subject) -> Iterator[Finding]:
    """The allowances of the accounts that are used, as their replies told them or as they were counted."""
    told = used(subject.journal, 0.0) if subject.journal else []
    kept = {(each.platform, each.account, each.name): each for each in told}
    for place in subject.places:
        mine = [each for each in told if (each.platform, each.account) == place]
        if place[0] == "youtube":
            yield from _youtube(subject, place, kept)
        else:
            yield from (_left(subject, each) for each in mine if each.used > each.most / 2)


def _youtube(
    subject: Subject, place: tuple[str, str], kept: dict[tuple[str, str, str], Allowance]
) -> Iterator[Finding]:
    done = {each.key for each in subject.entries if each.state == "done"}
    plan = [each for each in subject.plan.actions if each.key not in done] if subject.plan else []
    kinds = Counter(str(each.kind) for each in plan if (each.platform, each.account) == place)
    needs = {"units": sum(_UNITS.get(kind, 0) * count for kind, count in kinds.items()), "uploads": kinds["upload"]}
    for name, most in (("units", YOUTUBE["day_units"].value), ("uploads", YOUTUBE["day_uploads"].value)):
        allowance = kept.get((*place, name))
        left = max(0.0, most - (allowance.used if allowance else 0))
        said = f"{left:,.0f} of {most:,.0f} left today" + (f", the launch needs {needs[name]:,.0f}" if plan else "")
        fix = "wait for midnight Pacific, or ask for more quota in the Google Cloud console"
        weigh = doubtful if left < needs[name] else fine
        yield weigh(heading(place), name, said, fix) if weigh is doubtful else fine(heading(place), name, said)


def _left(subject: Subject, allowance: Allowance) -> Finding:
    zone = ZoneInfo(subject.plan.timezone) if subject.plan else None
    place = heading((allowance.platform, allowance.account))
    left = 100 * (1 - allowance.used / allowance.most)
    renewed = f"{allowance.resets_at.astimezone(zone):%H:%M %Z}"
    said = f"{left:.0f}% left of {allowance.name}, renewed at {renewed}"
    return (
        doubtful(place, "allowance", said, "readings wait until then") if left < 10 else fine(place, "allowance", said)
    )
