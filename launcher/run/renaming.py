"""A launch that is given another name is another launch: keys begin with it, and everything would go out anew."""

from dataclasses import dataclass

from launcher.errors import PlanError
from launcher.journal.database import Journal
from launcher.journal.reading import entries, launch, launch_names
from launcher.journal.records import State
from launcher.plan.action import CREATES
from launcher.plan.plan import Plan
from launcher.plan.specs import FilmSpec, content


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """The launch as which this manifest went out before, with the same film."""

    before: str
    now: str

    def __str__(self) -> str:
        said = f"this manifest was launched as {self.before}; as {self.now} the film would be uploaded"
        return f"{said}, and everything posted, once more"

    @property
    def fix(self) -> str:
        """What to do."""
        return f"put `name: {self.before}` back; or, where that is meant, launcher launch MANIFEST --anew"

    def refuse(self) -> None:
        """Raise PlanError: nobody has agreed to that."""
        raise PlanError(f"{self}; nothing was recorded", fix=self.fix)


def renamed(plan: Plan, journal: Journal) -> Renamed | None:
    """Whether something of this manifest's film is out, or under way, under the name of another launch."""
    for name in launch_names(journal):
        recorded = launch(journal, name)
        if recorded and name != plan.launch and recorded.manifest == plan.manifest:
            found = [each for each in entries(journal, name) if each.kind in CREATES]
            begun = any(each.state in (State.DONE, State.RUNNING) or each.doubt_since for each in found)
            films = {content(each.spec.fingerprint) for each in found if isinstance(each.spec, FilmSpec)}
            ours = {content(each.spec.fingerprint) for each in plan.actions if isinstance(each.spec, FilmSpec)}
            if begun and films & ours:
                return Renamed(before=name, now=plan.launch)
    return None


def same_film(one: FilmSpec, other: FilmSpec) -> bool:
    """Whether it is the same film."""
    return content(one.fingerprint) == content(other.fingerprint)
