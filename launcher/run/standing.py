"""Where a launch stands: what is still to come, what waits in vain, and the exit code that says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from launcher.journal.records import OPEN, Entry, State
from launcher.plan.action import Kind

_STOPPED = frozenset({State.REFUSED, State.HELD, State.CANCELLED, State.SKIPPED})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A launch at one moment. `blocked` maps the key of a waiting action to the stopped one that it waits for."""

    entries: tuple[Entry, ...]
    blocked: dict[str, Entry]

    @property
    def coming(self) -> list[Entry]:
        """What `launch` stays for: open, not a follow-up or sample, and not waiting in vain."""
        return [each for each in self.entries if self._goes_on(each) and not each.follow_up and not _is_deaf(each)]

    @property
    def later(self) -> list[Entry]:
        """Follow-ups and samples that are still to come."""
        return [each for each in self.entries if self._goes_on(each) and each.follow_up]

    @property
    def undecided(self) -> list[Entry]:
        """What waits for a person: held, or sent and not confirmed, but for a notice that nobody need hear twice."""
        return [each for each in self.of(State.HELD, State.UNKNOWN) if each.state is State.HELD or not _is_deaf(each)]

    @property
    def state(self) -> str:
        """The launch in one word: `running`, `held`, `failed`, `following` (up) or `done`."""
        if self.coming:
            return "running"
        if self.undecided:
            return "held"
        if self.of(State.REFUSED):
            return "failed"
        return "following" if self.later else "done"

    @property
    def exit_code(self) -> int:
        """3 where a person must decide, 1 where something was refused, else 0."""
        if self.undecided:
            return 3
        return 1 if self.of(State.REFUSED) else 0

    def of(self, *states: State) -> list[Entry]:
        """The actions in those states."""
        return [each for each in self.entries if each.state in states]

    def _goes_on(self, entry: Entry) -> bool:
        return entry.state in OPEN and entry.key not in self.blocked


def _is_deaf(entry: Entry) -> bool:
    """Whether it would tell people of something, and could not at its first try: nothing waits for that."""
    return entry.kind is Kind.NOTIFY and entry.attempts > 0


def standing(entries: Iterable[Entry]) -> Standing:
    """Where these actions, of one launch, stand together."""
    known = {each.key: each for each in entries}
    culprits: dict[str, Entry | None] = {}
    for entry in known.values():
        _trace(entry, known, culprits)
    blocked = {key: each for key, each in culprits.items() if each is not None and known[key].state in OPEN}
    return Standing(entries=tuple(known.values()), blocked=blocked)


def _trace(entry: Entry, known: dict[str, Entry], culprits: dict[str, Entry | None]) -> None:
    """Find, for `entry` and all that it needs, the stopped action for which each waits in vain, or None.

    Needs form no circle; a long chain of replies is walked without recursion.
    """
    walk = [entry]
    while walk:
        here = walk[-1]
        needs = [known[key] for key in here.needs if key in known]
        ahead = [need for need in needs if need.key not in culprits and need.state not in {State.DONE, *_STOPPED}]
        if ahead and here.key not in culprits:
            culprits[here.key] = None
            walk += ahead
            continue
        walk.pop()
        found = (need if need.state in _STOPPED else culprits.get(need.key) for need in needs)
        culprits[here.key] = next((each for each in found if each is not None), None)
