"""Exit codes, and the one place that turns an exception into a message and a code."""

import os
import sys
from collections.abc import Callable
from enum import IntEnum


class Exit(IntEnum):
    """What the exit code says."""

    OK = 0
    FAILED = 1
    USAGE = 2
    HELD = 3
    LOGIN = 4
    UNREACHABLE = 5
    INTERRUPTED = 130


MEANINGS = {
    Exit.OK: "all well",
    Exit.FAILED: "something failed",
    Exit.USAGE: "usage, settings or manifest",
    Exit.HELD: "an outcome is unknown, or held for a person",
    Exit.LOGIN: "a login is missing, dead or of another account",
    Exit.UNREACHABLE: "a platform cannot be reached",
    Exit.INTERRUPTED: "Ctrl-C",
}

_CODES = {
    "ManifestError": Exit.USAGE,
    "SettingsError": Exit.USAGE,
    "TemplateProblem": Exit.USAGE,
    "PlanError": Exit.USAGE,
    "LoginExpired": Exit.LOGIN,
    "OutcomeUnknown": Exit.HELD,
    "Unavailable": Exit.UNREACHABLE,
}
"""By the class's name: importing the classes would cost every `--help` several milliseconds."""


def code_of(error: Exception) -> Exit:
    """The exit code that an error means: that of its class, or of the nearest class above it."""
    return next((_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _CODES), Exit.FAILED)


def guarded(call: Callable[[], object], *, debug: bool = False) -> int:
    """Call, and return the exit code. Every exception ends in one message on stderr, without a traceback.

    With `debug` the traceback is told too, without secrets.
    """
    try:
        call()
        sys.stdout.flush()
    except SystemExit as wanted:
        return wanted.code if isinstance(wanted.code, int) else Exit.FAILED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 - the last resort: told, and the exit code says that it failed
        return failed(error, debug=debug)
    return Exit.OK


def failed(error: Exception, *, debug: bool = False) -> int:
    """Tell an error (what, where, fix) on stderr, without secrets, and return its exit code."""
    import traceback

    from launcher.cli import output, problems
    from launcher.errors import LauncherError, ManifestError
    from launcher.text.redaction import redact

    if debug:
        output.say(redact("".join(traceback.format_exception(error)).rstrip()))
    if isinstance(error, ManifestError):
        output.error(redact(problems.refused(error.problems)))
    elif isinstance(error, LauncherError):
        output.error(redact(str(error)))
    else:
        more = "" if debug else ", with what --debug adds"
        told = f"{type(error).__name__}: {error}\n  fix: this is a mistake in launcher; please report it{more}"
        output.error(redact(told))
    return code_of(error)


def _reader_left() -> int:
    """Whoever read our output has closed it: say nothing, and let the interpreter's last flush go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return Exit.FAILED
