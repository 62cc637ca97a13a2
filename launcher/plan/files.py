"""Plan files: a plan as it was shown, to be launched exactly so or not at all."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from launcher.errors import PlanError
from launcher.plan.plan import Plan

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """A plan and the state of the journal that it was made against, as `standing` hashed it."""

    format: int
    plan: Plan
    recorded: str


_adapter = TypeAdapter(PlanFile)


def save(path: Path, plan: Plan, recorded: str) -> None:
    """Write the plan to `path`, for its owner's eyes: a film's password may be in it.

    Raises PlanError where that cannot be written.
    """
    text = _adapter.dump_json(PlanFile(format=FORMAT, plan=plan, recorded=recorded), indent=1)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(text + b"\n")
    except OSError as error:
        raise PlanError(
            f"the plan cannot be written to {path}: {error.strerror}", fix="choose another --out"
        ) from error


def looks_like_plan(path: Path) -> bool:
    """Whether `path` is a plan file and not a manifest: it is JSON."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).lstrip().startswith(b"{")
    except OSError:
        return False


def read(path: Path) -> PlanFile:
    """The plan file at `path`. Raises PlanError where it is none, or of another launcher."""
    try:
        return _adapter.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise PlanError(
            f"{path} is not a plan that this launcher wrote", fix="launcher plan MANIFEST --out FILE"
        ) from error


def digest(lines: list[str]) -> str:
    """One hash of many lines, whatever their order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
