"""`upload`: the film goes to a host, private; an interrupted one goes on where the host says it stands."""

from pathlib import Path

from launcher.errors import OutcomeUnknown, PlanError, PlatformError, Unavailable
from launcher.journal.records import Outcome, State
from launcher.journal.sessions import KeptSession
from launcher.manifest.media import fingerprint
from launcher.plan.specs import FilmSpec
from launcher.platforms.base import Film, Host, Receipt
from launcher.run.verdicts import FIRST_PAUSE as PAUSE
from launcher.run.verdicts import said
from launcher.run.work import Work


def upload(work: Work) -> Outcome:
    """Send the film, or the rest of it. Raises PlanError where the file is not the one that was planned."""
    film, host = _film(work), work.on(Host)
    sessions = KeptSession(work.journal, work.claim, fingerprint(film.path))
    if sessions.kept() is None:
        work.intend("upload")
    heard = Heard(work)
    try:
        receipt = _sent(work, host, film, sessions, heard)
    except (Unavailable, OutcomeUnknown) as error:
        if not heard.came_further:
            raise
        return Outcome(state=State.PLANNED, due_at=work.now + PAUSE, error=said(error), counts=False)
    _still(work, film.path, sessions, receipt.id)
    return Outcome(state=State.DONE, receipt=receipt)


def _sent(work: Work, host: Host, film: Film, sessions: KeptSession, heard: "Heard") -> Receipt:
    """Send the film. A broken connection is gone on with at once, as long as the host tells that it holds more."""
    while True:
        heard.begin()
        try:
            return host.upload(film, sessions, heard)
        except (PlatformError, OSError) as error:
            _still(work, film.path, sessions)
            if not (isinstance(error, Unavailable | OutcomeUnknown) and heard.goes_on and sessions.kept()):
                raise


class Heard:
    """Hears an upload's progress, and tells whether it comes further by what the host says when it is asked.

    What a call hears first is the host's word; what comes after is only what has been handed to the wire.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._held: list[int | None] = []

    def begin(self) -> None:
        """The host is asked now."""
        self._held.append(None)

    def __call__(self, held: int) -> None:
        """So many bytes are there."""
        if self._held[-1] is None:
            self._held[-1] = held
            self._work.note("holds", str(held))
        self._work.hear(held)

    @property
    def goes_on(self) -> bool:
        """Whether to ask again at once: the host answered, and holds more than when it was asked before."""
        now, before = self._held[-1], self._held[-2] if len(self._held) > 1 else None
        return now is not None and (before is None or now > before)

    @property
    def came_further(self) -> bool:
        """Whether the host holds more than at the beginning: then this was no failed try."""
        told = [each for each in self._held if each is not None]
        return bool(told) and told[-1] > told[0]


def _still(work: Work, path: Path, sessions: KeptSession, made: str = "") -> None:
    """Raise PlanError where the file changed while it was sent, and forget the upload: it is of two films."""
    try:
        found = fingerprint(path)
    except OSError:
        found = "nothing"
    if found == work.spec(FilmSpec).fingerprint:
        return
    sessions.spoil(made)
    raise PlanError(
        f"{path.name} changed while it was sent: what is on {work.entry.platform} is of two films, and stays private",
        fix=f"delete it on {work.entry.platform}; put the first film back",
    )


def find(work: Work) -> Outcome | None:
    """Done where an unconfirmed upload is there whole; where it is there in part, keep its session and go on."""
    film, host = _film(work), work.on(Host)
    receipt = host.find(film, work.since(), work.known())
    if receipt is None:
        return None
    session = host.resume(receipt)
    if session is None:
        return Outcome(state=State.DONE, receipt=receipt)
    KeptSession(work.journal, work.claim, fingerprint(film.path)).keep(session)
    return Outcome(state=State.PLANNED, due_at=work.now, clears_doubt=True)


def _film(work: Work) -> Film:
    spec = work.spec(FilmSpec)
    path = Path(spec.path)
    found = _fingerprint(path)
    if found != spec.fingerprint:
        raise PlanError(
            f"{path.name} has changed since it was planned ({spec.fingerprint} then, {found} now)",
            fix="put the first film back, or launch again to plan with this one",
        )
    return film_of(spec, path.stat().st_size)


def _fingerprint(path: Path) -> str:
    try:
        return fingerprint(path)
    except OSError as error:
        raise PlanError(
            f"{path} cannot be read: {error.strerror}", fix="put the film back, then launch again"
        ) from error


def film_of(spec: FilmSpec, size: int = 0) -> Film:
    """The film that a spec describes. `size` in bytes is for those who send it: others may not have the file."""
    same = {name: getattr(spec, name) for name in ("title", "description", "tags", "language", "premiere", "keys")}
    return Film(path=Path(spec.path), size=size, **same)
