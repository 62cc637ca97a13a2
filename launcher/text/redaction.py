"""Secrets kept out of whatever is printed or logged.

Two nets. Known secrets, protected by value, vanish in every spelling in which libraries print them (plain, escaped
for URLs, JSON or Python, base64). What looks like a token (`access_token=…`, `Authorization: …`, an upload link)
vanishes even where nobody told us of it. Every pattern runs in linear time: a log line may be a whole HTML page.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
SHORTEST = 6
"""A protected value shorter than this is ignored: hiding it would shred every message."""

_NAMES = "|".join(
    (
        "access_?token", "refresh_?token", "id_token", "page_token", "exchange_token", "input_token", "auth_token",
        "oauth_token(?:_secret)?", "oauth_signature(?!_method)", "oauth_consumer_key", "oauth_nonce", "oauth_verifier",
        "token_secret", "client_secret", "consumer_secret", "app_?secret(?:_proof)?", "api_secret", "access_secret",
        "api_?key", "consumer_key", "upload_id", "code_verifier", "assertion", "password", "passwd", "modhash",
        "x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-goog-signature", "x-modhash",
    )
)  # fmt: skip
_TIES = r"(?:[\\\"'\s]{0,6}(?:[:=]|%3[adAD])[\\\"'\s]{0,6}(?:b['\"])?|[\\\"']{1,3}\s?,\s?[\\\"']{1,3})"
_VALUE = r"(?:\[hidden\]|[^\s\"'&,;<>()\[\]{}\\|])+"

_KEYED = re.compile(rf"((?:{_NAMES}){_TIES}){_VALUE}", re.IGNORECASE)
_SECRET_NAME = re.compile(rf"(?:{_NAMES}|authorization|cookie|secret|token)$", re.IGNORECASE)
_CODE = re.compile(rf"(?<=[?&])((?:code|state)=){_VALUE}")
_HEADERS = re.compile(
    r"((?:authorization|cookie)[\\\"']{0,3}\s{0,4}[:=,]\s{0,4}(?:b?[\\\"']{1,3})?)"
    r"(?:(?:oauth|digest)\s[^\r\n]*|(?:(?:bearer|basic|token)\s{1,4})?[^\s\"'\\,;]+(?:;[^\r\n\"']*)?)",
    re.IGNORECASE,
)
_SCHEMES = re.compile(r"\b(bearer|oauth2?|basic)(\s|%20|\+)[\w.~+/=%-]{16,}", re.IGNORECASE)
_SHAPES = re.compile(
    r"ya29\.[\w.-]{8,}"  # Google: access token
    r"|\b1//[\w-]{20,}|\b4/[01][\w-]{20,}|GOCSPX-[\w-]{8,}"  # Google: refresh token, code, client secret
    r"|\bEAA[0-9A-Za-z]{20,}"  # Facebook
    r"|AAAAAAAAAA[\w%+-]{20,}|(?<![\w-])\d{6,20}-[0-9A-Za-z_]{24,}"  # X: bearer, access token; Reddit
    r"|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?"  # JSON web token
)
_USERINFO = re.compile(r"(://[^/\s:@\"']{0,256}:)[^/\s@\"']{1,256}(?=@)")
_UPLOAD_LINKS = re.compile(
    r"(https?://(?:[^\s/\"'<>]{0,200}\btus\b[^\s/\"'<>]{0,200}/|[^\s/\"'<>]{1,255}(?:/[\w.-]{1,80}){0,4}/tus/))"
    r"[^\s\"'<>]+",
    re.IGNORECASE,
)
_UNLISTED = re.compile(r"(https?://(?:www\.)?vimeo\.com/\d{5,12}/)[0-9a-f]{8,16}\b", re.IGNORECASE)
"""The word in the address of an unlisted film: whoever has it sees the film."""


class Redactor:
    """Hides the secrets that it knows, and whatever looks like a token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = Lock()
        self._spellings: tuple[str, ...] = ()
        self.protect(secrets)

    def protect(self, values: Iterable[str]) -> None:
        """Hide these from now on, too. May be called from any thread, at any time."""
        new = {each for value in values if len(value.strip()) >= SHORTEST for each in spellings(value.strip())}
        with self._lock:
            self._spellings = tuple(sorted(new.union(self._spellings), key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """`text` with every secret replaced by `[hidden]`."""
        return hide_tokens(self.hide_known(text))

    def hide_known(self, text: str) -> str:
        """`text` with every protected value replaced by `[hidden]`."""
        for spelling in self._spellings:
            text = text.replace(spelling, HIDDEN)
        return text


def hide_tokens(text: str) -> str:
    """`text` without what looks like a token."""
    text = _UPLOAD_LINKS.sub(rf"\1{HIDDEN}", _USERINFO.sub(rf"\1{HIDDEN}", text))
    text = _UNLISTED.sub(rf"\1{HIDDEN}", text)
    text = _HEADERS.sub(rf"\1{HIDDEN}", text)
    text = _KEYED.sub(rf"\1{HIDDEN}", text)
    text = _CODE.sub(rf"\1{HIDDEN}", text)
    return _SHAPES.sub(HIDDEN, _SCHEMES.sub(rf"\1\2{HIDDEN}", text))


def is_secret_name(name: str) -> bool:
    """Whether a field of that name holds a secret, whatever its value looks like."""
    return _SECRET_NAME.search(name) is not None


def spellings(secret: str) -> Iterator[str]:
    """`secret` in every form in which libraries print it."""
    encodings: tuple[Callable[[str], str], ...] = (
        str,
        lambda value: quote(value, safe=""),
        quote,
        quote_plus,
        lambda value: quote(quote(value, safe=""), safe=""),
        lambda value: json.dumps(value)[1:-1],
        lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
        lambda value: json.dumps(value)[1:-1].replace("/", "\\/"),
        lambda value: repr(value)[1:-1],
        lambda value: repr(value.encode("utf-8", "replace"))[2:-1],
    )
    for encode in encodings:
        form = encode(secret.encode("utf-8", "replace").decode())
        yield form
        yield re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), form)
    yield from _base64_spellings(secret.encode("utf-8", "replace"))


def _base64_spellings(secret: bytes) -> Iterator[str]:
    """What base64 makes of the secret, wherever in the encoded bytes it begins."""
    for before in range(3):
        first, last = -(-before * 4 // 3), (before + len(secret)) * 4 // 3
        encoded = base64.b64encode(b"\0" * before + secret)[first:last].decode()
        if len(encoded) >= SHORTEST:
            yield encoded
            yield encoded.replace("+", "-").replace("/", "_")
            yield encoded.replace("+", "%2B").replace("/", "%2F")


_registry = Redactor()


def protect(values: Iterable[str]) -> None:
    """Hide these values in everything that this process prints or logs from now on."""
    _registry.protect(values)


def redact(text: str) -> str:
    """`text` as it may be shown: without any protected value, and without what looks like a token."""
    return _registry(text)


def hide_known(text: str) -> str:
    """`text` without any protected value. For data: what merely looks like a token stays, an address among it."""
    return _registry.hide_known(text)
