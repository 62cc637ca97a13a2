"""From a manifest (or a saved plan) to a recorded launch."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from launcher.clock import iso
from launcher.errors import ManifestError, PlanError, Problem
from launcher.journal.database import Journal
from launcher.journal.fates import Change, Fate, compare, moves
from launcher.journal.reading import entries, launch
from launcher.journal.recording import record
from launcher.journal.records import Entry, State
from launcher.manifest.checks import check, examine
from launcher.manifest.loading import Loaded, load
from launcher.plan import files
from launcher.plan.action import Kind
from launcher.plan.building import build
from launcher.plan.plan import Plan
from launcher.plan.specs import FilmSpec
from launcher.run.loosening import IN_STUDIO, premieres, says, take_back, told_of
from launcher.run.renaming import Renamed, renamed, same_film
from launcher.settings import Settings, fixed


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan ready to be recorded, what recording it would change, and what `check` warns of."""

    plan: Plan
    changes: list[Change]
    warnings: list[Problem]
    recorded: str  # hash of what the journal holds of this launch
    moved_from: datetime | None = None  # a later release that the journal has, and that was not yet
    renamed: Renamed | None = None

    @property
    def sooner(self) -> str:
        """In words, where the film would be public sooner than it was launched; else nothing."""
        if self.moved_from is None:
            return ""
        before, after = iso(self.moved_from), iso(self.plan.release_at)
        return f"this manifest shows the film sooner: at {after}, and not at {before} as it was launched"

    def require_no_sooner(self) -> None:
        """Raise PlanError where the film would be public sooner than was agreed."""
        if self.sooner:
            fix = f"launcher launch {self.plan.manifest} --earlier   where that is meant"
            raise PlanError(f"{self.sooner}; nothing was recorded", fix=fix)


def prepare(path: Path, journal: Journal | None, now: datetime) -> Prepared:
    """Check and plan the manifest at `path`, or take the saved plan there, against the journal. Changes nothing.

    Raises ManifestError with every problem, and PlanError for a saved plan that is stale.
    """
    if files.looks_like_plan(path):
        return _exactly(path, journal)
    try:
        return _planned(load(path), journal, now)
    except ManifestError:
        refuse_errors(examine(path, now))
        raise


def refuse_errors(problems: list[Problem]) -> None:
    """Raise ManifestError with every problem where one of them is an error."""
    if any(problem.severity == "error" for problem in problems):
        raise ManifestError(problems)


def commit(
    journal: Journal,
    prepared: Prepared,
    *,
    earlier: bool = False,
    anew: bool = False,
    settings: Settings | None = None,
) -> list[Change]:
    """Record the plan; repeating it changes nothing. What a host was told of another release is taken back first.

    Raises PlanError where the journal has moved meanwhile, where it moves the release forward without `earlier`, and
    where the film went out under the name of another launch without `anew`; LauncherError where a host would go on to
    publish the film at the old instant. That takes the logins in `settings`.
    """
    if not earlier:
        prepared.require_no_sooner()
    if prepared.renamed and not anew:
        prepared.renamed.refuse()
    name = prepared.plan.launch
    if _recorded(journal, name) != prepared.recorded and not _resumes(journal, prepared):
        raise PlanError(
            f"another launcher has recorded {name}, or gone on with it, since this plan was shown: nothing was changed",
            fix=f"`launcher status {name}` shows what it does; `launcher launch {prepared.plan.manifest}` shows the "
            "rest, and works beside it",
        )
    logins = settings or fixed({})
    take_back(journal, logins, prepared.plan, "nothing was recorded, and")
    changes = record(journal, prepared.plan)
    if take_back(journal, logins, prepared.plan, "it is recorded, but"):  # told while this was being recorded
        record(journal, prepared.plan)
    return changes


def _resumes(journal: Journal, prepared: Prepared) -> bool:
    """Whether it changed nothing when it was shown, and would change nothing now: then it goes on beside the other."""
    if not prepared.changes or moves(prepared.changes):
        return False
    return not moves(compare(prepared.plan, entries(journal, prepared.plan.launch)))


