"""Words that are out already under another name: keys are names, so that a post with another name is another post."""

from collections.abc import Iterable
from typing import Any

from launcher.journal.records import Entry, State
from launcher.plan.action import Action
from launcher.plan.recurring import firing
from launcher.plan.specs import MediaSpec, PostSpec, Spec, content

_OUT = frozenset({State.DONE, State.RUNNING, State.UNKNOWN})


def twin(action: Action, recorded: Iterable[Entry]) -> Entry | None:
    """The post of another name that said just this on the same account, or may have; None where there is none.

    What recurs says the same again and again: there the instant must be the same, too.
    """
    others = (each for each in recorded if each.key != action.key and (each.state in _OUT or each.doubt_since))
    return next((each for each in others if _is_same(action, each)), None)


def _is_same(action: Action, entry: Entry) -> bool:
    where = (action.platform, action.account) == (entry.platform, entry.account)
    when = firing(action.key) is None or action.due_at == entry.planned_for
    said = _said(action.spec)
    return where and when and said is not None and said == _said(entry.spec)


def _said(spec: Spec) -> tuple[Any, ...] | None:
    """What readers see of it, and where: to which post of this launch it belongs is a matter of names again."""
    if not isinstance(spec, PostSpec):
        return None
    kind = (bool(spec.reply_to), bool(spec.crosspost_of))
    return (spec.text.strip(), spec.title.strip(), spec.link, spec.destination.casefold(), kind, _shown(spec.media))


def _shown(media: MediaSpec | None) -> tuple[Any, ...] | None:
    """The picture or clip, however often its file was copied or touched."""
    return (media.size, content(media.fingerprint)[1], media.recipe) if media else None
