"""What YouTube's SDK raises, as one of the five outcomes: one table of the platform's reasons.

Reasons: https://developers.google.com/youtube/v3/docs/errors and the methods' own pages, checked 2026-11.
"""

import http.client
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.platforms.outcomes import UNSURE, retry_at, scrubbed
from launcher.platforms.youtube.quota import renewed_at

RENEW = "launcher login youtube: the refresh token is withdrawn, or its time is over"

LOGIN = {
    "accountDelegationForbidden",
    "authError",
    "authenticatedUserAccountClosed",
    "authenticatedUserAccountSuspended",
    "authenticatedUserNotChannel",
    "authorizationRequired",
    "insufficientPermissions",
    "unauthorized",
    "youtubeSignupRequired",
    "ACCESS_TOKEN_EXPIRED",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "ACCESS_TOKEN_TYPE_UNSUPPORTED",
    "CREDENTIALS_MISSING",
}
DAILY = {"quotaExceeded", "dailyLimitExceeded", "uploadRateLimitExceeded"}
SOON = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
UPLOADS = {"uploadLimitExceeded"}
DUPLICATE = {"captionExists", "duplicate", "videoAlreadyInPlaylist"}

UPLOAD_PAUSE = timedelta(hours=24)
"""How long a channel that reached its upload limit waits (support.google.com/youtube/answer/7673989, 2026-11)."""

FIXES = {
    "quotaExceeded": "wait for midnight Pacific, or ask for more quota in the Google Cloud console",
    "uploadLimitExceeded": "wait a day, or verify the channel at https://www.youtube.com/verify",
    "insufficientPermissions": "launcher login youtube, and leave every box of the page ticked",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "launcher login youtube, and leave every box of the page ticked",
    "youtubeSignupRequired": "create a channel for this Google account, then launcher login youtube",
    "commentsDisabled": "allow comments on the film in YouTube Studio",
    "accessNotConfigured": "switch the YouTube Data API on for the project in the Google Cloud console",
}
"""What to do about a reason."""

_MARKUP = re.compile(r"<[^>]*>|https?://\S+")


def translate(error: Exception, *, creates: bool, now: datetime) -> PlatformError | None:
    """What the SDK raised, as an outcome; None where it is not the SDK's. Knows every class that it can raise."""
    import google.auth.exceptions as auth
    import httplib2
    from googleapiclient import errors

    from launcher.platforms.youtube.http import NotSentError

    if isinstance(error, errors.HttpError) and getattr(error, "resp", None) is not None:
        return answered(error.resp, error.content or b"", creates=creates, now=now)
    if isinstance(error, auth.RefreshError):
        return expired(error)
    if isinstance(error, (errors.MediaUploadSizeError, errors.UnacceptableMimeTypeError, errors.UnknownFileType)):
        return Refused(f"youtube takes no such file ({type(error).__name__})", code=type(error).__name__)
    unsent = (NotSentError, auth.GoogleAuthError, httplib2.ServerNotFoundError, httplib2.RelativeURIError)
    if isinstance(error, (*unsent, httplib2.ProxiesUnavailableError)):
        return unreachable(error)
    if isinstance(error, (errors.Error, httplib2.HttpLib2Error, http.client.HTTPException, OSError)):
        return doubt(f"gave no whole reply ({type(error).__name__})", code="no reply", creates=creates)
    return None


def answered(response: Any, content: bytes, *, creates: bool, now: datetime) -> PlatformError:
    """The outcome of a reply that is no success: only a 4xx that explains itself is a refusal."""
    status, (reason, message) = int(response.status), explained(content)
    words = f"{reason or status}: {scrubbed(_MARKUP.sub('', message))}" if message else f"{reason or status}"
    fix, code = FIXES.get(reason, ""), reason or str(status)
    if status in UNSURE or not 400 <= status < 500:
        return doubt(f"answered {status}", code=code, creates=creates)
    if status == 401 or reason in LOGIN:
        return LoginExpired(f"youtube refused the login ({words})", code=code, fix=fix or RENEW)
    if status == 429 or reason in DAILY | SOON | UPLOADS:
        return Throttled(f"youtube says later ({words})", retry_at=again_at(reason, response, now), code=code, fix=fix)
    if not reason:
        return doubt(f"answered {status}", code=code, creates=creates)
    return Refused(f"youtube refused: {words}", code=code, fix=fix, duplicate=reason in DUPLICATE)


def explained(content: bytes) -> tuple[str, str]:
    """Reason and message of an error's body; empty where it has none."""
    try:
        error = json.loads(content)["error"]
        told = [*(error.get("errors") or ()), *(error.get("details") or ())]
        reasons = [str(each["reason"]) for each in told if each.get("reason")]
        return (reasons or [str(error.get("status", ""))])[0], str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""


def again_at(reason: str, response: Mapping[str, str], now: datetime) -> datetime | None:
    """When YouTube will take such a request again, or None where nobody knows."""
    if reason in DAILY:
        return renewed_at(now)
    return now + UPLOAD_PAUSE if reason in UPLOADS else retry_at(response, now)


def expired(error: Any) -> PlatformError:
    """A refresh token that is not taken; the error's words are kept to Google's own code."""
    told = next((each for each in error.args if isinstance(each, dict)), {})
    code = str(told.get("error") or "invalid_grant")
    return LoginExpired(f"youtube does not take the refresh token ({code})", code=code, fix=RENEW)


def unreachable(error: Exception) -> PlatformError:
    """Nothing was sent."""
    return Unavailable(
        f"youtube cannot be reached ({error if error.args else type(error).__name__}); nothing was sent",
        code="unreachable",
        fix="check the network, and YOUTUBE_API_ROOT and YOUTUBE_TOKEN_URI if they are set",
    )


def doubt(what: str, *, code: str, creates: bool) -> PlatformError:
    """No refusal and no success: OutcomeUnknown where the request creates, else Unavailable."""
    if creates:
        return OutcomeUnknown(f"youtube {what}; it may have been done", code=code)
    return Unavailable(f"youtube {what}; nothing was created", code=code)