def _planned(loaded: Loaded, journal: Journal | None, now: datetime) -> Prepared:
    name = loaded.manifest.launch.name
    known = launch(journal, name) if journal else None
    recorded_at = known.recorded_at if known else None
    problems = check(loaded, recorded_at or now)
    refuse_errors(problems)
    plan = build(loaded, now, recorded_at=recorded_at)
    found = entries(journal, name) if journal else []
    _same_film(plan, found)
    if journal:
        _none_by_itself(plan, journal)
    other = renamed(plan, journal) if journal and known is None else None
    changes = compare(plan, found)
    return Prepared(
        plan=plan,
        changes=changes,
        warnings=[*problems, *(_left_set(plan, journal) if journal else ()), *_told(other), *_held(changes)],
        renamed=other,
        recorded=_recorded(journal, name),
        moved_from=known.release_at if known and max(now, plan.release_at) < known.release_at else None,
    )


def _same_film(plan: Plan, recorded: list[Entry]) -> None:
    """Raise PlanError where this launch has uploaded another film: its posts would announce that one."""
    uploads = {each.key: each.spec for each in plan.actions if isinstance(each.spec, FilmSpec)}
    for entry in recorded:
        planned = uploads.get(entry.key)
        begun = entry.kind is Kind.UPLOAD and (entry.receipt or entry.state is State.RUNNING)
        if begun and planned and isinstance(entry.spec, FilmSpec) and not same_film(planned, entry.spec):
            raise PlanError(
                f"the launch {plan.launch} has uploaded another film to {entry.platform}",
                fix="give this film's launch a name of its own, or put the first film back",
            )


def _none_by_itself(plan: Plan, journal: Journal) -> None:
    """Raise PlanError where a host would go on to publish the film at an instant of which this plan knows nothing."""
    moved = {each.name for each in plan.actions if each.kind is Kind.SCHEDULE}
    for told in told_of(journal, plan.launch):
        if told.name not in moved:
            raise PlanError(
                f"{told.platform} was told to publish the film by itself at {told.key.rpartition('/')[2]}, and this "
                "manifest would leave it so",
                fix=f"launcher hold {plan.launch}/{Kind.RELEASE}/{told.name}   takes it back",
            )


def _left_set(plan: Plan, journal: Journal) -> list[Problem]:
    """A warning for each Premiere that a person has set for an instant that the plan has no more."""
    kept = {each.key for each in plan.actions}
    left = [each for each in premieres(journal, plan.launch) if each.key not in kept]
    where = "hosts.{}.release_by"
    return [
        Problem(
            where=where.format(each.platform), what=says(each), fix=f"move it there, or {IN_STUDIO}", severity="warning"
        )
        for each in left
    ]


def _told(other: Renamed | None) -> list[Problem]:
    """A warning where the launch had another name."""
    found = [other] if other else []
    return [Problem(where="launch.name", what=str(each), fix=each.fix, severity="warning") for each in found]


def _held(changes: list[Change]) -> list[Problem]:
    """A warning for each post whose words are out already."""
    held = [each for each in changes if each.fate is Fate.HELD]
    return [
        Problem(
            where=each.key.partition("/")[2],
            what=f"{each.why}; it is held",
            fix=f"put the old name back; or, once this is recorded, {each.next}",
            severity="warning",
        )
        for each in held
    ]


def _exactly(path: Path, journal: Journal | None) -> Prepared:
    """The saved plan, if manifest, files and journal are as they were when it was made."""
    saved = files.read(path)
    again = _planned(load(Path(saved.plan.manifest)), journal, saved.plan.made_at)
    if again.plan != saved.plan:
        raise PlanError(f"{path.name} is stale: the manifest or a file that it names has changed", fix=_fix(saved.plan))
    if again.recorded != saved.recorded:
        raise PlanError(f"{path.name} is stale: the launch has moved on since", fix=_fix(saved.plan))
    return again


def _fix(plan: Plan) -> str:
    return f"launcher plan {plan.manifest} --out FILE, look at it, and launch that"


def _recorded(journal: Journal | None, name: str) -> str:
    found = entries(journal, name) if journal else []
    return files.digest([f"{each.key} {each.state} {each.digest}" for each in found])
