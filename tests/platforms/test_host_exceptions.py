"""Every exception that the hosts' SDKs can raise leaves the adapter as a known outcome.

Each table lists an SDK's classes as they are today; a release that adds one fails here until it has its line.
"""

import http.client
import json
import socket
import ssl
from datetime import UTC, datetime
from typing import Any

import google.auth.exceptions
import googleapiclient.errors
import httplib2
import httplib2.error
import pytest
import requests
import tusclient.exceptions
import vimeo.exceptions

from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.platforms.outcomes import told
from launcher.platforms.vimeo import errors as vimeo_errors
from launcher.platforms.youtube import errors as youtube_errors
from launcher.platforms.youtube.http import NotSentError
from tests.platforms.test_sdk_exceptions import classes

NOW = datetime(2026, 12, 7, 17, tzinfo=UTC)

GOOGLEAPICLIENT = {
    "BatchError": OutcomeUnknown,
    "Error": OutcomeUnknown,
    "HttpError": OutcomeUnknown,
    "InvalidChunkSizeError": OutcomeUnknown,
    "InvalidJsonError": OutcomeUnknown,
    "InvalidNotificationError": OutcomeUnknown,
    "MediaUploadSizeError": Refused,
    "ResumableUploadError": OutcomeUnknown,
    "UnacceptableMimeTypeError": Refused,
    "UnexpectedBodyError": OutcomeUnknown,
    "UnexpectedMethodError": OutcomeUnknown,
    "UnknownApiNameOrVersion": OutcomeUnknown,
    "UnknownFileType": Refused,
    "UnknownLinkType": OutcomeUnknown,
}

HTTPLIB2 = {
    "FailedToDecompressContent": OutcomeUnknown,
    "HttpLib2Error": OutcomeUnknown,
    "HttpLib2ErrorWithResponse": OutcomeUnknown,
    "MalformedHeader": OutcomeUnknown,
    "ProxiesUnavailableError": Unavailable,
    "RedirectLimit": OutcomeUnknown,
    "RedirectMissingLocation": OutcomeUnknown,
    "RelativeURIError": Unavailable,
    "ServerNotFoundError": Unavailable,
    "UnimplementedDigestAuthOptionError": OutcomeUnknown,
    "UnimplementedHmacDigestAuthOptionError": OutcomeUnknown,
}

GOOGLE_AUTH = {
    "ClientCertError": Unavailable,
    "DefaultCredentialsError": Unavailable,
    "GoogleAuthError": Unavailable,
    "InvalidOperation": Unavailable,
    "InvalidResource": Unavailable,
    "InvalidType": Unavailable,
    "InvalidValue": Unavailable,
    "MalformedError": Unavailable,
    "MutualTLSChannelError": Unavailable,
    "OAuthError": Unavailable,
    "OSError": Unavailable,
    "ReauthFailError": LoginExpired,
    "ReauthSamlChallengeFailError": LoginExpired,
    "RefreshError": LoginExpired,
    "ResponseError": Unavailable,
    "TimeoutError": Unavailable,
    "TransportError": Unavailable,
    "UserAccessTokenError": Unavailable,
}
"""All of these come before the request itself has left."""

PYVIMEO = {
    "APIRateLimitExceededFailure": Throttled,
    "BaseVimeoException": OutcomeUnknown,
    "ObjectLoadFailure": OutcomeUnknown,
    "PictureActivationFailure": OutcomeUnknown,
    "PictureCreationFailure": OutcomeUnknown,
    "PictureUploadFailure": OutcomeUnknown,
    "TexttrackCreationFailure": OutcomeUnknown,
    "TexttrackUploadFailure": OutcomeUnknown,
    "UploadAttemptCreationFailure": OutcomeUnknown,
    "UploadQuotaExceeded": Refused,
    "UploadTicketCreationFailure": OutcomeUnknown,
    "VideoCreationFailure": OutcomeUnknown,
    "VideoUploadFailure": OutcomeUnknown,
}

TUSPY = {"TusCommunicationError": OutcomeUnknown, "TusUploadFailed": OutcomeUnknown}

RAW = {
    NotSentError("ConnectionRefusedError"): Unavailable,
    ConnectionResetError("reset"): OutcomeUnknown,
    BrokenPipeError("pipe"): OutcomeUnknown,
    TimeoutError("timed out"): OutcomeUnknown,
    ssl.SSLError("bad record mac"): OutcomeUnknown,
    socket.herror("host"): OutcomeUnknown,
    http.client.IncompleteRead(b""): OutcomeUnknown,
    http.client.BadStatusLine("x"): OutcomeUnknown,
    http.client.RemoteDisconnected("closed"): OutcomeUnknown,
    KeyError("id"): OutcomeUnknown,
}
"""What escapes google's client as it is."""


def from_youtube(error: Exception) -> type[PlatformError]:
    """What leaves a create of YouTube's that raised `error`."""
    with (
        pytest.raises(PlatformError) as caught,
        told(lambda each: youtube_errors.translate(each, creates=True, now=NOW), "youtube", creates=True),
    ):
        raise error
    return caught.type


def from_vimeo(error: Exception) -> type[PlatformError]:
    """What leaves a create of Vimeo's that raised `error`."""
    with (
        pytest.raises(PlatformError) as caught,
        told(lambda each: vimeo_errors.translate(each, creates=True), "vimeo", creates=True),
    ):
        raise error
    return caught.type


def named(kind: Any) -> str:
    """A parameter's name."""
    return str(getattr(kind, "__name__", type(kind).__name__))


