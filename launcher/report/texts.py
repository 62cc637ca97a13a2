"""Every text of a launch exactly as it will be sent, with its length in the platform's own count.

What is not known yet (addresses, numbers) stands in its public shape and length: `stand_ins`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.journal.records import Entry
from launcher.manifest.loading import Loaded
from launcher.manifest.vocabulary import stand_ins
from launcher.plan.action import Action, Kind
from launcher.plan.plan import Plan
from launcher.plan.specs import FileSpec, FilmSpec, MediaSpec, PostSpec, TextSpec
from launcher.platforms.limits import ALL
from launcher.report import settings
from launcher.report.phrases import medium, phrase
from launcher.run.context import addresses
from launcher.text.counting import Count, measure, measure_tags
from launcher.text.templates import render


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of what is sent: its name, itself, and its length against the allowance where there is one."""

    name: str
    text: str
    count: Count | None = None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """All that one action sends. `times` is how often: a cron's follow-up goes out more than once."""

    key: str
    what: str
    parts: tuple[Part, ...]
    times: int = 1


def sent(plan: Plan, loaded: Loaded, entries: Iterable[Entry] = ()) -> list[Sent]:
    """What every page and post of the plan will hold; addresses that the journal knows stand as they are."""
    said = stand_ins(loaded.manifest, loaded.text_of(loaded.manifest.film.description), plan.at)
    for host, address in addresses(list(entries)).items():
        if address:
            said[host] = {**said.get(host, {}), "url": address}
    return [*_pages(plan), *_announcements(plan, said)]


def _pages(plan: Plan) -> list[Sent]:
    uploads = [action for action in plan.actions if action.kind is Kind.UPLOAD]
    return [Sent(key=each.key, what=f"the page on {each.platform}", parts=tuple(_page(plan, each))) for each in uploads]


def _page(plan: Plan, upload: Action) -> Iterable[Part]:
    if isinstance(upload.spec, FilmSpec):
        yield Part(name="film", text=Path(upload.spec.path).name)
        yield counted(upload.platform, "title", upload.spec.title)
        if upload.spec.description:
            yield counted(upload.platform, "description", upload.spec.description)
        if upload.spec.tags:
            yield _tags(upload.platform, upload.spec.tags)
        for name, value in settings.settings(upload.spec):
            yield Part(name=name, text=value)
    for action in plan.actions:
        if upload.key in action.after or (action.kind is Kind.COMMENT and action.name == upload.name):
            yield from _extra(action)


def _tags(platform: str, tags: tuple[str, ...]) -> Part:
    limit = ALL[platform].numbers.get("tags") if platform in ALL else None
    return Part(name="tags", text=", ".join(tags), count=measure_tags(tags, limit.value) if limit else None)


def _extra(action: Action) -> Iterable[Part]:
    if isinstance(action.spec, FileSpec):
        yield Part(name=f"{action.kind} {action.spec.language}".strip(), text=settings.file(action.spec))
    elif isinstance(action.spec, TextSpec):
        yield counted(action.platform, str(action.kind), action.spec.text)


def _announcements(plan: Plan, said: Mapping[str, Any]) -> list[Sent]:
    found: dict[tuple[str, str], Sent] = {}
    for action in sorted(plan.actions, key=lambda each: bool(each.when)):
        if isinstance(action.spec, PostSpec) or is_follow_up_comment(action):
            before = found.get((action.name, action.platform))
            found[action.name, action.platform] = Sent(
                key=before.key if before else action.key,
                what=phrase(action),
                parts=tuple(_parts(action, said)),
                times=before.times + 1 if before else 1,
            )
    return list(found.values())


def is_follow_up_comment(action: Action) -> bool:
    """Whether it is a comment under the film that comes later: the first one belongs to the host's page."""
    return action.kind is Kind.COMMENT and action.follow_up


def _parts(action: Action, said: Mapping[str, Any]) -> Iterable[Part]:
    if isinstance(action.spec, TextSpec):
        yield counted(action.platform, "comment", render(action.spec.text, said))
    elif isinstance(action.spec, PostSpec):
        yield from _post(action, action.spec, said)


def _post(action: Action, spec: PostSpec, said: Mapping[str, Any]) -> Iterable[Part]:
    place = f"r/{spec.destination}" if spec.destination else ""
    answered, shared = (key.split("/", 2)[-1] for key in (spec.reply_to, spec.crosspost_of))
    for name, value in (("reply to", answered), ("crosspost of", shared), ("subreddit", place)):
        if value:
            yield Part(name=name, text=value)
    if spec.title:
        yield counted(action.platform, "title", render(spec.title, said))
    if spec.text:
        comment = bool(spec.reply_to) and action.platform != "x"
        yield counted(action.platform, "text", render(spec.text, said), limit="comment" if comment else "text")
    if spec.media:
        yield from _media(action.platform, spec.media)
    if spec.link:
        yield Part(name="link", text=spec.link if "://" in spec.link else render(f"{{{{ {spec.link}.url }}}}", said))
    marks = [word for word, marked in (("nsfw", spec.nsfw), ("spoiler", spec.spoiler)) if marked]
    if spec.flair or marks:
        yield Part(name="flair", text=", ".join([spec.flair, *marks] if spec.flair else marks))


def _media(platform: str, spec: MediaSpec) -> Iterable[Part]:
    yield Part(name="media", text=medium(spec))
    if spec.alt:
        yield counted(platform, "alt", spec.alt)


def counted(platform: str, name: str, text: str, *, limit: str = "") -> Part:
    """A part with its length against what the platform allows of it."""
    allowed = ALL[platform].numbers.get(limit or name) if platform in ALL else None
    return Part(name=name, text=text, count=measure(text, allowed.value, allowed.unit) if allowed else None)
