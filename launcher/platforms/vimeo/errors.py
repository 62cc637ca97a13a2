"""What Vimeo answers and its SDKs raise, as one of the five outcomes: one table of the platform's codes.

Statuses and codes: https://developer.vimeo.com/api/reference, checked 2026-11.
"""

from typing import Any

from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled
from launcher.platforms.outcomes import UNSURE, scrubbed, unreadable

LOGIN = {8000, 8001, 8002, 8003}
"""The token is unknown, withdrawn, or lacks a scope."""

QUOTA = {3429, 4101, 4102, 4104}
"""The account may upload no more: this week, today, or at all."""

FIXES = dict.fromkeys(LOGIN, "launcher login vimeo: the token is withdrawn, or lacks a scope") | (
    dict.fromkeys(QUOTA, "free space, or raise the plan, at https://vimeo.com/settings/account")
)
"""What to do about a code."""


def translate(error: Exception, *, creates: bool) -> PlatformError | None:
    """What PyVimeo or tuspy raised, as an outcome; None where it is neither's. The road's failures never get here."""
    import vimeo.exceptions
    from tusclient.exceptions import TusCommunicationError

    if isinstance(error, vimeo.exceptions.APIRateLimitExceededFailure):
        return Throttled("vimeo says: too many requests", code="429")
    if isinstance(error, vimeo.exceptions.UploadQuotaExceeded):
        return Refused("vimeo: the account may upload no more", code="4101", fix=FIXES[4101])
    if isinstance(error, TusCommunicationError):
        status = getattr(error, "status_code", None)
        return OutcomeUnknown(f"vimeo's upload link answered {status or 'nothing'}", code=str(status or "no reply"))
    if isinstance(error, (vimeo.exceptions.BaseVimeoException, vimeo.exceptions.ObjectLoadFailure)):
        return unreadable("vimeo", error, creates=creates)
    return None


def refusal(reply: Any, token: str, *, creates: bool) -> PlatformError:
    """The outcome of a 4xx: only one that explains itself is a refusal."""
    status, told = int(reply.status_code), explained(reply)
    code = int(told.get("error_code") or 0)
    words = scrubbed(told.get("error") or told.get("developer_message") or status, token)
    named, fix = str(code or status), FIXES.get(code, "")
    if status == 401 or code in LOGIN:
        return LoginExpired(f"vimeo refused the login ({words})", code=named, fix=fix or FIXES[8000])
    if status == 429:
        return Throttled(f"vimeo says later ({words})", code=named)
    if status in UNSURE or not 400 <= status < 500 or not told:
        return unreadable("vimeo", RuntimeError(f"status {status}"), creates=creates)
    return Refused(f"vimeo refused: {words}{fields(told)}", code=named, fix=fix)


def explained(reply: Any) -> dict[str, Any]:
    """The body of an error; empty where it has none."""
    try:
        told = reply.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) and ("error" in told or "error_code" in told) else {}


def fields(told: dict[str, Any]) -> str:
    """The names of the fields that Vimeo found wrong."""
    named = [str(each.get("field")) for each in told.get("invalid_parameters") or () if isinstance(each, dict)]
    return f" ({', '.join(named)})" if named else ""
