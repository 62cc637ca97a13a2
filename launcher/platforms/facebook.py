"""A Facebook Page, through facebook-sdk.

- facebook-sdk 3.1 (2018) defaults to a dead version of the Graph API and accepts none that lives: the attribute is set.
- It never looks at the HTTP status, so a 4xx whose JSON lacks `error` would pass for success; without a content
  type it raises KeyError; it sends True as "True" and a nested value as Python writes it. All four are mended here.
- **"Please retry" after having posted**: codes 1, 2 and a transient error may come with the post live. For a
  create they are OutcomeUnknown, as every 5xx is.
- A read carries the token in its URL: URLs stay out of every message, and the loggers of urllib3 above DEBUG.
- Graph repeats a malformed token in its error: words are scrubbed.
- One unknown id fails a whole `?ids=` batch: it is halved until the good ones have answered.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from launcher.clock import Clock, epoch
from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.platforms import limits
from launcher.platforms.base import Draft, Identity, Receipt, Sample
from launcher.platforms.gauge import Gauge
from launcher.platforms.likeness import SKEW, same_link, same_text
from launcher.platforms.pins import same_owner
from launcher.platforms.preflights import Purpose, Remark

VERSION = "v26.0"
"""The Graph API's version (developers.facebook.com/docs/graph-api/changelog, checked 2026-11)."""

ORIGIN = "https://graph.facebook.com"
"""Where facebook-sdk sends everything; fixed in its source (facebook-sdk 3.1)."""

PAGE, BATCH = int(limits.FACEBOOK["page"].value), int(limits.FACEBOOK["batch"].value)

POST_FIELDS = "id,message,created_time,permalink_url,attachments{url,unshimmed_url}"
COMMENT_FIELDS = "id,message,created_time,permalink_url,from"
METRIC_FIELDS = "shares,reactions.summary(true).limit(0),comments.summary(true).limit(0)"

_CODES = "https://developers.facebook.com/docs/graph-api/guides/error-handling (checked 2026-11)"
UNKNOWN = {1, 2}
EXPIRED = {102, 190}
THROTTLED = {4, 17, 32, 341, 368, 613, 80001}
PERMISSION = {3, 10, *range(200, 300)}
DUPLICATE = {506}


