"""What leaves as a table: every sample, and every address. Columns keep name, place and meaning; new ones come last."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from launcher.journal.columns import Row
from launcher.journal.records import Entry, Launch
from launcher.platforms.countings import counting
from launcher.report.sheets import Column, Holds
from launcher.report.timeline import moment
from launcher.report.urls import shown

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_OF_WHAT = (
    Column(name="launch", says="the launch's name"),
    Column(name="action", says="key of the action that made it, as `status` prints it"),
    Column(name="platform", says="youtube, vimeo, facebook, x, reddit"),
    Column(name="account", says="which credentials"),
    Column(name="kind", says="upload, release or post"),
    Column(name="name", says="the manifest's name: a host's, or a post's"),
    Column(name="id", says="the platform's id of it"),
)

SAMPLES = (
    *_OF_WHAT,
    Column(name="metric", says="views, likes, comments, score, rank …"),
    Column(name="at", holds=Holds.INSTANT, says="when it was read"),
    Column(name="since_release", holds=Holds.NUMBER, says="seconds from the planned release to then"),
    Column(name="value", holds=Holds.NUMBER, says="what the platform said"),
    Column(name="mark", says="why it is not believed: jump or back"),
    Column(name="word", says="the platform's own word, such as who removed a post"),
    Column(name="counting", says="by which way of counting, where the platform changed it"),
)

ADDRESSES = (
    *_OF_WHAT,
    Column(name="url", says="its public address"),
    Column(name="planned_for", holds=Holds.INSTANT, says="when it was to happen"),
    Column(name="at", holds=Holds.INSTANT, says="when it happened"),
)


def samples(launch: Launch, entries: Iterable[Entry], rows: Iterable[Row]) -> Iterator[list[Any]]:
    """The rows of `SAMPLES`, in the order of `rows`."""
    known = {each.id: _of_what(launch, each) for each in entries}
    release = (launch.release_at - _EPOCH) // timedelta(microseconds=1)
    for action_id, metric, at, value, mark, word in rows:
        instant, of_what = _EPOCH + timedelta(microseconds=at), known[action_id]
        by = counting(of_what[2], metric, instant) or None
        yield [*of_what, metric, instant, (at - release) / 1_000_000, value, mark, word, by]


def addresses(launch: Launch, entries: Iterable[Entry]) -> Iterator[list[Any]]:
    """The rows of `ADDRESSES`: one for each name that has a public address."""
    found: Mapping[str, Entry] = shown(entries)
    for each in found.values():
        url = each.receipt.url if each.receipt else ""
        yield [*_of_what(launch, each), url, each.planned_for, moment(each)]


def _of_what(launch: Launch, entry: Entry) -> list[Any]:
    made = entry.receipt.id if entry.receipt else None
    return [launch.name, entry.key, entry.platform, entry.account, str(entry.kind), entry.name, made]
