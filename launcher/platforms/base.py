"""The contract between launcher and a platform, on one page.

A platform is a `Host` (it holds the film) or a `Feed` (the film is announced on it). One object of
it serves one account and one thread at a time. It never sleeps, never retries, never logs and never
sees the journal: who calls it records the intent first, and decides afterwards. Whatever an SDK
raises leaves as one of the five `PlatformError`s, and only these:

    LoginExpired     the credentials are missing, dead, or of another account
    Refused          the platform said no for good; nothing was created
    Throttled        the platform said "later"; nothing was created
    Unavailable      failed before any byte left; nothing was created
    OutcomeUnknown   sent, not confirmed (timeout, reset, 5xx, unreadable reply)

Text that a platform returned (titles, names, messages) is foreign: strip it before it is shown.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from launcher.clock import Clock
from launcher.platforms.gauge import Gauge
from launcher.platforms.limits import Limits
from launcher.platforms.records import (
    Attached,
    Draft,
    Film,
    Identity,
    Medium,
    Processing,
    Progress,
    Readiness,
    Receipt,
    Sample,
    Session,
    Sessions,
)

__all__ = [
    "AddsCaptions",
    "AddsToPlaylist",
    "Attached",
    "Comments",
    "Draft",
    "Feed",
    "Film",
    "Host",
    "Identity",
    "LetsPartnersIn",
    "Medium",
    "Metered",
    "Platform",
    "Processing",
    "Progress",
    "Readiness",
    "Receipt",
    "Sample",
    "SchedulesRelease",
    "Session",
    "Sessions",
    "SetsPoster",
    "TakesMedia",
    "Tells",
    "TellsPremiere",
    "TellsSettings",
]


@runtime_checkable
class Platform(Protocol):
    """What every platform does."""

    name: str
    limits: Limits

    def connect(self, login: Any, clock: Clock) -> None:
        """Take the credentials and make the SDK's client. Sends nothing; may be called again.

        `login` is the platform's own record from `launcher.logins`. Raises LoginExpired where it lacks a field.
        """
        ...

    def account(self) -> Identity:
        """Who am I? One cheap read, which also warms the connection. May be repeated.

        Raises LoginExpired where that is another than the login's `owner` (`pins.same_owner`).
        """
        ...

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Current metrics of any number of receipts, in the platform's largest batches. May be repeated.

        Metrics use the field's names: views, likes, comments, shares, quotes, impressions, score, upvote_ratio,
        crossposts, video_views (of a clip), removed (1 or 0), and the places rank, all_rank, popular_rank (1 is the
        top).
        What the platform does not tell is left out, never told as 0.
        """
        ...


