"""Every exception that an SDK can raise leaves an adapter as a known outcome.

Each table lists an SDK's classes as they are today; a release that adds one fails here until it has its line.
"""

import inspect
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import facebook
import praw.exceptions
import prawcore.exceptions
import pytest
import requests
import tweepy.errors
import urllib3.exceptions

from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.logins.reddit import RedditLogin
from launcher.logins.x import XLogin
from launcher.platforms.facebook.adapter import translate as from_facebook
from launcher.platforms.outcomes import told
from launcher.platforms.reddit.adapter import translate as from_reddit
from launcher.platforms.unsent import unsent
from launcher.platforms.x.adapter import translate as from_x

NOW = datetime(2026, 12, 7, 17, tzinfo=UTC)

TWEEPY = {
    "TweepyException": (None, Unavailable),
    "HTTPException": (418, Refused),
    "BadRequest": (400, Refused),
    "Unauthorized": (401, LoginExpired),
    "Forbidden": (403, Refused),
    "NotFound": (404, Refused),
    "TooManyRequests": (429, Throttled),
    "TwitterServerError": (503, OutcomeUnknown),
}

PRAWCORE = {
    "PrawcoreException": (None, OutcomeUnknown),
    "InvalidInvocation": (None, LoginExpired),
    "OAuthException": (None, LoginExpired),
    "RequestException": (None, OutcomeUnknown),
    "ResponseException": (418, Refused),
    "BadJSON": (200, OutcomeUnknown),
    "BadRequest": (400, Refused),
    "Conflict": (409, Refused),
    "Forbidden": (403, Refused),
    "InsufficientScope": (403, Refused),
    "InvalidToken": (401, LoginExpired),
    "NotFound": (404, Refused),
    "Redirect": (302, OutcomeUnknown),
    "ServerError": (503, OutcomeUnknown),
    "SpecialError": (415, Refused),
    "TooLarge": (413, Refused),
    "TooManyRequests": (429, Throttled),
    "URITooLong": (414, Refused),
    "UnavailableForLegalReasons": (451, Refused),
}

PRAW = {
    "PRAWException": OutcomeUnknown,
    "ClientException": Refused,
    "DuplicateReplaceException": Refused,
    "InvalidFlairTemplateID": Refused,
    "InvalidImplicitAuth": Refused,
    "InvalidURL": Refused,
    "MissingRequiredAttributeException": Refused,
    "ReadOnlyException": LoginExpired,
    "RedditAPIException": Refused,
    "TooLargeMediaException": Refused,
    "WebSocketException": OutcomeUnknown,
    "MediaPostFailed": OutcomeUnknown,
}

NEVER_LEFT = {
    "requests": {
        "ConnectTimeout",
        "ProxyError",
        "InvalidURL",
        "InvalidProxyURL",
        "MissingSchema",
        "InvalidSchema",
        "InvalidHeader",
    },
    "urllib3": {"ConnectTimeoutError", "NewConnectionError", "NameResolutionError", "ProxyError"},
}
"""What requests and urllib3 raise before a byte of a request has left."""

MAY_HAVE_LEFT = {
    "requests": {
        "RequestException", "InvalidJSONError", "JSONDecodeError", "HTTPError", "ConnectionError", "SSLError",
        "Timeout", "ReadTimeout", "URLRequired", "TooManyRedirects", "ChunkedEncodingError", "ContentDecodingError",
        "StreamConsumedError", "RetryError", "UnrewindableBodyError",
    },
    "urllib3": {
        "HTTPError", "PoolError", "RequestError", "SSLError", "DecodeError", "ProtocolError", "MaxRetryError",
        "HostChangedError", "TimeoutStateError", "TimeoutError", "ReadTimeoutError", "EmptyPoolError", "FullPoolError",
        "ClosedPoolError", "LocationValueError", "LocationParseError", "URLSchemeUnknown", "ResponseError",
        "IncompleteRead", "InvalidChunkLength", "InvalidHeader", "ProxySchemeUnknown", "ProxySchemeUnsupported",
        "HeaderParsingError", "UnrewindableBodyError", "BodyNotHttplibCompatible", "ResponseNotChunked",
    },
}  # fmt: skip
"""What they raise besides: nothing is claimed about the request."""


