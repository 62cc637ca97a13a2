"""What platforms hand out as proof, looked at before it is kept: nonsense is no proof."""

from dataclasses import replace
from datetime import datetime

from launcher.errors import OutcomeUnknown
from launcher.journal.records import Entry, Outcome
from launcher.plan.action import Kind
from launcher.text.foreign import clean

LONGEST = 2000
"""Characters of an id or an address at the most."""


def sound(outcome: Outcome, entry: Entry) -> Outcome:
    """The outcome with a receipt that can be kept; an instant that is none is left out. Media have no address.

    Raises OutcomeUnknown where id or address is missing or cannot be printed: it was made, and has to be looked for.
    """
    receipt = outcome.receipt
    if receipt is None:
        return outcome
    for name, told in (("id", receipt.id), ("address", receipt.url)):
        if not _printable(told) and (name, entry.kind) != ("address", Kind.MEDIA):
            raise OutcomeUnknown(f"{entry.platform} told no {name} that can be used", code="unreadable")
    aware = isinstance(receipt.at, datetime) and receipt.at.tzinfo is not None
    return outcome if aware else replace(outcome, receipt=replace(receipt, at=None))


def _printable(told: object) -> bool:
    return isinstance(told, str) and bool(told) and not any(map(str.isspace, told)) and clean(told, LONGEST) == told
