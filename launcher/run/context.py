"""What templates may say at the moment of sending: film, launch, every host's address, and the engagement."""

from typing import Any

from launcher.engagement.totals import by_platform, totals
from launcher.journal.database import Journal
from launcher.journal.reading import hosts, launch
from launcher.journal.records import Entry
from launcher.journal.samples import latest
from launcher.plan.action import Kind


def context(journal: Journal, launch_name: str) -> dict[str, Any]:
    """`film.*`, `launch.*`, `youtube.url`, `vimeo.url`, film-wide `views`, `likes` …, and `youtube.views` …

    `elapsed` is the time since release, `rank` the best place on a subreddit's hot page.
    """
    recorded = launch(journal, launch_name)
    said: dict[str, Any] = {**recorded.facts, "elapsed": journal.now() - recorded.release_at} if recorded else {}
    readings = latest(journal, launch_name)
    for platform, metrics in by_platform(readings).items():
        said.setdefault(platform, {}).update({name: _plain(value) for name, value in metrics.items()})
    if "rank" in said.get("reddit", {}):
        said["rank"] = said["reddit"]["rank"]
    for platform, address in addresses(hosts(journal, launch_name)).items():
        said.setdefault(platform, {}).update(url=address)
    return {**{name: _plain(value) for name, value in totals(readings).items()}, **said}


def _plain(value: float) -> float:
    """A count as a whole number, as a person writes it."""
    return int(value) if value == int(value) else value


def addresses(entries: list[Entry]) -> dict[str, str]:
    """Every host's public address, empty before there is one. A release may give another than the upload did."""
    found: dict[str, str] = {}
    for kind in (Kind.UPLOAD, Kind.RELEASE):
        for entry in entries:
            if entry.kind is kind:
                found[entry.platform] = (entry.receipt and entry.receipt.url) or found.get(entry.platform, "")
    return found
