"""Drafts: from an action's spec to what is sent, and to the JSON under which the journal keeps what was sent."""

from typing import Any

from pydantic import TypeAdapter

from launcher.errors import PlanError
from launcher.journal.records import Entry
from launcher.plan.action import Kind
from launcher.plan.specs import PostSpec
from launcher.platforms.base import Draft, Receipt
from launcher.run.context import context
from launcher.run.work import Work
from launcher.text.templates import render

_adapter: TypeAdapter[Draft] = TypeAdapter(Draft)


def compose(work: Work, spec: PostSpec) -> Draft:
    """The announcement as it will be sent.

    Raises TemplateProblem for a name that is unknown or still empty, and PlanError for a post that it needs.
    """
    siblings = work.siblings()
    said = context(work.journal, work.entry.launch, siblings)
    same = {name: getattr(spec, name) for name in ("destination", "flair", "nsfw", "spoiler")}
    return Draft(
        text=render(spec.text, said),
        title=render(spec.title, said),
        link=_address(spec.link, said),
        reply_to=_receipt(siblings, spec.reply_to),
        crosspost_of=_receipt(siblings, spec.crosspost_of),
        **same,
    )


def _address(link: str, said: dict[str, Any]) -> str:
    """The address that `link` means: an address as it is, a host's name as that host's address."""
    if not link or "://" in link:
        return link
    return render(f"{{{{ {link}.url }}}}", said)


def _receipt(siblings: list[Entry], key: str) -> Receipt | None:
    if not key:
        return None
    found = next((each.receipt for each in siblings if each.key == key and each.kind is Kind.POST), None)
    if found is None:
        raise PlanError(f"{key} has no receipt yet", fix="launcher status shows what became of it")
    return found


def dump(draft: Draft) -> str:
    """The draft as JSON."""
    return _adapter.dump_json(draft, exclude_defaults=True).decode()


def parse(text: str) -> Draft:
    """The draft that `dump` wrote."""
    return _adapter.validate_json(text)