def classes(module: ModuleType) -> list[type[Exception]]:
    """The exception classes that a module defines; warnings are none."""
    found = [each for _, each in inspect.getmembers(module, inspect.isclass) if each.__module__ == module.__name__]
    return [each for each in found if issubclass(each, Exception) and not issubclass(each, Warning)]


def raised(kind: type[Exception], status: int | None = None) -> Any:
    """An exception of that class as an SDK raises it on a reply of `status`."""
    error = kind.__new__(kind)
    if status is not None:
        reply = requests.Response()
        reply.status_code, reply._content, reply.url = status, b'{"detail": "no"}', "https://example.test/api/submit"
        reply.reason = "Reason"
        vars(error).update(response=reply, api_messages=["no"], api_codes=[], api_errors=[])
    return error


def outcome(translate: Any, error: Exception) -> type[Exception]:
    """What leaves a create that raised `error`."""
    with pytest.raises(PlatformError) as caught, told(translate, "it", creates=True):
        raise error
    return caught.type


@pytest.mark.parametrize("kind", classes(tweepy.errors), ids=lambda kind: kind.__name__)
def test_every_exception_of_tweepy_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for a post."""
    status, expected = TWEEPY[kind.__name__]
    assert outcome(lambda error: from_x(error, XLogin()), raised(kind, status)) is expected


@pytest.mark.parametrize("kind", classes(prawcore.exceptions), ids=lambda kind: kind.__name__)
def test_every_exception_of_prawcore_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for a post."""
    status, expected = PRAWCORE[kind.__name__]
    assert outcome(lambda error: from_reddit(error, RedditLogin(), NOW), raised(kind, status)) is expected


@pytest.mark.parametrize("kind", classes(praw.exceptions), ids=lambda kind: kind.__name__)
def test_every_exception_of_praw_has_its_outcome(kind: type[Exception]) -> None:
    """A class that is not in the table is a new one: decide what it means for a post."""
    error = raised(kind)
    if kind is praw.exceptions.RedditAPIException:
        error = kind([["NO_SELFS", "no text here", "sr"]])
    assert outcome(lambda error: from_reddit(error, RedditLogin(), NOW), error) is PRAW[kind.__name__]


def test_facebook_sdk_has_one_exception() -> None:
    """facebook-sdk raises GraphAPIError alone; what Graph's codes mean is tested with the adapter."""
    assert [kind.__name__ for kind in classes(facebook)] == ["GraphAPIError"]
    error = facebook.GraphAPIError("Maintype was not text, image, or querystring")
    assert outcome(lambda error: from_facebook(error, FacebookLogin(), creates=True), error) is OutcomeUnknown


@pytest.mark.parametrize(
    ("library", "kind"),
    [("requests", kind) for kind in classes(requests.exceptions)]
    + [("urllib3", kind) for kind in classes(urllib3.exceptions)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_exception_of_the_road_is_told_before_or_after_sending(library: str, kind: type[Exception]) -> None:
    """Only what surely came before the first byte may be sent again; a new class must be judged first."""
    assert kind.__name__ in NEVER_LEFT[library] | MAY_HAVE_LEFT[library]
    assert unsent(kind.__new__(kind)) is (kind.__name__ in NEVER_LEFT[library])


def test_what_an_sdk_cannot_read_is_unknown_for_a_create_and_harmless_for_a_read() -> None:
    """A KeyError inside an SDK says nothing about the post."""
    for creates, expected in ((True, OutcomeUnknown), (False, Unavailable)):
        with pytest.raises(expected), told(lambda _: None, "it", creates=creates):
            raise KeyError("content-type")
