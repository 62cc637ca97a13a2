"""Logging that cannot leak: every message, argument, extra and traceback goes through `redact` and `clean`.

`install` sets it up for the process: the standard library's logging, structlog, warnings, and the hooks that print
what nobody caught. Tracebacks are printed without the values of locals.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

from launcher.text.foreign import clean
from launcher.text.redaction import HIDDEN, is_secret_name, redact

LONGEST = 100_000
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_TALKATIVE = ("urllib3", "requests_oauthlib", "oauthlib", "prawcore", "httplib2", "googleapiclient", "google.auth")
"""Whose DEBUG lines are whole requests: addresses with tokens in them, signatures, bodies."""
_PLAIN = (int, float, bool, type(None))


def safe(text: str) -> str:
    """`text` as it may be logged: without secrets, escape sequences and control characters."""
    return clean(redact(text), limit=LONGEST)


def safe_traceback(error: BaseException) -> str:
    """The traceback of `error` with its causes, as it may be logged. No values of locals."""
    return safe("".join(traceback.format_exception(error))).rstrip()


def safe_value(value: Any, name: str = "") -> Any:
    """`value` of a field called `name`, as it may be logged: numbers stay, all else becomes safe text or holds it."""
    if isinstance(value, _PLAIN):
        return value
    if name and is_secret_name(name):
        return HIDDEN
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, Mapping):
        return {safe(str(key)): safe_value(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [safe_value(each) for each in value]
    return safe(str(value) if isinstance(value, BaseException) else repr(value))


class RedactingFilter(logging.Filter):
    """Makes a record safe before it is formatted. Put it on handlers: a logger's filter misses its children's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, made safe."""
        record.msg, record.args = safe(_message(record)), ()
        if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            record.exc_text = safe_traceback(record.exc_info[1])
        elif record.exc_text:
            record.exc_text = safe(record.exc_text)
        record.exc_info = None
        record.stack_info = safe(record.stack_info) if record.stack_info else None
        for name in set(vars(record)) - _STANDARD:
            setattr(record, name, safe_value(getattr(record, name), name))
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args!r}"


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the event with every value safe, and its exception as a safe traceback."""
    info = event.pop("exc_info", None)
    error = sys.exception() if info is True else info[1] if isinstance(info, tuple) else info
    cleaned = {name: safe_value(value, name) for name, value in event.items()}
    if isinstance(error, BaseException):
        cleaned["exception"] = safe_traceback(error)
    return cleaned


def install(level: str = "WARNING", *, stream: TextIO | None = None) -> None:
    """Set up logging to `stream` (default: standard error) from `level` up, and the hooks. May be called again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.set_name("launcher")
    root = logging.getLogger()
    for old in [each for each in root.handlers if each.get_name() == "launcher"]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))
    logging.captureWarnings(capture=True)
    _configure_structlog()
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def _configure_structlog() -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            redact_event,
            structlog.processors.KeyValueRenderer(key_order=["event"], drop_missing=True),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    sys.stderr.write(safe_traceback(error) + "\n")


def _uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
        sys.stderr.write(safe_traceback(failure.exc_value) + "\n")


def _unraisable(failure: "sys.UnraisableHookArgs") -> None:
    if failure.exc_value is not None:
        sys.stderr.write(safe_traceback(failure.exc_value) + "\n")
