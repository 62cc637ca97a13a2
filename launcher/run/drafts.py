"""Drafts: from an action's spec to what is sent, and to the JSON under which the journal keeps what was sent."""

from typing import Any

from pydantic import TypeAdapter

from launcher.plan.specs import PostSpec
from launcher.platforms.base import Attached, Draft
from launcher.run.context import context
from launcher.run.work import Work
from launcher.text.templates import render

_adapter: TypeAdapter[Draft] = TypeAdapter(Draft)


def compose(work: Work, spec: PostSpec, attached: Attached | None = None) -> Draft:
    """The announcement as it will be sent, with what it shows.

    Raises TemplateProblem for a name that is unknown or still empty, and PlanError for a post that it needs.
    """
    said = context(work.journal, work.entry.launch)
    same = {name: getattr(spec, name) for name in ("destination", "flair", "nsfw", "spoiler")}
    return Draft(
        text=render(spec.text, said),
        title=render(spec.title, said),
        link=_address(spec.link, said),
        reply_to=work.receipt(spec.reply_to) if spec.reply_to else None,
        crosspost_of=work.receipt(spec.crosspost_of) if spec.crosspost_of else None,
        attached=attached,
        **same,
    )


def _address(link: str, said: dict[str, Any]) -> str:
    """The address that `link` means: an address as it is, a host's name as that host's address."""
    if not link or "://" in link:
        return link
    return render(f"{{{{ {link}.url }}}}", said)


def dump(draft: Draft) -> str:
    """The draft as JSON."""
    return _adapter.dump_json(draft, exclude_defaults=True).decode()


def parse(text: str) -> Draft:
    """The draft that `dump` wrote."""
    return _adapter.validate_json(text)
