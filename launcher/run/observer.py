"""What a launch tells whoever watches it: a terminal, a test, nobody."""

from launcher.journal.records import Entry, Outcome


class Observer:
    """Hears what happens; this one keeps silent. Called from worker threads: must be quick and must not raise."""

    def began(self, entry: Entry) -> None:
        """A worker has claimed the action."""

    def progressed(self, entry: Entry, sent: int) -> None:
        """The host holds that many bytes of the film."""

    def swept(self, key: str) -> None:
        """The passing of time alone held or skipped the action of that key: too late, not ready, never reached."""

    def settled(self, entry: Entry, outcome: Outcome) -> None:
        """The try ended so, and the journal knows it."""
