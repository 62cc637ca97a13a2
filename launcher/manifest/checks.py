"""Everything about a manifest that its types cannot say: all problems at once, in the order of the file."""

from datetime import UTC, datetime
from pathlib import Path

from launcher.errors import ManifestError, Problem
from launcher.manifest.checks_film import check_film
from launcher.manifest.checks_hosts import check_hosts
from launcher.manifest.checks_measures import check_measures
from launcher.manifest.checks_media import check_media
from launcher.manifest.checks_posts import check_posts
from launcher.manifest.checks_text import check_texts
from launcher.manifest.checks_times import check_times
from launcher.manifest.findings import Findings, in_order
from launcher.manifest.loading import Loaded, load, load_rest

CHECKS = (check_times, check_hosts, check_posts, check_media, check_measures, check_texts, check_film)


def check(loaded: Loaded, now: datetime) -> list[Problem]:
    """What is wrong ("error") or doubtful ("warning") in a loaded manifest, seen at `now`.

    Reads the files that the manifest names and nothing else; an empty list means that it can be launched.
    For a launch that is under way `now` is the instant at which it was recorded: what has gone out since is not late.
    """
    findings = Findings(loaded=loaded, now=now.astimezone(UTC))
    for each in CHECKS:
        each(findings)
    return findings.ordered()


def examine(path: Path, now: datetime) -> list[Problem]:
    """Everything wrong or doubtful in a manifest file: syntax, keys, types and all that `check` finds, at once.

    Where keys or types are wrong, what leans on them is not judged. An empty list means that it can be launched.
    """
    try:
        return check(load(path), now)
    except ManifestError as error:
        return in_order([*error.problems, *_beside(path, now)], path)


def _beside(path: Path, now: datetime) -> list[Problem]:
    """What `check` finds in the part of the manifest that has the right keys and types."""
    try:
        rest = load_rest(path)
    except ManifestError:
        return []
    return [each for each in check(rest[0], now) if rest[1].owed(each)] if rest else []
