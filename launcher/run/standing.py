"""Where a launch stands: what is still to come, what waits in vain, and the exit code that says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from launcher.journal.records import OPEN, Entry, State

_STOPPED = frozenset({State.REFUSED, State.HELD, State.CANCELLED, State.SKIPPED})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A launch at one moment. `blocked` maps the key of a waiting action to the stopped one that it waits for."""

    entries: tuple[Entry, ...]
    blocked: dict[str, Entry]

    @property
    def coming(self) -> list[Entry]:
        """What `launch` stays for: open, not a follow-up or sample, and not waiting in vain."""
        return [each for each in self.entries if self._goes_on(each) and not each.follow_up]

    @property
    def later(self) -> list[Entry]:
        """Follow-ups and samples that are still to come."""
        return [each for each in self.entries if self._goes_on(each) and each.follow_up]

    @property
    def undecided(self) -> list[Entry]:
        """What waits for a person: held, or sent and not confirmed."""
        return self.of(State.HELD, State.UNKNOWN)

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


def standing(entries: Iterable[Entry]) -> Standing:
    """Where these actions, of one launch, stand together."""
    known = {each.key: each for each in entries}
    blocked: dict[str, Entry] = {}
    for entry in known.values():
        culprit = _culprit(entry, known, set())
        if entry.state in OPEN and culprit is not None:
            blocked[entry.key] = culprit
    return Standing(entries=tuple(known.values()), blocked=blocked)


def _culprit(entry: Entry, known: dict[str, Entry], seen: set[str]) -> Entry | None:
    """The stopped action for which `entry` waits in vain, directly or through others, or None."""
    seen.add(entry.key)
    for need in (known[key] for key in entry.needs if key in known and key not in seen):
        if need.state in _STOPPED:
            return need
        if need.state is not State.DONE and (found := _culprit(need, known, seen)):
            return found
    return None