@pytest.mark.parametrize("kind", classes(googleapiclient.errors), ids=named)
def test_every_exception_of_googleapiclient_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for an upload."""
    assert from_youtube(kind.__new__(kind)) is GOOGLEAPICLIENT[kind.__name__]


@pytest.mark.parametrize("kind", classes(httplib2.error), ids=named)
def test_every_exception_of_httplib2_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for an upload."""
    assert from_youtube(kind.__new__(kind)) is HTTPLIB2[kind.__name__]


@pytest.mark.parametrize("kind", classes(google.auth.exceptions), ids=named)
def test_every_exception_of_google_auth_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide whether a new login is needed."""
    assert from_youtube(kind("no")) is GOOGLE_AUTH[kind.__name__]


@pytest.mark.parametrize("kind", classes(vimeo.exceptions), ids=named)
def test_every_exception_of_pyvimeo_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for an upload."""
    assert from_vimeo(kind.__new__(kind)) is PYVIMEO[kind.__name__]


@pytest.mark.parametrize("kind", classes(tusclient.exceptions), ids=named)
def test_every_exception_of_tuspy_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for an upload."""
    assert from_vimeo(kind.__new__(kind)) is TUSPY[kind.__name__]


@pytest.mark.parametrize(("error", "expected"), RAW.items(), ids=named)
def test_what_escapes_the_sdk_raw_has_its_outcome(error: Exception, expected: type[PlatformError]) -> None:
    """Only a connection that was never made says that nothing was sent."""
    assert from_youtube(error) is expected


def youtube_says(status: int, reason: str, message: str = "no") -> PlatformError:
    """The outcome of an error reply of YouTube's."""
    body = {"error": {"code": status, "message": message, "errors": [{"reason": reason, "message": message}]}}
    error = googleapiclient.errors.HttpError(httplib2.Response({"status": status}), json.dumps(body).encode())
    outcome = youtube_errors.translate(error, creates=True, now=NOW)
    assert outcome is not None
    return outcome


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (400, "invalidTitle", Refused),
        (403, "forbidden", Refused),
        (404, "videoNotFound", Refused),
        (401, "authError", LoginExpired),
        (403, "insufficientPermissions", LoginExpired),
        (401, "youtubeSignupRequired", LoginExpired),
        (403, "quotaExceeded", Throttled),
        (400, "uploadLimitExceeded", Throttled),
        (403, "rateLimitExceeded", Throttled),
        (429, "anything", Throttled),
        (408, "timeout", OutcomeUnknown),
        (500, "backendError", OutcomeUnknown),
        (503, "quotaExceededMaybe", OutcomeUnknown),
        (302, "moved", OutcomeUnknown),
        (403, "", OutcomeUnknown),
    ],
)
def test_youtube_says_no_in_its_own_words(status: int, reason: str, expected: type[PlatformError]) -> None:
    """A 4xx with a known reason is a refusal; one without is nobody's word."""
    assert type(youtube_says(status, reason)) is expected


def test_a_spent_quota_comes_back_at_midnight_pacific() -> None:
    """The day ends in Los Angeles, eight hours after midnight UTC in December; a full channel waits a day."""
    quota, uploads = youtube_says(403, "quotaExceeded"), youtube_says(400, "uploadLimitExceeded")
    assert isinstance(quota, Throttled)
    assert quota.retry_at == datetime(2026, 12, 8, 8, tzinfo=UTC)
    assert isinstance(uploads, Throttled)
    assert uploads.retry_at == datetime(2026, 12, 8, 17, tzinfo=UTC)


def test_a_message_of_youtubes_is_one_line_without_markup() -> None:
    """YouTube puts links into its messages; a terminal shows words."""
    outcome = youtube_says(403, "forbidden", 'No <a href="/youtube/v3/x">quota</a>\nat https://x.test/?key=SECRET .')
    assert str(outcome) == "youtube refused: forbidden: No quota at ."


def vimeo_says(status: int, body: bytes) -> PlatformError:
    """The outcome of an error reply of Vimeo's to a create."""
    reply = requests.Response()
    reply.status_code, reply._content = status, body
    return vimeo_errors.refusal(reply, "TOKEN", creates=True)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, b'{"error": "bad", "error_code": 2204, "invalid_parameters": [{"field": "name"}]}', Refused),
        (403, b'{"error": "quota", "error_code": 4101}', Refused),
        (403, b'{"error": "scope", "error_code": 8002}', LoginExpired),
        (401, b'{"error": "token"}', LoginExpired),
        (401, b"", LoginExpired),
        (404, b'{"error": "The requested video could not be found"}', Refused),
        (429, b'{"error": "slow", "error_code": 9000}', Throttled),
        (403, b"<html>proxy</html>", OutcomeUnknown),
        (408, b'{"error": "late"}', OutcomeUnknown),
    ],
)
def test_vimeo_says_no_in_its_own_words(status: int, body: bytes, expected: type[PlatformError]) -> None:
    """A 4xx that explains itself is a refusal; one that does not is nobody's word."""
    assert type(vimeo_says(status, body)) is expected


def test_a_message_of_vimeos_names_the_field_and_not_the_token() -> None:
    """What to change is told; what Vimeo repeats of the token is not."""
    body = b'{"error": "TOKEN is bad", "error_code": 2204, "invalid_parameters": [{"field": "name"}]}'
    assert str(vimeo_says(400, body)) == "vimeo refused: *** is bad (name)"
