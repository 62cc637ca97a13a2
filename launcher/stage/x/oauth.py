"""OAuth 1.0a as X checks it: RFC 5849, HMAC-SHA1, over the public address and not over the socket's."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from starlette.requests import Request

from launcher.clock import wall_seconds
from launcher.stage.rights import Rights, rights
from launcher.stage.world import World

HOSTS = ("https://api.twitter.com", "https://api.x.com")
"""The addresses that a client may sign (docs.x.com, checked 2026-11)."""
SKEW = 300.0
"""Seconds by which a timestamp may differ from the server's (docs.x.com, OAuth 1.0a, checked 2026-11)."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What a signature covers: the method, the path below the host, the query and an urlencoded body."""

    method: str
    path: str
    query: str = ""
    form: str = ""
    authorization: str = ""


@dataclass
class Signatures:
    """Verifies signatures against the stage's credentials, and remembers the nonces it saw."""

    world: World
    seen: set[tuple[str, str]] = field(default_factory=set)

    def rights(self, signed: Signed) -> Rights:
        """What the signer may do: UNKNOWN for a signature that is missing, wrong, old or used before."""
        kind, _, text = signed.authorization.partition(" ")
        given = header_fields(text) if kind == "OAuth" else {}
        secret = self.world.credentials["X_ACCESS_SECRET"]
        held = rights(given.get("oauth_token", ""), self.world.credentials["X_ACCESS_TOKEN"])
        if held in (Rights.UNKNOWN, Rights.EXPIRED) or not self._fresh(given) or not self._right(signed, given, secret):
            return Rights.UNKNOWN
        self.seen.add((given["oauth_timestamp"], given["oauth_nonce"]))
        return held

    def by_app(self, sent: Signed, token_secret: str = "") -> bool:
        """Whether the app signed it, with a request token's secret where it has one."""
        given = header_fields(sent.authorization.partition(" ")[2])
        return self._fresh(given) and self._right(sent, given, token_secret)

    def _fresh(self, given: dict[str, str]) -> bool:
        # the machine's time, whatever the stage's clock says: a client signs with it
        stamp, nonce = given.get("oauth_timestamp", ""), given.get("oauth_nonce", "")
        in_time = stamp.isdigit() and abs(int(stamp) - wall_seconds()) <= SKEW
        return in_time and bool(nonce) and (stamp, nonce) not in self.seen

    def _right(self, signed: Signed, given: dict[str, str], token_secret: str) -> bool:
        known = self.world.credentials
        if given.get("oauth_consumer_key") != known["X_API_KEY"] or given.get("oauth_signature_method") != "HMAC-SHA1":
            return False
        key = f"{escape(known['X_API_SECRET'])}&{escape(token_secret)}"
        sent = given.get("oauth_signature", "")
        pairs = [pair for pair in given.items() if pair[0] not in ("oauth_signature", "realm")]
        return any(hmac.compare_digest(sent, signature(key, base_string(signed, host, pairs))) for host in HOSTS)


async def signed(request: Request) -> Signed:
    """What the signature of `request` covers."""
    kind = request.headers.get("content-type", "")
    form = (await request.body()).decode() if kind.startswith("application/x-www-form-urlencoded") else ""
    scope = request.scope
    return Signed(
        method=request.method,
        path=scope["path"].removeprefix(scope.get("root_path", "")),
        query=scope["query_string"].decode(),
        form=form,
        authorization=request.headers.get("authorization", ""),
    )


def header_fields(text: str) -> dict[str, str]:
    """The fields of an `Authorization: OAuth` header, unescaped."""
    parts = (part.strip().partition("=") for part in text.split(","))
    return {unquote(name): unquote(value.strip('"')) for name, _, value in parts if name}


def base_string(signed: Signed, host: str, pairs: Pairs) -> str:
    """RFC 5849, 3.4.1: method, address and all parameters, sorted."""
    sent = [
        *pairs,
        *parse_qsl(signed.query, keep_blank_values=True),
        *parse_qsl(signed.form, keep_blank_values=True),
    ]
    escaped = sorted((escape(name), escape(value)) for name, value in sent)
    joined = "&".join(f"{name}={value}" for name, value in escaped)
    return "&".join((signed.method, escape(host + signed.path), escape(joined)))


def signature(key: str, base: str) -> str:
    """HMAC-SHA1 of the base string, in base64."""
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


def escape(text: str) -> str:
    """RFC 5849, 3.6: everything but letters, digits and -._~ escaped."""
    return quote(text, safe="-._~")
