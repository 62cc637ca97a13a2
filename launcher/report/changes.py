"""What recording a plan would change, for a person."""

from collections.abc import Iterable, Sequence

from launcher.journal.recording import Change, Fate


def summary(changes: Sequence[Change]) -> str:
    """How many of which, such as `18 kept, 1 changed, 2 withdrawn`."""
    counts = {fate: sum(change.fate is fate for change in changes) for fate in Fate}
    return ", ".join(f"{count} {fate}" for fate, count in counts.items() if count)


def told(changes: Iterable[Change]) -> list[Change]:
    """Those of which a person wants to know why: all but what is kept."""
    order = [Fate.CHANGED, Fate.ADDED, Fate.SKIPPED, Fate.WITHDRAWN, Fate.FIXED]
    return sorted((each for each in changes if each.fate in order), key=lambda each: order.index(each.fate))