@runtime_checkable
class Host(Platform, Protocol):
    """A platform that holds the film."""

    def upload(self, film: Film, sessions: Sessions, progress: Progress) -> Receipt:
        """Send the film, explicitly private, and return its receipt with the public address.

        Goes on with the kept session where there is one, at the offset that the platform tells; keeps a new
        one before the first byte. May be called again after any error; never makes a second item while the
        session lives. `progress` hears the platform's count of bytes.
        """
        ...

    def find(self, film: Film, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The item of this film made at or after `since`, or None where it is surely absent. May be repeated.

        `known` are ids that are not it: other work made those. The receipt may be of an item whose bytes are not
        all there yet: `resume` tells.
        """
        ...

    def resume(self, receipt: Receipt) -> Session | None:
        """The session of an unfinished item that `find` saw, or None where all of its bytes are there."""
        ...

    def readiness(self, receipt: Receipt) -> Readiness:
        """Whether the film is processed and may be released. May be repeated."""
        ...

    def release(self, receipt: Receipt, film: Film) -> Receipt:
        """Make the film public as `film.keys` says. Idempotent: may be repeated after any error.

        The receipt that it returns has the public address: an unlisted film gets a new one.
        """
        ...

    def visible(self, receipt: Receipt) -> bool:
        """Whether an anonymous visitor can play it now (oEmbed). May be repeated."""
        ...


@runtime_checkable
class Feed(Platform, Protocol):
    """A platform on which the film is announced."""

    def post(self, draft: Draft) -> Receipt:
        """Publish `draft` now. Creates: must never be called twice for one draft without `find` between."""
        ...

    def find(self, draft: Draft, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The own post that says what `draft` says, made at or after `since`, or None where it is surely absent.

        `known` are ids that are not it: other work made those, however much they say the same.
        """
        ...


@runtime_checkable
class TakesMedia(Protocol):
    """A feed whose posts show pictures or videos."""

    def attach(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
        """Send the medium, which nobody sees before a post shows it; None while the platform still processes it.

        Goes on with the kept session, where the platform can. May be repeated after any error and after None: the
        worst that comes of it is a second copy that nobody sees. Raises Refused for a medium that it cannot process.
        """
        ...


@runtime_checkable
class Metered(Protocol):
    """A platform of which it is known how much of its allowances is left."""

    gauge: Gauge
    """Filled by every request. Whoever runs the adapter takes what is in it, and lets readings wait."""


@runtime_checkable
class SetsPoster(Protocol):
    """A host that takes a poster image."""

    def set_poster(self, receipt: Receipt, poster: Path) -> None:
        """Make `poster` the film's image. Idempotent in effect: may be repeated."""
        ...


@runtime_checkable
class AddsCaptions(Protocol):
    """A host that takes captions."""

    def add_captions(self, receipt: Receipt, language: str, captions: Path, name: str = "") -> None:
        """Add captions, or leave them where that language has some. Looks first: may be repeated.

        `name` is what the player's menu calls them; without one the player names the language.
        """
        ...


@runtime_checkable
class AddsToPlaylist(Protocol):
    """A host that has playlists."""

    def add_to_playlist(self, receipt: Receipt, title: str) -> None:
        """Put the film in the own playlist of that title, made where there is none. Looks first: may be repeated."""
        ...


@runtime_checkable
class SchedulesRelease(Protocol):
    """A host that can make the film public by itself, at an instant that it is told."""

    def schedule(self, receipt: Receipt, at: datetime) -> None:
        """Have the host make the film public at `at`, which is to come. Idempotent; a public film stays as it is."""
        ...

    def unschedule(self, receipt: Receipt) -> None:
        """Take that back. Idempotent."""
        ...


@runtime_checkable
class TellsPremiere(Protocol):
    """A host on which a person can set a Premiere."""

    def premiere(self, receipt: Receipt) -> datetime | None:
        """When the film's Premiere starts, or None where none is set. May be repeated."""
        ...


@runtime_checkable
class TellsSettings(Protocol):
    """A host whose settings of the film can be read back."""

    def differences(self, receipt: Receipt, film: Film, *, released: bool) -> list[str]:
        """What the host holds otherwise than `film` says, each in a few words. May be repeated."""
        ...


@runtime_checkable
class LetsPartnersIn(Protocol):
    """A host that shows a film to a partner's visitors before its release."""

    def let_out(self, receipt: Receipt, film: Film) -> None:
        """Hide an unreleased film from every partner but the one that `film` names. Looks first: may be repeated."""
        ...


@runtime_checkable
class Comments(Protocol):
    """A host that takes a comment under the film."""

    def comment(self, receipt: Receipt, text: str) -> Receipt:
        """Comment on the released film. Creates: never twice without `find_comment` between."""
        ...

    def find_comment(
        self, receipt: Receipt, text: str, since: datetime, known: frozenset[str] = frozenset()
    ) -> Receipt | None:
        """The own comment of that text made at or after `since`, none of `known`, or None where surely absent."""
        ...


@runtime_checkable
class Tells(Protocol):
    """A way to people."""

    def tell(self, title: str, body: str) -> None:
        """Tell them, once. Raises Unavailable where it was not heard, OutcomeUnknown where it may have been."""
        ...
