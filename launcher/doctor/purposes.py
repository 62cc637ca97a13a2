"""What a plan wants of each account, as a preflight needs to know it."""

import re
from dataclasses import replace
from pathlib import Path

from launcher.doctor.subject import Place, Subject
from launcher.manifest.media import probe
from launcher.manifest.times import Unreadable
from launcher.plan.action import Action
from launcher.plan.specs import FilmSpec, PostSpec
from launcher.platforms.base import Draft, Film, Receipt
from launcher.platforms.preflights import Purpose

SITES = {"youtube": "https://www.youtube.com/", "vimeo": "https://vimeo.com/"}
"""Where a link to a host leads: the film's own address is not known yet."""

_ADDRESS = re.compile(r"\{\{\s*(\w+)\.url\b.*?\}\}")
_SOMETHING = Receipt(id="", url="")


def purpose(subject: Subject, place: Place) -> Purpose:
    """What the account is wanted for; without a launch, for nothing but to be there."""
    wanted = Purpose(now=subject.now, until=subject.until)
    mine = [each for each in _left(subject) if (each.platform, each.account) == place]
    drafts = tuple(draft(each.spec) for each in mine if isinstance(each.spec, PostSpec))
    comments = any(each.kind == "comment" for each in mine) or any(each.reply_to for each in drafts)
    wanted = replace(wanted, drafts=drafts, comments=comments)
    films = [each.spec for each in mine if each.kind == "upload" and isinstance(each.spec, FilmSpec)]
    return _with_film(wanted, films[0]) if films else wanted


def _left(subject: Subject) -> list[Action]:
    """What is still to be done."""
    done = {each.key for each in subject.entries if each.state == "done"}
    return [each for each in subject.plan.actions if each.key not in done] if subject.plan else []


def _with_film(wanted: Purpose, spec: FilmSpec) -> Purpose:
    path = Path(spec.path)
    try:
        media = probe(path)
    except (Unreadable, OSError):
        return wanted  # the film's own check tells
    film = Film(path=path, size=media.size, title=spec.title, keys=spec.keys)
    return replace(wanted, film=film, seconds=media.duration)


def draft(spec: PostSpec) -> Draft:
    """The post as far as it is known: addresses by their site, and no title that a template gives later."""
    same = {name: getattr(spec, name) for name in ("destination", "flair", "nsfw", "spoiler")}
    return Draft(
        text=known(spec.text),
        title="" if "{{" in known(spec.title) else known(spec.title),
        link=SITES.get(spec.link, spec.link),
        reply_to=_SOMETHING if spec.reply_to else None,
        crosspost_of=_SOMETHING if spec.crosspost_of else None,
        **same,
    )


def known(template: str) -> str:
    """The template with the sites of the addresses in it."""
    return _ADDRESS.sub(lambda found: SITES.get(found[1], "https://host/"), template)
