"""The embargo: nothing shows a film before its release, whatever the caller believes.

Every adapter that does work is handed out behind this guard. It asks the journal, at the instant of the call, until
when the film is embargoed: an action that fell due too early, a lease from before an edit, or a mistake in a plan
ends here. What does not release a film goes out under the seal, which looks at the request itself.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast

from launcher.clock import iso
from launcher.errors import Embargoed, Refused
from launcher.journal import embargoes
from launcher.journal.database import Journal
from launcher.platforms.base import Draft, Film, Platform, Receipt
from launcher.platforms.permit import begins
from launcher.platforms.seal import sealed


class Guard:
    """A connected platform. `guarded` gives it the platform's other abilities."""

    def __init__(self, platform: Platform, journal: Journal) -> None:
        self._platform: Any = platform
        self._journal = journal

    def _release(self, receipt: Receipt, film: Film) -> Receipt:
        """Release a film whose time has come. Raises Embargoed before it, Refused where no launch has that film."""
        self._after(self._known(receipt), "the film is not to be public")
        with sealed(seal=False):
            return cast(Receipt, self._platform.release(receipt, film))

    def _schedule(self, receipt: Receipt, at: datetime) -> None:
        """Have the host open the film when its time comes, not sooner. Raises Embargoed, and Refused as `_release`."""
        until = self._known(receipt)
        if at < until:
            raise Embargoed(f"the film is not to be public before {iso(until)}; nothing was sent", until=until)
        with sealed(opens=iso(at)):
            self._platform.schedule(receipt, at)

    def _known(self, receipt: Receipt) -> datetime:
        """Until when the film is embargoed. Raises Refused where no launch has it."""
        until = embargoes.release_of(self._journal, self._platform.name, receipt.id)
        if until is None:
            told = f"the journal knows no film {receipt.id} on {self._platform.name}: it is not made public"
            raise Refused(told, code="embargo", fix="launcher status shows what is there")
        return until

    def _post(self, draft: Draft) -> Receipt:
        """Publish what shows no film before its time. Raises Embargoed."""
        self._shows_nothing(draft.text, draft.title, draft.link)
        with sealed():
            return cast(Receipt, self._platform.post(draft))

    def _comment(self, receipt: Receipt, text: str) -> Receipt:
        """Comment under a film whose time has come. Raises Embargoed."""
        until = embargoes.release_of(self._journal, self._platform.name, receipt.id)
        if until is not None:
            self._after(until, "the film is not to be public")
        self._shows_nothing(text)
        with sealed():
            return cast(Receipt, self._platform.comment(receipt, text))

    def _shows_nothing(self, *said: str) -> None:
        """Raise Embargoed where a text holds the address of a film that is not to be public yet."""
        for film in embargoes.hidden(self._journal):
            if any(names(text, film.id, film.url) for text in said):
                self._after(film.until, f"this shows the film on {film.platform}, which is not to be public")

    def _after(self, until: datetime, what: str) -> None:
        """Raise Embargoed before that instant, unless what begins to be sent now is held back until then."""
        now = self._journal.now()
        if max(now, begins() or now) < until:
            raise Embargoed(f"{what} before {iso(until)}; nothing was sent", until=until)


def guarded(platform: Platform, journal: Journal) -> Platform:
    """`platform` behind the guard, with every ability that it has and no other."""
    public = [name for name in dir(platform) if not name.startswith("_")]
    made: Any = type(f"Guarded{type(platform).__name__}", (Guard,), dict(_abilities(public)))
    return cast(Platform, made(platform, journal))


_GUARDED: dict[str, Any] = {
    "release": Guard._release,
    "schedule": Guard._schedule,
    "post": Guard._post,
    "comment": Guard._comment,
}


def _abilities(public: list[str]) -> Iterator[tuple[str, Any]]:
    for name in public:
        yield name, _GUARDED.get(name) or property(_under_seal(name))


def _under_seal(name: str) -> Callable[[Guard], Any]:
    """What the platform has of that name; a method runs under the seal."""

    def read(guard: Guard) -> Any:
        found = getattr(guard._platform, name)

        def call(*args: Any, **options: Any) -> Any:
            with sealed():
                return found(*args, **options)

        return call if callable(found) else found

    return read


def names(text: str, id_: str, url: str) -> bool:
    """Whether `text` holds the film's address, in that form or in another that has its id: youtu.be, player, embed."""
    bare = url.partition("://")[2]
    return bool(bare and bare in text) or re.search(rf"[/=]{re.escape(id_)}(?![\w-])", text) is not None
