"""The problems of a manifest as every command tells them: each labelled, with its place and its fix."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from launcher.cli import output

if TYPE_CHECKING:
    from launcher.errors import Problem


def labelled(problem: "Problem") -> str:
    """`error: launch.yaml:2:9: launch.name: …`, and the fix below it."""
    return f"{problem.severity}: {problem}"


def warn(problems: "Iterable[Problem]") -> None:
    """What is doubtful, on stderr."""
    for problem in problems:
        output.say(labelled(problem))


def refused(problems: "list[Problem]") -> str:
    """Why a manifest cannot be launched: how many problems of which kind, then each. A lone one speaks for itself."""
    if len(problems) == 1:
        return str(problems[0])
    return "\n".join([f"{_name(problems)} cannot be launched: {summary(problems)}", *map(labelled, problems)])


def _name(problems: "list[Problem]") -> str:
    """The manifest's name, where one of the problems stands in it."""
    files = (Path(each.file) for each in problems)
    return next((file.name for file in files if file.suffix in {".yaml", ".yml"}), "the manifest")


def counted(problems: "list[Problem]") -> tuple[int, int]:
    """How many errors, how many warnings."""
    errors = sum(problem.severity == "error" for problem in problems)
    return errors, len(problems) - errors


def summary(problems: "list[Problem]") -> str:
    """How many of which, in words, and whether something could not be judged yet."""
    counts = zip(counted(problems), ("error", "warning"), strict=True)
    words = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    more = "; more may follow once these are mended" if any(problem.hides for problem in problems) else ""
    return (", ".join(words) or "no problems") + more