class Facebook:
    """One Facebook Page."""

    name = "facebook"
    limits = limits.FACEBOOK

    def connect(self, login: FacebookLogin, clock: Clock) -> None:
        """Make facebook-sdk's client over our transport. Raises LoginExpired where a credential is missing."""
        import facebook

        from launcher.platforms import transport

        transport.required(login)
        self.gauge = Gauge(clock)
        road = transport.SendsOnce(
            platform=self.name, timeout=login.timeout, clock=clock, origins={ORIGIN: login.api_root}, gauge=self.gauge
        )
        session = transport.session(road)
        session.hooks["response"].append(lambda reply, **_: checked(reply))
        self._login = login
        self._graph = facebook.GraphAPI(login.page_token, session=session)
        self._graph.version = VERSION

    def account(self) -> Identity:
        """The Page, and proof that the token is the Page's own. Two reads."""
        with self._told(creates=False):
            page = self._get(self._login.page_id, fields="id,name,link")
            holder = self._get("me", fields="id")
        if str(holder.get("id")) != str(page["id"]):
            raise LoginExpired(
                f"facebook: the token is not that of the Page {self._login.page_id} but of {holder.get('id')}",
                code="other account",
                fix="launcher login facebook (or put the Page's own token into FACEBOOK_PAGE_TOKEN, not a user's)",
            )
        identity = Identity(id=str(page["id"]), name=str(page.get("name", "")), url=str(page.get("link", "")))
        return same_owner(self._login, identity)

    def post(self, draft: Draft) -> Receipt:
        """Publish message and link, or comment where the draft answers a post. Creates: never twice without `find`."""
        with self._told(creates=True):
            if draft.reply_to:
                made = self._post(f"{draft.reply_to.id}/comments", message=wording(draft))
            else:
                made = self._post(f"{self._login.page_id}/feed", message=draft.text, link=draft.link, published=True)
            return self._receipt(made)

    def find(self, draft: Draft, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The Page's own post, or comment, of that message and link since then, or None."""
        with self._told(creates=False):
            unknown = (item for item in self._own(draft, since) if str(item["id"]) not in known)
            return next((self._receipt(item) for item in unknown if says(item, draft)), None)

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Likes (all reactions), comments and shares of posts; a comment's receipt has none of them."""
        posts = [receipt.id for receipt in receipts if "comment_id=" not in receipt.url]
        with self._told(creates=False):
            return [
                sample
                for start in range(0, len(posts), BATCH)
                for id_, item in self._several(posts[start : start + BATCH]).items()
                for sample in metrics(id_, item)
            ]

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """The token's scopes and end, and whether the Page is published. Two reads."""
        from launcher.platforms import facebook_preflight

        with self._told(creates=False):
            return facebook_preflight.remarks(self._get, self._login.page_id, self._login.page_token, purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        from launcher.platforms import transport

        return transport.told(lambda error: translate(error, self._login, creates=creates), self.name, creates=creates)

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        reply: dict[str, Any] = self._graph.request(f"{VERSION}/{path}", args={**query, **self._proof()})
        return reply

    def _post(self, path: str, **fields: Any) -> dict[str, Any]:
        sent = {name: wire(value) for name, value in fields.items() if value != ""}
        reply: dict[str, Any] = self._graph.request(f"{VERSION}/{path}", post_args={**sent, **self._proof()})
        return reply

    def _proof(self) -> dict[str, str]:
        """The appsecret_proof, where the app's secret is known: HMAC-SHA256 of the token by it."""
        key, token = self._login.app_secret.encode(), self._login.page_token.encode()
        return {"appsecret_proof": hmac.new(key, token, hashlib.sha256).hexdigest()} if key else {}

    def _own(self, draft: Draft, since: datetime) -> Iterator[dict[str, Any]]:
        """What the Page published since then: its posts, or its comments under the post that the draft answers."""
        start = since - SKEW
        path = f"{draft.reply_to.id}/comments" if draft.reply_to else f"{self._login.page_id}/published_posts"
        query: dict[str, Any] = {"since": int(epoch(start)), "limit": PAGE}
        query |= {"fields": COMMENT_FIELDS, "filter": "stream"} if draft.reply_to else {"fields": POST_FIELDS}
        while True:
            page = self._get(path, **query)
            yield from (item for item in page["data"] if (instant(item) or start) >= start)
            query["after"] = page.get("paging", {}).get("cursors", {}).get("after")
            if not page["data"] or not page.get("paging", {}).get("next") or not query["after"]:
                return

    def _several(self, ids: Sequence[str]) -> dict[str, Any]:
        """The metrics' fields by id; an id that Graph refuses is left out."""
        try:
            with self._told(creates=False):
                return self._get("", ids=",".join(ids), fields=METRIC_FIELDS)
        except Refused:
            if len(ids) == 1:
                return {}
            half = len(ids) // 2
            return {**self._several(ids[:half]), **self._several(ids[half:])}

    def _receipt(self, item: Mapping[str, Any]) -> Receipt:
        """The receipt of a post (PAGE_POST) or of a comment (POST_COMMENT)."""
        owner, _, number = str(item["id"]).rpartition("_")
        page = self._login.page_id
        built = f"https://www.facebook.com/{page}/posts/{number}"
        if owner not in ("", page):
            built = f"https://www.facebook.com/{page}/posts/{owner}?comment_id={number}"
        return Receipt(id=str(item["id"]), url=str(item.get("permalink_url") or built), at=instant(item))


def translate(error: Exception, login: FacebookLogin, *, creates: bool) -> PlatformError | None:
    """What facebook-sdk raised, as an outcome; None where it is not the SDK's."""
    import facebook

    if not isinstance(error, facebook.GraphAPIError):
        return None
    from launcher.platforms import transport

    told = error.result.get("error") if isinstance(error.result, dict) else None
    told = told if isinstance(told, dict) else {}
    words = transport.scrubbed(error.message, login.page_token, login.app_secret)
    return refusal(told, f"facebook refused: {words}", creates=creates)


def refusal(told: Mapping[str, Any], message: str, *, creates: bool) -> PlatformError:
    """Graph's error object as an outcome, by its code. An error without a code decides nothing."""
    code = int(told["code"]) if str(told.get("code", "")).isdigit() else 0
    if code in EXPIRED:
        return LoginExpired(message, code=str(code), fix="launcher login facebook: the Page's token is dead")
    if code in THROTTLED:
        return Throttled(message, code=str(code))
    if code in UNKNOWN or not code or told.get("is_transient"):
        return (OutcomeUnknown if creates else Unavailable)(message, code=str(code or "unreadable"))
    if code in PERMISSION:
        fix = "grant the app pages_manage_posts and pages_read_engagement, then launcher login facebook"
        return Refused(message, code=str(code), fix=fix)
    return Refused(message, code=str(code), duplicate=code in DUPLICATE)


def checked(reply: Any) -> None:
    """Stop a 4xx without `error`, which facebook-sdk would believe; name the type of what is known to be JSON."""
    reply.headers["content-type"] = "application/json"
    if reply.status_code >= 400 and not explains(reply):
        kind = Unavailable if reply.request.method == "GET" else OutcomeUnknown
        raise kind(f"facebook: HTTP {reply.status_code} without an explanation", code=str(reply.status_code))


def explains(reply: Any) -> bool:
    """Whether the reply is JSON with Graph's error object in it."""
    try:
        return bool(reply.json()["error"])
    except (ValueError, KeyError, TypeError):
        return False


def wire(value: Any) -> str:
    """A field as Graph reads it: JSON for anything but text, so `true` and not `True`."""
    return value if isinstance(value, str) else json.dumps(value)


def wording(draft: Draft) -> str:
    """A comment's text: a link that the text does not hold comes after it."""
    return draft.text if draft.link in draft.text else f"{draft.text} {draft.link}".strip()


def says(item: Mapping[str, Any], draft: Draft) -> bool:
    """Whether the post or comment has the draft's message, and its link where Graph tells one."""
    if draft.reply_to:
        return same_text(str(item.get("message", "")), wording(draft))
    if not same_text(str(item.get("message", "")), draft.text):
        return False
    told = [link for each in attachments(item) for link in (each.get("unshimmed_url"), each.get("url")) if link]
    return not draft.link or not told or any(same_link(str(link), draft.link) for link in told)


def attachments(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is attached to a post, if anything."""
    return (item.get("attachments") or {}).get("data") or []


def metrics(id_: str, item: Mapping[str, Any]) -> Iterator[Sample]:
    """Likes, comments and shares; Graph leaves `shares` out while there are none, so it is left out here too."""
    told = {
        "likes": ((item.get("reactions") or {}).get("summary") or {}).get("total_count"),
        "comments": ((item.get("comments") or {}).get("summary") or {}).get("total_count"),
        "shares": (item.get("shares") or {}).get("count"),
    }
    yield from (Sample(receipt_id=id_, metric=name, value=float(n)) for name, n in told.items() if n is not None)


def instant(item: Mapping[str, Any]) -> datetime | None:
    """When Graph says that the item was made (`2026-12-07T17:00:00+0000`), or None where it does not say."""
    told = item.get("created_time")
    return datetime.fromisoformat(str(told)) if told else None
