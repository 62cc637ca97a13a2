"""Every exception that launcher raises on purpose.

    LauncherError
    ├── ManifestError          the manifest, or a file it names, cannot be launched
    ├── SettingsError          an environment variable or the secrets file is wrong
    ├── TemplateProblem        a template of a post cannot be rendered: nothing may be sent
    ├── PlanError              a plan file is stale, or a plan cannot be made
    ├── JournalError           the journal cannot be read or written, or refuses a change
    │   └── Lost               this worker no longer owns the action: send nothing
    └── PlatformError          something between us and a platform
        ├── LoginExpired       the credentials are missing, dead, or of another account
        ├── Refused            the platform said no for good; nothing was created
        ├── Throttled          the platform said "later"; nothing was created
        ├── Unavailable        failed before any byte left; nothing was created
        │   └── Embargoed      not before its time; nothing was sent
        └── OutcomeUnknown     sent, not confirmed: it may or may not exist

A message says what failed, which field or variable, and what to type or change.
"""

from dataclasses import dataclass
from datetime import datetime


class LauncherError(Exception):
    """Base of all errors that launcher raises on purpose.

    `fix` is the next thing to type or change, in one sentence, or empty.
    """

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  fix: {self.fix}" if self.fix else self.message


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong in a manifest: where it stands, what is wrong, how to mend it.

    `line` and `column` count from 1; 0 means that the problem has no place in the file. `hides` is True where
    something that leans on it could not be judged: more may be wrong than is told.
    """

    where: str
    what: str
    fix: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    severity: str = "error"
    hides: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        fix = f"\n    fix: {self.fix}" if self.fix else ""
        return f"{place}{self.where}: {self.what}{fix}"


class ManifestError(LauncherError):
    """The manifest cannot be launched; `problems` holds everything found, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class SettingsError(LauncherError):
    """An environment variable or the secrets file is wrong."""


class TemplateProblem(LauncherError):
    """A post's template is wrong, or names something unknown or still empty: nothing may be sent.

    `name` is the dotted name at fault, or empty; `line` counts from 1, 0 where there is none.
    """

    def __init__(self, message: str, *, name: str = "", line: int = 0, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.name = name
        self.line = line


class PlanError(LauncherError):
    """A plan file is stale or unreadable, or a plan cannot be made."""


class JournalError(LauncherError):
    """The journal cannot be read or written, or refuses the change."""


class Lost(JournalError):
    """Another worker owns the action now: nothing may be sent."""


class PlatformError(LauncherError):
    """Something between us and a platform; `code` is the platform's own word for it."""

    def __init__(self, message: str, *, code: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.code = code


class LoginExpired(PlatformError):
    """The credentials are missing, dead, or belong to another account."""


class Refused(PlatformError):
    """The platform said no for good; nothing was created.

    `duplicate` is True where the platform says that it already has this very item:
    after an unknown outcome that is evidence that the earlier try landed.
    """

    def __init__(self, message: str, *, code: str = "", fix: str = "", duplicate: bool = False) -> None:
        super().__init__(message, code=code, fix=fix)
        self.duplicate = duplicate


class Throttled(PlatformError):
    """The platform said "later"; nothing was created. `retry_at` is aware, or None where it did not say."""

    def __init__(self, message: str, *, retry_at: datetime | None = None, code: str = "", fix: str = "") -> None:
        super().__init__(message, code=code, fix=fix)
        self.retry_at = retry_at


class Unavailable(PlatformError):
    """The request failed before any byte of it left: nothing was created."""


class Embargoed(Unavailable):
    """It would show the film before its time, `until`, or is asked for again then (`hour=False`): nothing was sent."""

    def __init__(self, message: str, *, until: datetime, hour: bool = True, fix: str = "") -> None:
        super().__init__(message, code="embargo", fix=fix)
        self.until, self.hour = until, hour


class OutcomeUnknown(PlatformError):
    """Sent, not confirmed: timeout, reset, 5xx or an unreadable reply."""
