"""The cast and crew kit: for everyone a text, a tracked link, share links and a QR code; one page, and one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from launcher.clock import iso
from launcher.cutting.kept import prepared
from launcher.errors import LauncherError
from launcher.journal.records import Entry, State
from launcher.plan.action import Kind
from launcher.plan.specs import PostSpec
from launcher.platforms.limits import ALL
from launcher.report.kit import copy, links
from launcher.report.kit.people import Person
from launcher.report.page import html
from launcher.report.page.poster import embedded, poster_path
from launcher.report.phrases import label
from launcher.report.sheets import Column, Holds
from launcher.report.story.story import Story
from launcher.report.words import in_full
from launcher.run.context import addresses
from launcher.text.counting import Count, measure

COLUMNS = (
    Column(name="name", says="the person"),
    Column(name="handle", says="without @"),
    Column(name="language", says="of the text"),
    Column(name="source", says="utm_source of the link"),
    Column(name="link", says="the tracked link"),
    Column(name="text", says="what to say, without the link"),
    *(Column(name=each, says="opens it filled in") for each in ("x", "facebook", "reddit", "whatsapp")),
    Column(name="mail", says="opens it filled in"),
    Column(name="not_before", holds=Holds.INSTANT, says="nothing may be shared before"),
)
"""The table's columns: names and places stay."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person is given. `count` is how long the post is on X, link and all."""

    person: Person
    language: str
    text: str
    link: str
    shares: dict[str, str]
    count: Count

    @property
    def fell_back(self) -> bool:
        """Whether there was no text in the person's language."""
        spoken = self.person.language[:2]
        return bool(spoken) and not self.person.text and spoken != self.language


def not_before(story: Story) -> datetime | None:
    """The hour before which nothing may be shared: release, while a visitor cannot see the film; else None."""
    hosts = [each for each in story.entries if each.kind is Kind.RELEASE]
    out = any(each.state is State.DONE for each in hosts) if hosts else story.seen_at >= story.launch.release_at
    return None if out else story.launch.release_at


def require_out(story: Story, *, embargoed: bool) -> None:
    """Raise LauncherError before release, unless that is wanted."""
    hour = not_before(story)
    if hour is not None and not embargoed:
        told = in_full(hour, ZoneInfo(story.launch.timezone))
        fix = "wait for the release, or add --embargoed: the page then says the hour"
        raise LauncherError(f"the film is not out before {told}, and a kit would lead people to it", fix=fix)


def address(story: Story) -> str:
    """Where the film is: on the first host that is out, else the first that has an address. Raises LauncherError."""
    known = {place: url for place, url in addresses(list(story.entries)).items() if url}
    out = [each.platform for each in story.entries if each.kind is Kind.RELEASE and each.state is State.DONE]
    found = next((known[place] for place in out if place in known), next(iter(known.values()), ""))
    if not found:
        raise LauncherError("the film has no address yet", fix="wait for the upload, or name one with --link URL")
    return found


def clip_of(story: Story, folder: Path) -> Path | None:
    """The first video that one of the launch's posts showed, cut in `folder` as it was sent; None where there is none.

    One that cannot be made any more, because the film is gone, is none.
    """
    shown = [each.spec.media for each in story.entries if isinstance(each.spec, PostSpec) and each.state is State.DONE]
    for media in shown:
        if media and media.kind.startswith("video/") and Path(media.path).is_file():
            try:
                return prepared(folder, Path(media.path), media.fingerprint, media.recipe)
            except OSError:
                continue
    return None


def shares(story: Story, people: Sequence[Person], link: str, template: str = "") -> list[Share]:
    """Everyone's share. Raises TemplateProblem or LauncherError."""
    return [_share(story, each, link, template) for each in people]


def _share(story: Story, person: Person, address: str, template: str) -> Share:
    link = links.tracked(address, person.source, story.launch.name)
    text = copy.words(person, story.launch.facts, link, template)
    limit = ALL["x"].numbers["text"]
    return Share(
        person=person,
        language=person.language if person.text else copy.language(person),
        text=text,
        link=link,
        shares=links.shares(text, link, story.title),
        count=measure(f"{text} {link}", limit.value, limit.unit),
    )


def rows(found: Sequence[Share], hour: datetime | None) -> list[list[Any]]:
    """The rows of `COLUMNS`. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return [
        [
            *map(
                _cell, (each.person.name, each.person.handle, each.language, each.person.source, each.link, each.text)
            ),
            *each.shares.values(),
            iso(hour) if hour else None,
        ]
        for each in found
    ]


def _cell(words: str) -> str:
    one_line = " ".join(words.split())
    return f"'{one_line}" if one_line[:1] in "=+-@\t" and one_line else one_line


def page(story: Story, found: Sequence[Share], clip: str = "") -> str:
    """The page: everyone's part, with the poster to take along. `clip` is the name of a file beside the page."""
    zone, hour = ZoneInfo(story.launch.timezone), not_before(story)
    said = {
        "story": story,
        "poster": html.own(embedded(poster_path(story.entries))),
        "clip": clip,
        "hour": in_full(hour, zone) if hour else "",
        "utc": in_full(hour, ZoneInfo("UTC")) if hour else "",
        "hosts": _hosts(story.entries),
        "people": [{"each": each, "code": _code(each.link)} for each in found],
    }
    return html.rendered("kit.html", said, script="kit.js")


def _hosts(entries: Sequence[Entry]) -> list[str]:
    return [label(each.platform) for each in entries if each.kind is Kind.UPLOAD]


def _code(link: str) -> dict[str, Any]:
    """The link as a QR code: to look at, and to take along."""
    import segno

    made = segno.make(link, micro=False, error="m")
    shown = made.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return {"shown": html.own(shown), "png": html.own(made.png_data_uri(scale=8, border=4))}
